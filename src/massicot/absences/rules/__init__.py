"""Absences: somebody who is called does not come, or did not; said, or found by a register, and answered.

A convocation is an order, and taking part a duty of service: the rector alone exempts (the notice, "ABSENCE"; charte
nationale des examens of 15 January 2007). Illness and major impediments are said under cover of the head of
institution, who confirms; the administration may have a doctor look. What nobody justifies is a service not done: a
file for the deduction, and perhaps for discipline.

An absence is of half-days, each once: two absences of one half-day of one person there are none. What the register of a
centre says wins over what was announced. What becomes of an absence is one table, `life`. The journal, which forgets
nothing, is told which absence, and never why, nor what was answered.
"""

from dataclasses import dataclass
from enum import StrEnum

WORDS_LENGTH = 300
REASON_LENGTH = 500
NAME_LENGTH = 100
REFERENCE_LENGTH = 60


class AbsenceState(StrEnum):
    """Where an absence stands."""

    ANNOUNCED = "announced"
    OBSERVED = "observed"
    CONFIRMED = "confirmed"
    EXEMPTED = "exempted"
    REFUSED = "refused"
    UNJUSTIFIED = "unjustified"
    DEDUCTED = "deducted"
    WITHDRAWN = "withdrawn"


class AbsenceKind(StrEnum):
    """Why somebody does not come, as far as the exam office needs to know."""

    ILLNESS = "illness"
    IMPEDIMENT = "impediment"
    STRIKE = "strike"
    FORCE_MAJEURE = "force-majeure"
    OTHER_MISSION = "other-mission"
    NONE_GIVEN = "none-given"


class Who(StrEnum):
    """Who acts on an absence; for its beginning, the way it came."""

    PERSON = "person"
    HEAD = "head"
    CENTRE = "centre"
    OFFICE = "office"
    REGISTER = "register"


class VisitResult(StrEnum):
    """What the doctor of a counter-visit says."""

    JUSTIFIED = "justified"
    NOT_JUSTIFIED = "not-justified"
    NOT_DONE = "not-done"


@dataclass(frozen=True, slots=True)
class AbsenceAnnounced:
    """Somebody was said not to come."""

    absence: int


@dataclass(frozen=True, slots=True)
class AbsenceObserved:
    """A register found that somebody was not there, and nobody had said so."""

    absence: int


@dataclass(frozen=True, slots=True)
class AbsenceExplained:
    """Something was told, or handed in, of an absence that is known."""

    absence: int


@dataclass(frozen=True, slots=True)
class AbsenceConfirmed:
    """A head of institution confirmed an absence."""

    absence: int


@dataclass(frozen=True, slots=True)
class AbsenceUnconfirmed:
    """A head of institution took their word of an absence back."""

    absence: int


@dataclass(frozen=True, slots=True)
class AbsenceAnswered:
    """An absence was answered, or its answer taken back; which answer stands in its file alone."""

    absence: int
    step: int


@dataclass(frozen=True, slots=True)
class AbsenceKeptApart:
    """Half-days from which an exemption did not let somebody off, and that had begun, are an absence of their own."""

    absence: int
    exempted: int


@dataclass(frozen=True, slots=True)
class AbsenceFollowed:
    """Something was asked or noted in the file of an absence."""

    absence: int
    step: int


@dataclass(frozen=True, slots=True)
class AbsenceWithdrawn:
    """An absence was said by mistake, or its person comes after all."""

    absence: int


@dataclass(frozen=True, slots=True)
class AwayPersonCame:
    """A register found somebody present who was known to be absent."""

    absence: int
