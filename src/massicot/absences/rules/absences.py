"""Absences: somebody who is called does not come, or did not; said, or found by a register, and answered.

A convocation is an order, and taking part a duty of service: the rector alone exempts (the notice, "ABSENCE"; charte
nationale des examens of 15 January 2007). Illness and major impediments are said under cover of the head of
institution, who confirms; the administration may have a doctor look. What nobody justifies is a service not done: a
file for the deduction, and perhaps for discipline.

An absence is of half-days, each once: two absences of one half-day of one person there are none. What the register of a
centre says wins over what was announced. What becomes of an absence is one table, `life`. The journal, which forgets
nothing, is told which absence, and never why, nor what was answered.

An absence said: of which half-days of which letter, why, by whom. Half-days are those to which the letter calls. No
medical detail is asked for: a certificate is handed in as a document, which the person and the exam office alone may
open.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from massicot.audit.rules import Fact
from massicot.core.refused import N_, Refused
from massicot.core.spelling import without_unseen
from massicot.core.wall import check_names_nobody
from massicot.deposits.rules import Document
from massicot.missions.rules.hours import DayHalf, HalfDay

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
class AbsenceAnnounced(Fact):
    """Somebody was said not to come."""

    journal_word = N_("absence announced")
    absence: int


@dataclass(frozen=True, slots=True)
class AbsenceObserved(Fact):
    """A register found that somebody was not there, and nobody had said so."""

    journal_word = N_("absence found by a register")
    absence: int


@dataclass(frozen=True, slots=True)
class AbsenceExplained(Fact):
    """Something was told, or handed in, of an absence that is known."""

    journal_word = N_("absence explained")
    absence: int


@dataclass(frozen=True, slots=True)
class AbsenceConfirmed(Fact):
    journal_word = N_("absence confirmed by a head of institution")
    absence: int


@dataclass(frozen=True, slots=True)
class AbsenceUnconfirmed(Fact):
    journal_word = N_("confirmation of an absence taken back by a head of institution")
    absence: int


@dataclass(frozen=True, slots=True)
class AbsenceAnswered(Fact):
    """An absence was answered, or its answer taken back; which answer stands in its file alone."""

    journal_word = N_("absence answered, or its answer taken back")
    absence: int
    step: int


@dataclass(frozen=True, slots=True)
class AbsenceKeptApart(Fact):
    """Half-days from which an exemption did not let somebody off, and that had begun, are an absence of their own."""

    journal_word = N_("half-days that the rector does not exempt from kept as an absence of their own")
    absence: int
    exempted: int


@dataclass(frozen=True, slots=True)
class AbsenceFollowed(Fact):
    journal_word = N_("absence followed")
    absence: int
    step: int


@dataclass(frozen=True, slots=True)
class AbsenceWithdrawn(Fact):
    """An absence was said by mistake, or its person comes after all."""

    journal_word = N_("absence withdrawn")
    absence: int


@dataclass(frozen=True, slots=True)
class AwayPersonCame(Fact):
    journal_word = N_("person announced absent found present by a register")
    absence: int


GIVEN_KINDS = (
    AbsenceKind.ILLNESS,
    AbsenceKind.IMPEDIMENT,
    AbsenceKind.FORCE_MAJEURE,
    AbsenceKind.OTHER_MISSION,
    AbsenceKind.STRIKE,
    AbsenceKind.NONE_GIVEN,
)
"""The kinds in the order in which they are offered."""


DOCUMENTS_KEPT_FOR = timedelta(days=365)
"""Longer than a deduction may be contested; a dispute freezes a document beyond it."""

DOCUMENTS_AT_MOST = 20
"""Of all absences of somebody from one mission: certificates, their extensions, and each of them again.

Whoever announces, withdraws and announces anew fills no disk; the office hands in what comes beyond.
"""

KEPT_AT_LEAST = timedelta(days=62)
"""The two months in which an answer is contested: one that comes late is not destroyed before anybody has read it."""


class NoHalfDays(Refused):
    sentence = N_("Tick the half-days on which {person} does not come.")


class HalfNotCalled(Refused):
    sentence = N_(
        "{person} is not called on {day}: no convocation that holds says so. Look which days it names, and tick these."
    )


class AwayAlready(Refused):
    sentence = N_(
        "{person} is known to be absent on {day} already: nothing was noted twice. The person, or the exam office, "
        "adds to that absence what is new; whoever said it by mistake withdraws it."
    )


class NotExpectedHere(Refused):
    sentence = N_("Nobody expects this person here on that half-day any more: look at the list as it is now.")


class AbsenceUnknown(Refused):
    sentence = N_("This absence is not there: go back to the list.")


class NothingTold(Refused):
    sentence = N_("Say why, in a few words or by its kind, or hand a document in.")


class ReasonGiven(Refused):
    sentence = N_(
        "Why {person} does not come is noted already: look at the page as it is now. If that was said by mistake, "
        "withdraw the absence and announce it anew."
    )


class TooManyDocuments(Refused):
    sentence = N_(
        "{n} documents are handed in for absences from this mission already: give what is left to the exam office, "
        "which hands it in."
    )


@dataclass(frozen=True, slots=True)
class SaidOfAbsence:
    """What is said of an absence, and what is handed in with it."""

    kind: AbsenceKind = AbsenceKind.NONE_GIVEN
    words: str = ""
    document: Document | None = None


def tidy_said(said: SaidOfAbsence) -> SaidOfAbsence:
    """Trim what is said, without signs that nobody sees; raise TextNamesCandidate or TextMayNameCandidate."""
    words = " ".join(without_unseen(said.words).split())[:WORDS_LENGTH]
    check_names_nobody(words)
    return SaidOfAbsence(said.kind, words, said.document)


def check_one_more(handed_in: int, who: Who) -> None:
    """Refuse a document too many, but from the office; raise TooManyDocuments."""
    if who is not Who.OFFICE and handed_in >= DOCUMENTS_AT_MOST:
        raise TooManyDocuments(n=handed_in)


def destroyed_on(halves: Collection[DayHalf], today: date) -> date:
    """Tell on which day a document of an absence is destroyed: a year after its last half-day, later if it is late."""
    return max(max(day for day, _ in halves) + DOCUMENTS_KEPT_FOR, today + KEPT_AT_LEAST)


def check_halves(called: Collection[DayHalf], away: Collection[DayHalf], halves: Collection[DayHalf], who: str) -> None:
    """Refuse half-days that no letter calls to, or of which another absence is known."""
    if not halves:
        raise NoHalfDays(person=who)
    for half in in_order(halves):
        if half not in called:
            raise HalfNotCalled(person=who, day=f"{half[0]:%d/%m/%Y}")
        if half in away:
            raise AwayAlready(person=who, day=f"{half[0]:%d/%m/%Y}")


def in_order(halves: Iterable[DayHalf]) -> list[DayHalf]:
    return sorted(set(halves), key=lambda half: (half[0], half[1] is HalfDay.AFTERNOON))
