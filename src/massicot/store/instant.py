"""Reading as of one instant: what is counted by fifty statements while people work adds up as if nobody had moved."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_instant() -> Iterator[None]:
    """Read everything inside as it is at one instant; inside a transaction, read as it does.

    Nothing is written inside, and no transaction begins there.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            _execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with _snapshot():
            yield


@contextmanager
def _snapshot() -> Iterator[None]:
    # Not a transaction of Django's: those of an embedded database begin by locking out whoever writes.
    _execute("BEGIN DEFERRED")
    try:
        yield
    finally:
        _execute("ROLLBACK")


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
