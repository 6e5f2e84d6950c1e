"""The Django application of this area."""

from django.apps import AppConfig


class PostConfig(AppConfig):
    """Registers the outbox."""

    name = "massicot.post"
    label = "post"
