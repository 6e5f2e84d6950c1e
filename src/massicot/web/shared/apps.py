"""The Django application of this desk."""

from django.apps import AppConfig


class SharedConfig(AppConfig):
    """Registers the templates and statics of this desk."""

    name = "massicot.web.shared"
    label = "web_shared"
