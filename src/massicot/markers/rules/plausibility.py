"""Plausibility: what a table says of its markers and hardly can be. It is told, and the table stands.

One name under two identifiers is nearly always one teacher, listed by two institutions or under a new identifier: they
would be called and counted twice. One address under two identifiers lets one of them sign in.
"""

from collections.abc import Iterable
from typing import Protocol

from massicot.core.folding import folded
from massicot.core.refused import N_
from massicot.core.tables import Findings, because
from massicot.core.tables.plausible import doubt_names
from massicot.markers.rules.marker_table import COLUMN_OF, MarkerTable

NAME_SHARED = N_(
    "Line {first} has this name too, under the identifier {marker}: if it is one person, keep one of the two lines."
)
NAME_ENTERED = N_(
    "The marker {marker} of this session has this name already: if it is one person, put that identifier here."
)
EMAIL_ENTERED = N_(
    "The marker {marker} of this session has this address already: two markers cannot sign in with one address."
)

_NAMES = {name: COLUMN_OF[name] for name in ("surname", "first_name")}


class Teacher(Protocol):
    """A marker, in the table or in the session."""

    @property
    def identifier(self) -> str:
        """Give the identifier."""
        ...

    @property
    def surname(self) -> str:
        """Give the family name."""
        ...

    @property
    def first_name(self) -> str:
        """Give the first name."""
        ...

    @property
    def email(self) -> str:
        """Give the address."""
        ...


def doubt(table: MarkerTable, entered: Iterable[Teacher], findings: Findings) -> None:
    """Warn of what hardly can be, in the table and beside the markers of the session whom it does not name."""
    doubt_names(table.rows, table.lines, _NAMES, findings)
    listed = {row.identifier for row in table.rows}
    others = [marker for marker in entered if marker.identifier not in listed]
    names = {_name_of(marker): marker.identifier for marker in others}
    emails = {marker.email.lower(): marker.identifier for marker in others}
    firsts: dict[str, tuple[int, str]] = {}
    for row, line in zip(table.rows, table.lines, strict=True):
        name = _name_of(row)
        first, marker = firsts.setdefault(name, (line, row.identifier))
        if first != line:
            findings.warn(line, "identifiant", row.identifier, because(NAME_SHARED, first=first, marker=marker))
        elif name in names:
            findings.warn(line, "identifiant", row.identifier, because(NAME_ENTERED, marker=names[name]))
        if row.email in emails:
            findings.warn(line, COLUMN_OF["email"], row.email, because(EMAIL_ENTERED, marker=emails[row.email]))


def _name_of(teacher: Teacher) -> str:
    return folded(f"{teacher.surname} {teacher.first_name}")
