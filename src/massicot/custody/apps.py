"""The Django application of this area."""

from django.apps import AppConfig


class CustodyConfig(AppConfig):
    """Registers the tables of custody."""

    name = "massicot.custody"
    label = "custody"
