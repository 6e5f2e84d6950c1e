"""The Django application of this area."""

from django.apps import AppConfig


class ConsignmentsConfig(AppConfig):
    """Registers the tables of consignments."""

    name = "massicot.consignments"
    label = "consignments"
