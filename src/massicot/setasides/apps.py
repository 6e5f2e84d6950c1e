"""The Django application of this area."""

from django.apps import AppConfig


class SetasidesConfig(AppConfig):
    """Registers the tables of scripts set aside."""

    name = "massicot.setasides"
    label = "setasides"
