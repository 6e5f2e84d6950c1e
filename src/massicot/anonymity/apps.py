"""The Django application of this area."""

from django.apps import AppConfig


class AnonymityConfig(AppConfig):
    """Registers the tables of anonymity."""

    name = "massicot.anonymity"
    label = "anonymity"
