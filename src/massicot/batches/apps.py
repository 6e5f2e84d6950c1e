"""The Django application of this area."""

from django.apps import AppConfig


class BatchesConfig(AppConfig):
    """Registers the tables of batches."""

    name = "massicot.batches"
    label = "batches"
