"""A database on a server, copied and put back by the server's own programs (PostgreSQL)."""

import io
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from django.db import connection, transaction
from psycopg import sql
from psycopg.conninfo import make_conninfo

from massicot.core.refused import N_, Refused
from massicot.store.backups.tables import OF_THE_HOUR, OF_THE_PROGRAM, Facts, PlaceInUse, Tables
from massicot.store.postgresql.words import connection_words

_VERSION = re.compile(r"\(PostgreSQL\) (\d+)")
_AS_OURS = ("--no-owner", "--no-privileges")
"""Whoever restores owns what comes back, under whatever name."""


class ToolMissing(Refused):
    sentence = N_(
        "The program {tool} of PostgreSQL is not on this machine: install the clients of PostgreSQL {version} or later "
        "(on Debian, the package postgresql-client), then run the command again. Nothing was written."
    )


class ToolTooOld(Refused):
    sentence = N_(
        "The program {tool} of this machine is of PostgreSQL {found}, older than {version}: install the clients of "
        "PostgreSQL {version} or later, then run the command again. Nothing was written."
    )


class ToolFailed(Refused):
    sentence = N_(
        "The program {tool} of PostgreSQL gave up ({why}): nothing was written. Remove the cause and try again."
    )


@dataclass(frozen=True, slots=True)
class Tool:
    """A program of PostgreSQL on this machine, and its version."""

    path: str
    version: int


def copy_into(draft: Path) -> Facts:
    """Dump the database as it is at this instant into a draft; raise ToolMissing, ToolTooOld or ToolFailed."""
    dump = _tool("pg_dump", _server_version())
    with _one_instant() as snapshot:
        facts = _tables().facts(dump.version)
        left_out = [f"--exclude-table-data={table}" for table in OF_THE_HOUR]
        _run(dump, "--format=custom", *left_out, f"--snapshot={snapshot}", f"--file={draft}")
    return facts


def facts() -> Facts:
    """Tell what the database says of itself now."""
    return _tables().facts()


def check_empty(made_by: int) -> None:
    """Refuse a database that holds anything or that others use, and a machine that could not restore into it."""
    _tool("pg_restore", made_by)
    with transaction.atomic():
        _check_alone()
        _tables().check_empty(_name())


def put_back(content: IO[bytes], made_by: int) -> None:
    """Restore a dump into an empty database, in one transaction; raise PlaceTaken, PlaceInUse or ToolFailed."""
    restore = _tool("pg_restore", made_by)
    with transaction.atomic():
        _check_alone()
        _drop_empty_tables()
    connection.close()
    _run(restore, "--exit-on-error", "--single-transaction", content=content)


@contextmanager
def _one_instant() -> Iterator[str]:
    """Read everything as it is at one instant, here and in the program that is told its name."""
    with transaction.atomic():
        _execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield str(_execute("SELECT pg_export_snapshot()").fetchone()[0])


def _drop_empty_tables() -> None:
    """Take away the tables that a start of the program made: they hold nothing, as is checked under lock."""
    tables = _tables()
    ours = sorted(tables.names & (OF_THE_PROGRAM | set(connection.introspection.django_table_names())))
    names = sql.SQL(", ").join(map(sql.Identifier, ours))
    if ours:
        _execute(sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE NOWAIT").format(names))
    tables.check_empty(_name())
    if ours:
        _execute(sql.SQL("DROP TABLE {} CASCADE").format(names))


def _check_alone() -> None:
    others = (
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
        "AND backend_type = 'client backend'"
    )
    if _execute(others).fetchone():
        raise PlaceInUse(place=_name())


def _tables() -> Tables:
    rows = _execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()").fetchall()
    return Tables(frozenset(name for (name,) in rows), _execute)


def _execute(statement: Any) -> Any:
    cursor = connection.cursor()
    cursor.execute(statement)
    return cursor


def _server_version() -> int:
    connection.ensure_connection()
    return int(connection.connection.info.server_version) // 10_000


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _tool(name: str, version: int) -> Tool:
    path = shutil.which(name)
    if path is None:
        raise ToolMissing(tool=name, version=version)
    words = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603 - found
    number = int((_VERSION.search(words) or ["", "0"])[1])
    if number < version:
        raise ToolTooOld(tool=name, found=number, version=version)
    return Tool(path, number)


def _run(tool: Tool, *words: str, content: IO[bytes] | None = None) -> None:
    reach = connection_words()
    # The password goes through the environment: other users of the machine see the words of a command.
    surroundings = os.environ | {"PGPASSWORD": str(reach.pop("password", os.environ.get("PGPASSWORD", "")))}
    command = [tool.path, *words, *_AS_OURS, f"--dbname={make_conninfo('', **reach)}"]
    with tempfile.TemporaryFile() as errors:
        # A program that gives up closes its end first: what it said tells why.
        with suppress(BrokenPipeError), _start(command, surroundings, errors) as running:
            shutil.copyfileobj(content or io.BytesIO(), cast("IO[bytes]", running.stdin))
        if running.returncode != 0:
            errors.seek(0)
            raise ToolFailed(tool=Path(tool.path).name, why=" ".join(errors.read().decode(errors="replace").split()))


def _start(command: list[str], surroundings: Mapping[str, str], errors: IO[bytes]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(command, env=surroundings, stdin=subprocess.PIPE, stdout=errors, stderr=errors)  # noqa: S603
