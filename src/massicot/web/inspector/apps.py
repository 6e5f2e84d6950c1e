"""The Django application of this desk."""

from django.apps import AppConfig


class InspectorConfig(AppConfig):
    """Registers the templates of this desk."""

    name = "massicot.web.inspector"
    label = "web_inspector"
