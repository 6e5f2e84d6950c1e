"""The Django application of this area."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Registers the tables of audit."""

    name = "massicot.audit"
    label = "audit"
