"""The Django application of this area."""

from django.apps import AppConfig


class MarkersConfig(AppConfig):
    """Registers the tables of markers."""

    name = "massicot.markers"
    label = "markers"
