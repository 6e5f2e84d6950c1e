"""The Django application of this area."""

from django.apps import AppConfig


class MissionsConfig(AppConfig):
    """Registers the tables of missions and convocations."""

    name = "massicot.missions"
    label = "missions"
