"""Who acts: every write of the program knows its actor."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person does in a session; the desk that opens for them."""

    OFFICE = "office"
    EXAM_CENTRE = "exam-centre"
    MARKING_CENTRE = "marking-centre"
    MARKER = "marker"
    INSPECTOR = "inspector"
    SCHOOL = "school"
    FINANCE = "finance"


NUMBER_SIDE = frozenset({Role.MARKING_CENTRE, Role.MARKER, Role.INSPECTOR})
"""Roles that work with numbers and may never learn a name (design.md §5)."""

IDENTITY_SIDE = frozenset({Role.OFFICE, Role.EXAM_CENTRE})
"""Roles that work with names; the office sees both, under trace."""


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who acts: a person by e-mail, a batch's credential by its identifier, or the program."""

    login: str

    def __str__(self) -> str:
        return self.login


SYSTEM = Actor("massicot")
"""Who acts when the program does so by itself."""

SHELL = Actor("command-line")
"""Who acts when nobody is named: whoever holds the machine."""

WITHOUT_ACCOUNT = (SYSTEM, SHELL)
"""Actors that are nobody's."""
