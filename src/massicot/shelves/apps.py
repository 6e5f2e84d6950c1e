"""The Django application of this area."""

from django.apps import AppConfig


class ShelvesConfig(AppConfig):
    """Registers the tables of what comes back after the marking."""

    name = "massicot.shelves"
    label = "shelves"
