"""The Django application of this desk."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Registers the templates and statics of this desk."""

    name = "massicot.web.portal"
    label = "web_portal"
