"""The Django application of this area."""

from django.apps import AppConfig


class PresenceConfig(AppConfig):
    """Registers the tables of who came."""

    name = "massicot.presence"
    label = "presence"
