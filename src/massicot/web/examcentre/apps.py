"""The Django application of this desk."""

from django.apps import AppConfig


class ExamCentreConfig(AppConfig):
    """Registers the templates and statics of this desk."""

    name = "massicot.web.examcentre"
    label = "web_examcentre"
