"""The Django application of this area."""

from django.apps import AppConfig


class AbsencesConfig(AppConfig):
    """Registers the tables of absences."""

    name = "massicot.absences"
    label = "absences"
