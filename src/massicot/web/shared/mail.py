"""Whether what is written to people leaves by mail."""

from django.conf import settings


def is_mailed() -> bool:
    """Say whether people are written to: without a mail server a letter would wait for ever."""
    return bool(settings.MASSICOT_EMAIL_URL)
