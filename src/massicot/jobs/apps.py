"""The Django application of this area."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Registers the table of jobs."""

    name = "massicot.jobs"
    label = "jobs"
