"""The Django application of this desk."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """Registers the templates and statics of this desk."""

    name = "massicot.web.office"
    label = "web_office"
