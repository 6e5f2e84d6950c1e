"""What both databases tell of their tables, in SQL that both understand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from massicot.core.refused import N_, Refused

Execute = Callable[..., Any]
"""Runs one statement and gives a cursor with its rows."""

OF_THE_HOUR = ("django_session", "usersessions_usersession", "accounts_counter")
"""What is of here and now: tries that are counted; who is signed in, as whom a copy would let its holder in."""

COUNTED = ("exams_session", "accounts_account", "candidates_entry", "scripts_script", "marks_mark", "audit_journalline")
"""A few tables by which a person recognises a backup, and a restored one is compared with it."""

OF_THE_PROGRAM = frozenset({"django_migrations", "django_content_type", "auth_permission", *OF_THE_HOUR})
"""What a database holds that nobody has worked in yet."""


class PlaceTaken(Refused):
    sentence = N_(
        "{place} holds data already ({table}): nothing was restored. Choose an empty place, another MASSICOT_HOME or "
        "another database in MASSICOT_DATABASE_URL, and restore there."
    )


class PlaceInUse(Refused):
    sentence = N_("Another program uses {place}: nothing was restored. Stop Massicot there, then restore again.")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a database says of itself at one instant."""

    migrations: list[str]
    rows: dict[str, int]
    tool_version: int = 0


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of a database, and how to ask it."""

    names: frozenset[str]
    execute: Execute

    def present(self, wanted: Sequence[str]) -> list[str]:
        """List those of some tables that are there, in their order."""
        return [table for table in wanted if table in self.names]

    def facts(self, tool_version: int = 0) -> Facts:
        """Tell the migrations that the database has gone through, and the rows of a few tables."""
        names = self.execute("SELECT app, name FROM django_migrations").fetchall()
        rows = {table: self._count(table) for table in self.present(COUNTED)}
        return Facts(sorted(f"{app}.{name}" for app, name in names), rows, tool_version)

    def check_empty(self, place: object) -> None:
        """Refuse a database in which somebody has worked; raise PlaceTaken."""
        # What people know comes first: the refusal names it.
        for table in sorted(self.names - OF_THE_PROGRAM, key=lambda name: (name not in COUNTED, name)):
            if self.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone():  # noqa: S608 - a name that is there
                raise PlaceTaken(place=place, table=table)

    def _count(self, table: str) -> int:
        return int(self.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])  # noqa: S608 - a name that is there
