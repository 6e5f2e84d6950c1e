"""Persons: whoever may be called to an examination, one and the same over all sessions.

A person is known by the identifier that their employer knows them by, unique in the installation. Where they teach,
who employs them and where they live are dated: what is owed for a mission follows what was true on its day (arrêté of
3 July 2006: residence and institution; contract §3). The pool of a session says which of them it may call (`markers`).

At most one account belongs to a person, tied to the person and never found by an address: two who share an address
have none until one address is put right.

Who a person is: entered by hand or by a table, and the name corrected by the office with a reason. An identifier never
changes: papers bear it. A name that a table writes otherwise is another person's, or has changed (marriage, a slip at
the first import): the office says which, seeing what stands now (decision 0018).

Skills: what a person can examine beside their discipline, each one word, as the tables write them. A mission that asks
for a skill calls those first who have it. One that has ended stays on the lists that it filled.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

from massicot.audit.rules import Fact
from massicot.core.refused import N_, Refused
from massicot.core.spelling import folded, visible_text

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
    def since(self) -> date: ...


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


class IdentifierTaken(Refused):
    sentence = N_(
        "{identifier} is {name} already: open their page and put them into the pool, or read the identifier again."
    )


class PersonMeanwhile(Refused):
    sentence = N_("{identifier} was changed meanwhile: read what stands now, then change what is still to be changed.")


class NameStandsAlready(Refused):
    sentence = N_("{identifier} bears this name already: there is nothing to correct.")


class PersonReasonMissing(Refused):
    sentence = N_("Give the reason: it goes into the journal.")


class PersonAside(Refused):
    sentence = N_("{identifier} is set aside ({reason}): bring them back first.")


class PersonNotAside(Refused):
    sentence = N_("{identifier} is not set aside: there is nothing to bring back.")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name as letters write it."""

    civility: str
    surname: str
    first_name: str

    def __str__(self) -> str:
        return " ".join(filter(None, (self.civility, self.first_name, self.surname)))


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """A person as somebody types them in."""

    identifier: str
    name: PersonName
    email: str = ""
    telephone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationDraft:
    """Where a person teaches, who employs them and where they live, as somebody types it."""

    institution_uai: str = ""
    employer: str = ""
    employer_kind: str = ""
    is_state_agent: bool | None = None
    home_town: str = ""
    home_insee_code: str = ""


def checked_reason(reason: str) -> str:
    """Give a reason without the spaces around it; raise PersonReasonMissing."""
    tidy = visible_text(reason)
    if not tidy:
        raise PersonReasonMissing
    return tidy


@dataclass(frozen=True, slots=True)
class PersonEntered(Fact):
    journal_word = N_("person entered by hand")
    identifier: str


@dataclass(frozen=True, slots=True)
class NameCorrected(Fact):
    journal_word = N_("name of a person corrected")
    identifier: str
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class TelephoneChanged(Fact):
    journal_word = N_("telephone of a person changed")
    identifier: str


@dataclass(frozen=True, slots=True)
class PersonPutAside(Fact):
    """A person was set aside: nobody proposes them."""

    journal_word = N_("person set aside")
    identifier: str
    reason: str


@dataclass(frozen=True, slots=True)
class PersonBroughtBack(Fact):
    journal_word = N_("person brought back")
    identifier: str


class SkillsMissing(Refused):
    sentence = N_("Type at least one skill: a word, or several separated by spaces.")


class SkillTooLong(Refused):
    sentence = N_("“{skill}” is too long: a skill is one word of at most {most} signs.")


class SkillsThereAlready(Refused):
    sentence = N_("{identifier} has these skills already: there is nothing to add.")


class SkillGone(Refused):
    sentence = N_("{identifier} does not have the skill {skill}: reload the page.")


@dataclass(frozen=True, slots=True)
class SkillsAdded(Fact):
    journal_word = N_("skills of a person written down")
    identifier: str
    skills: Sequence[str]


@dataclass(frozen=True, slots=True)
class SkillEnded(Fact):
    """A person does not have a skill any more."""

    journal_word = N_("skill of a person ended")
    identifier: str
    skill: str


def read_skills(typed: str, most: int) -> tuple[str, ...]:
    """Read words separated by spaces, each once; raise SkillTooLong."""
    skills = tuple(dict.fromkeys(typed.split()))
    for skill in skills:
        if len(skill) > most:
            raise SkillTooLong(skill=skill, most=most)
    return skills
