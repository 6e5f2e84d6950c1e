"""The Django application of this area."""

from django.apps import AppConfig


class RoomReportsConfig(AppConfig):
    """Registers the tables of room reports."""

    name = "massicot.roomreports"
    label = "roomreports"
