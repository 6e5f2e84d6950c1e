"""SQLite as Massicot opens it: write-ahead log, every commit on disk before it is acknowledged.

Django looks a backend up by this module's name.
"""

from django.db.backends.sqlite3 import base

from massicot.store.durability import check_durable

_SETTINGS = ("journal_mode", "synchronous")


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, checked on every new connection."""

    def init_connection_state(self) -> None:
        """Refuse a connection that does not wait for the disk; one that has no disk promises nothing."""
        super().init_connection_state()
        with self.cursor() as cursor:
            settings = {
                name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")
            }
        if self.is_in_memory_db():
            del settings["journal_mode"]
        check_durable(settings)
