"""The Django application of this area."""

from django.apps import AppConfig


class CandidatesConfig(AppConfig):
    """Registers the tables of candidates."""

    name = "massicot.candidates"
    label = "candidates"
