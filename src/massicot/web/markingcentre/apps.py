"""The Django application of this desk."""

from django.apps import AppConfig


class MarkingCentreConfig(AppConfig):
    """Registers the templates and statics of this desk."""

    name = "massicot.web.markingcentre"
    label = "web_markingcentre"
