"""Persons: whoever may be called to an examination, one and the same over all sessions.

A person is known by the identifier that their employer knows them by, unique in the installation. Where they teach,
who employs them and where they live are dated: what is owed for a mission follows what was true on its day (arrêté of
3 July 2006: residence and institution; contract §3). The pool of a session says which of them it may call (`markers`).

At most one account belongs to a person, tied to the person and never found by an address: two who share an address
have none until one address is put right.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

from massicot.core.folding import folded
from massicot.core.refused import N_, Refused

IDENTIFIER_LENGTH = 30
NAME_LENGTH = 100
TELEPHONE_LENGTH = 30
SKILL_LENGTH = 60


class EmployerKind(StrEnum):
    """Who employs a person: what obliges them to come, and how they are paid, depends on it."""

    ACADEMY = "academy"
    OTHER_ACADEMY = "other-academy"
    CONTRACT = "contract"
    CFA = "cfa"
    OUTSIDE = "outside"
    RETIRED = "retired"


class UnavailabilityKind(StrEnum):
    """Why a person cannot be called on some days, as far as anybody needs to know."""

    LEAVE = "leave"
    PART_TIME = "part-time"
    OTHER_EXAM = "other-exam"
    TRAINING = "training"
    OTHER = "other"


class PersonUnknown(Refused):
    """An identifier that nobody has."""

    sentence = N_("Nobody has the identifier {identifier}: read it again, or enter the person.")


NAME_DIFFERS = N_(
    "{identifier} is {name} in this installation: if the line is about somebody else, give them another identifier; if "
    "the name has changed, correct it on the page of the person first."
)
ACCOUNT_ADDRESS_DIFFERS = N_(
    "This person signs in with {email}: change the address on the page of the person, which moves the access with it; "
    "or put {email} back here."
)
SET_ASIDE = N_("The office set this person aside ({reason}): they are entered, and nobody proposes them.")


class DatedSituation(Protocol):
    """Where a person teaches and lives, from a day on."""

    @property
    def since(self) -> date:
        """Give its first day."""
        ...


Situation = TypeVar("Situation", bound=DatedSituation)


@dataclass(frozen=True, slots=True)
class NameInUse:
    """The name under which an identifier is known."""

    surname: str
    first_name: str

    def is_of(self, surname: str, first_name: str) -> bool:
        """Say whether a name is the same one; accents, capitals and hyphens apart."""
        return folded(f"{self.surname} {self.first_name}") == folded(f"{surname} {first_name}")


def situation_on(situations: Iterable[Situation], day: date) -> Situation | None:
    """Find the situation of a day: the last that began by then, else the first that is known."""
    ordered = sorted(situations, key=lambda row: row.since)
    begun = [row for row in ordered if row.since <= day]
    return begun[-1] if begun else next(iter(ordered), None)


def school_year_start(day: date) -> date:
    """Give the first day of the school year of a day: 1 September."""
    return date(day.year if day.month >= 9 else day.year - 1, 9, 1)  # noqa: PLR2004 - September


def subject_of(identifier: str) -> str:
    """Name the chain of a person in the journal."""
    return f"person:{identifier}"
