"""PostgreSQL as Massicot opens it: every commit on disk before it is acknowledged.

Django looks a backend up by this module's name.
"""

from typing import Any

from django.db.backends.postgresql import base

from massicot.store.durability import check_durable

_SETTINGS = ("fsync", "synchronous_commit")
_LARGE = "64MB"
"""A table that is worth the 8 ms that the server takes to divide its reading among processes: half a million rows."""

_BEGIN = f"""
    SELECT current_setting('fsync'), current_setting('synchronous_commit'), set_config('jit', 'off', false),
        set_config('min_parallel_table_scan_size', '{_LARGE}', false),
        set_config('min_parallel_index_scan_size', '{_LARGE}', false)
"""
_PREPARED_AFTER = 3
"""How many times a statement of `store.prepared` is run before the server keeps its plan; the ORM's own never are."""


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, checked on every new connection."""

    def get_connection_params(self) -> dict[str, Any]:
        """Let the server keep the plans of what is asked again and again; a pooler in between must know of them."""
        return {**super().get_connection_params(), "prepare_threshold": _PREPARED_AFTER}

    def init_connection_state(self) -> None:
        """Refuse a server or a connection that does not wait for the disk; compile and divide no statement of a page.

        A page's statement that looks a batch up in many tables is guessed to be dear and compiled anew each time: 70 ms
        of compiling for 8 ms of work at national scale. The lines of a session in the journal were counted in 17 ms by
        three processes, in 9 ms by one.
        """
        super().init_connection_state()
        with self.connection.cursor() as cursor:
            row = cursor.execute(_BEGIN).fetchone()
        self.connection.commit()
        check_durable(dict(zip(_SETTINGS, row[:2], strict=True)))
