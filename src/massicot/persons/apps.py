"""Registers the persons who are called with Django."""

from django.apps import AppConfig


class PersonsConfig(AppConfig):
    """The persons who are called."""

    name = "massicot.persons"
    label = "persons"
