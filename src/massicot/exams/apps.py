"""The Django application of this area."""

from django.apps import AppConfig


class ExamsConfig(AppConfig):
    """Registers the tables of exams."""

    name = "massicot.exams"
    label = "exams"
