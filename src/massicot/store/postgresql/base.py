"""PostgreSQL as Massicot opens it: every commit on disk before it is acknowledged.

Django looks a backend up by this module's name.
"""

from django.db.backends.postgresql import base

from massicot.store.durability import check_durable

_SETTINGS = ("fsync", "synchronous_commit")


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, checked on every new connection."""

    def init_connection_state(self) -> None:
        """Refuse a server or a connection that does not wait for the disk."""
        super().init_connection_state()
        with self.connection.cursor() as cursor:
            row = cursor.execute("SELECT current_setting('fsync'), current_setting('synchronous_commit')").fetchone()
        self.connection.commit()
        check_durable(dict(zip(_SETTINGS, row, strict=True)))
