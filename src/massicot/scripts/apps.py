"""The Django application of this area."""

from django.apps import AppConfig


class ScriptsConfig(AppConfig):
    """Registers the tables of scripts."""

    name = "massicot.scripts"
    label = "scripts"
