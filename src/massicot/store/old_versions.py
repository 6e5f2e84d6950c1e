"""What rows said before an act: it lies on the disk until something is written over it, and is erased here.

Whoever deletes a row and inserts it anew hides which one changed from a copy of the tables, not from a copy of their
files. SQLite overwrites what is deleted (secure_delete, asked of every connection), but each page that was written
waits in the write-ahead log: that is copied into the database and cut off, once nobody reads an older state.
PostgreSQL leaves the deleted row in the file of its table, and VACUUM its bytes: the table is written anew, and whoever
reads or writes it waits meanwhile.

Not reached from here: blocks that the file system has freed, and on PostgreSQL what the server keeps beside its tables
(pg_wal, its archive, replicas).
"""

import re
from collections.abc import Sequence
from time import monotonic, sleep

from django.db import OperationalError, connection
from psycopg.errors import Diagnostic

PATIENCE_MS = 3_000
"""How long it waits for the tables and for their readers before it leaves them for another time.

Others wait behind it for the tables; between two tries for the readers they do not.
"""

_PAUSE_S = 0.1
"""Between two tries: whoever signs in to any database of the server holds old rows back for a moment."""

_COUNT = re.compile(r"\d+")


def erase(tables: Sequence[str]) -> bool:
    """Erase what the rows of some tables said before; False when somebody still reads them, or inside a transaction."""
    if connection.in_atomic_block:
        return False
    return _rewrite(tables) if connection.vendor == "postgresql" else _cut_log_off()


def _cut_log_off() -> bool:
    with connection.cursor() as cursor:
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        try:
            is_busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {patience}")
    return not is_busy


def _rewrite(tables: Sequence[str]) -> bool:
    connection.ensure_connection()
    until = monotonic() + PATIENCE_MS / 1_000
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = {PATIENCE_MS}")
    try:
        while (tables := _keeping(tables)) and monotonic() < until:
            sleep(_PAUSE_S)
    except OperationalError:
        # Somebody works in a table for longer than others should wait behind us.
        return False
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")
    return not tables


def _keeping(tables: Sequence[str]) -> list[str]:
    """Write tables anew; list those that keep what their rows said, since somebody's transaction may read it."""
    kept: list[int] = []

    def count_kept(notice: Diagnostic) -> None:
        # "5 dead row versions cannot be removed yet.", in the server's language.
        kept.extend(map(int, _COUNT.findall(notice.message_detail or "")[:1]))

    server = connection.connection
    server.add_notice_handler(count_kept)
    keeping = []
    try:
        with connection.cursor() as cursor:
            for table in tables:
                kept.clear()
                cursor.execute(f"VACUUM (FULL, VERBOSE) {connection.ops.quote_name(table)}")
                if any(kept):
                    keeping.append(table)
    finally:
        server.remove_notice_handler(count_kept)
    return keeping
