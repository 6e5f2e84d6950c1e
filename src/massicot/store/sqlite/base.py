"""SQLite as Massicot opens it: write-ahead log, every commit on disk before it is acknowledged.

Django looks a backend up by this module's name.
"""

from django.db.backends.sqlite3 import base

from massicot.store.durability import ConnectionNotDurable

_FULL = 2


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, checked on every new connection."""

    def init_connection_state(self) -> None:
        """Refuse a connection that does not wait for the disk."""
        super().init_connection_state()
        with self.cursor() as cursor:
            journal = cursor.execute("PRAGMA journal_mode").fetchone()[0]
            synchronous = cursor.execute("PRAGMA synchronous").fetchone()[0]
        if synchronous < _FULL or journal not in ("wal", "memory"):
            raise ConnectionNotDurable(setting="synchronous", value=f"{synchronous}, journal_mode {journal}")
