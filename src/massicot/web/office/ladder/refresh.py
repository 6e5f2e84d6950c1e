"""What a server shows of large papers, renewed beside its pages, so that nobody who looks waits for a new count.

A count of two hundred thousand candidates that a worker has kept (decision 0010) is 300 kB: to read it, and to work out
of it what pages show, takes as long as some pages. Where nobody does this – in another server, in a test – the visit
that finds a new count reads it.
"""

import time
from threading import Thread

from django.db import close_old_connections
from django.utils import timezone

from massicot.store.trouble import goes_well
from massicot.web.office.ladder.reads import renew

EVERY_S = 2.0
"""How long it waits before it looks again whether a count was kept: one in ten seconds is, while people work."""


def renew_beside() -> None:
    """Renew in a thread, for as long as this process serves."""
    Thread(target=_renew_for_ever, name="renewing", daemon=True).start()


def _renew_for_ever() -> None:
    while True:
        time.sleep(EVERY_S)
        goes_well(_one_round)


def _one_round() -> None:
    close_old_connections()
    renew(timezone.now())
