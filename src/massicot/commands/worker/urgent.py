"""Urgent letters, sent beside the other work: a worker may be an hour over its documents."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from django.db import close_old_connections, connection

from massicot.commands.console import now
from massicot.commands.worker import letters
from massicot.store.trouble import goes_well

EVERY_S = 2.0
"""How often it looks: an urgent letter is with the mail server within half a minute, whatever goes on."""


@contextmanager
def sent_beside() -> Iterator[None]:
    """Send urgent letters in a thread as long as this lasts."""
    over = threading.Event()
    sending = threading.Thread(target=_send_until, args=(over,), daemon=True)
    sending.start()
    try:
        yield
    finally:
        over.set()
        sending.join()


def _send_until(over: threading.Event) -> None:
    try:
        while not over.wait(EVERY_S):
            goes_well(partial(_one_round, over))
    finally:
        connection.close()


def _one_round(over: threading.Event) -> None:
    close_old_connections()
    while not over.is_set() and letters.send_urgent(now()):
        pass
