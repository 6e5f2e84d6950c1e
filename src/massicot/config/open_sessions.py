"""allauth's table of the browsers in which people are signed in, without its signals, which would keep their keys."""

from django.apps import AppConfig


class OpenSessionsConfig(AppConfig):
    """Registers the table; `accounts.services.note_session` writes it."""

    name = "allauth.usersessions"
    default_auto_field = "django.db.models.BigAutoField"
