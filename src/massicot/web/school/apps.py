"""The Django application of this desk."""

from django.apps import AppConfig


class SchoolConfig(AppConfig):
    """Registers the templates of this desk."""

    name = "massicot.web.school"
    label = "web_school"
