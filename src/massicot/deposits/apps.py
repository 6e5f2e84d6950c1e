"""The Django application of this area."""

from django.apps import AppConfig


class DepositsConfig(AppConfig):
    """Registers the tables of documents handed in."""

    name = "massicot.deposits"
    label = "deposits"
