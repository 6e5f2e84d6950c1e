"""The Django application of this area."""

from django.apps import AppConfig


class ReplacementsConfig(AppConfig):
    """Registers the tables of replacements."""

    name = "massicot.replacements"
    label = "replacements"
