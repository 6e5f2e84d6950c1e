"""The Django application of this area."""

from django.apps import AppConfig


class MarksConfig(AppConfig):
    """Registers the tables of marks."""

    name = "massicot.marks"
    label = "marks"
