"""The ladders of large papers, counted again and again beside the other work, so that no page waits for a count."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from django.db import close_old_connections, connection

from massicot.commands.console import now
from massicot.exams.queries import Paper
from massicot.results import queries as results
from massicot.results import services
from massicot.store.trouble import goes_well

LEAST_S = 2.0
"""How long it rests at least before it looks again whether anything is to be counted."""

RESTS = 4
"""How many times as long as it counted it rests: a fifth of one core's time goes into counting, and no more."""


def count_due(over: threading.Event | None = None) -> None:
    """Count the large papers that are due, until told to leave; one that fails stops no other."""
    for paper in results.papers_to_count(now()):
        if over is None or not over.is_set():
            goes_well(partial(_keep, paper))


def _one_round(over: threading.Event) -> None:
    close_old_connections()
    count_due(over)


def _keep(paper: Paper) -> None:
    services.keep_count(paper=paper, at=now())


@contextmanager
def counted_beside() -> Iterator[None]:
    """Count in a thread as long as this lasts: a worker may be an hour over its documents."""
    over = threading.Event()
    counting = threading.Thread(target=_count_until, args=(over,), daemon=True)
    counting.start()
    try:
        yield
    finally:
        over.set()
        counting.join()


def _count_until(over: threading.Event) -> None:
    try:
        rests_s = 0.0
        while not over.wait(rests_s):
            start = time.monotonic()
            goes_well(partial(_one_round, over))
            rests_s = max(LEAST_S, RESTS * (time.monotonic() - start))
    finally:
        connection.close()
