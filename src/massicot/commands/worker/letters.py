"""Letters on their way: handed over to the mail server that the settings name, if they name one."""

from datetime import datetime

from django.conf import settings

from massicot.post import services
from massicot.post.rules.server import read_server


def send_one(at: datetime) -> bool:
    """Send one letter; False when none is due, or when no mail server is named: they wait then."""
    server = read_server(settings.MASSICOT_EMAIL_URL)
    if server is None:
        return False
    return services.send_next(server=server, sender=settings.MASSICOT_EMAIL_FROM, at=at) is not None
