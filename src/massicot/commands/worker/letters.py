"""Letters on their way: handed over to the mail server that the settings name, if they name one."""

import threading
from collections.abc import Callable
from datetime import datetime

from django.conf import settings

from massicot.commands.worker.enclosures import MAKERS
from massicot.post import services
from massicot.post.rules.server import Server, read_server
from massicot.post.services import Line

ONE_AT_A_TIME = threading.Lock()
"""Held while a letter is handed over, by whichever thread: a worker that dies leaves one of which nobody knows."""


_lines: dict[Server, Line] = {}
"""The line that is open to each server that the settings named; touched by whoever holds ONE_AT_A_TIME."""


def send_one(at: datetime) -> bool:
    """Send one letter; False when none is due, or when no mail server is named: they wait then."""
    is_sent = _is_sent(services.send_next, at)
    if not is_sent:
        hang_up()
    return is_sent


def send_urgent(at: datetime) -> bool:
    """Send one urgent letter; False when none is due, or when no mail server is named."""
    return _is_sent(services.send_urgent, at)


def _is_sent(send: Callable[..., object], at: datetime) -> bool:
    server = read_server(settings.MASSICOT_EMAIL_URL)
    if server is None:
        return False
    with ONE_AT_A_TIME:
        line = _lines.setdefault(server, Line(server))
        return send(line=line, sender=settings.MASSICOT_EMAIL_FROM, makers=MAKERS, at=at) is not None


def hang_up() -> None:
    """Leave the server alone while there is nothing to send."""
    with ONE_AT_A_TIME:
        for line in _lines.values():
            line.close()
