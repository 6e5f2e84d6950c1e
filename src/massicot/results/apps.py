"""The Django application of this area."""

from django.apps import AppConfig


class ResultsConfig(AppConfig):
    """Registers the tables of results."""

    name = "massicot.results"
    label = "results"
