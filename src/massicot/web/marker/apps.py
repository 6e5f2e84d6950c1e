"""The Django application of this desk."""

from django.apps import AppConfig


class MarkerDeskConfig(AppConfig):
    """Registers the templates of this desk."""

    name = "massicot.web.marker"
    label = "web_marker"
