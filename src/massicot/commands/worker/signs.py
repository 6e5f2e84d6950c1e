"""Signs of life of a worker, given beside its work: a page says so when there is no worker left."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from django.db import close_old_connections, connection

from massicot.commands.console import now
from massicot.jobs import rules, services
from massicot.store.trouble import goes_well


@contextmanager
def given_beside(worker: str) -> Iterator[None]:
    """Give signs in a thread as long as this lasts: a worker may be an hour over its documents."""
    over = threading.Event()
    giving = threading.Thread(target=_give_until, args=(worker, over), daemon=True)
    giving.start()
    try:
        yield
    finally:
        over.set()
        giving.join()


def _give_until(worker: str, over: threading.Event) -> None:
    try:
        while True:
            goes_well(partial(_give, worker))
            if over.wait(rules.SIGNS_EVERY.total_seconds()):
                return
    finally:
        connection.close()


def _give(worker: str) -> None:
    close_old_connections()
    services.say_alive(worker=worker, at=now())
