"""Brings the tables up to date, so that no command ever meets a database of an older version."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules

from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

_TURN = 0x6D617373
"""The number under which a server keeps the turn of whoever migrates."""


def migrate_if_needed() -> None:
    """Apply the migrations that the database lacks; of several who start at once, one does and the others wait."""
    if not _lacks_migrations():
        return
    with _alone():
        if _lacks_migrations():
            _make_tables()


def _make_tables() -> None:
    """Bring the tables up to date: all at once in a database that has none, else by the migrations that it lacks."""
    if connection.introspection.table_names():
        call_command("migrate", verbosity=0, interactive=False)
    else:
        _make_all()
        # As after the last migration: which kinds of rows there are is laid down in tables too.
        emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)


def _make_all() -> None:
    """Make the tables that the migrations lead to, and note these as applied.

    One after the other, they take ten times as long: Django draws all its tables anew at each of their steps.
    """
    executor = MigrationExecutor(connection)
    # Not quite those of the program: what Django itself brings has other numbers of rows there.
    tables = executor.loader.project_state().apps.get_models()
    # All or nothing: the editor is a transaction.
    with connection.schema_editor() as editor:
        for table in tables:
            editor.create_model(table)
        editor.create_model(executor.recorder.Migration)
        call_command("createcachetable", verbosity=0)
        note_all_applied(executor)


def note_all_applied(executor: MigrationExecutor) -> None:
    """Note every migration as applied: the tables are as they leave them."""
    for app, name in executor.loader.graph.nodes:
        executor.recorder.record_applied(app, name)


def _lacks_migrations() -> bool:
    applied = MigrationRecorder(connection).applied_migrations()
    # Whoever starts is nearly always up to date: the names say so, and no migration needs to be read for it.
    if all(migration in applied for migration in _names_in_folders()):
        return False
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _names_in_folders() -> Iterator[tuple[str, str]]:
    """Name the migrations that lie in the folders of the program and of what it is made of."""
    for area in apps.get_app_configs():
        folder = find_spec(f"{area.name}.migrations")
        if folder is not None:
            names = iter_modules(folder.submodule_search_locations)
            yield from ((area.label, module.name) for module in names if not module.name.startswith("_"))


@contextmanager
def _alone() -> Iterator[None]:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_TURN])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_TURN])
    else:
        # The system gives the turn back when a process dies; the empty file stays.
        with Path(f"{connection.settings_dict['NAME']}.migrating").open("w", encoding="ascii") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            yield
