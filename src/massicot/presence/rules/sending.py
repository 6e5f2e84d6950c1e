"""The day's register goes to the exam office in one act; what it says wins over an absence that is announced.

Each half-day on which somebody is expected is confirmed before; where the signed list of one is lost, the centre says
so, and nobody is present or absent on it. A day of which a half-day is still to come is not sent; one that is over and
was not is asked for, once a day.

An absence said of a half-day that a register knows: what the register says of it wins, whenever it is said. Whoever it
has present was not away, even where they left early, and nobody announces the contrary beside it: its centre corrects
it while the exam office does not have it, and after that the office opens it again. Said absent there, their absence is
known by that. A register that says nothing of somebody, sent or not, stands in the way of nothing: not known is neither
present nor absent.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from massicot.absences.rules.absences import in_order
from massicot.audit.rules import Fact
from massicot.core.refused import N_, Phrase, Refused
from massicot.core.spelling import visible_text
from massicot.core.wall import check_names_nobody
from massicot.missions.rules.hours import NOON, DayHalf, HalfDay

REMINDED_AGAIN = timedelta(hours=12)
"""How long after a reminder the next one may leave."""

HALVES = {HalfDay.MORNING: N_("the morning"), HalfDay.AFTERNOON: N_("the afternoon")}
"""What half-days are called in sentences."""

TITLES = {HalfDay.MORNING: N_("The morning"), HalfDay.AFTERNOON: N_("The afternoon")}
"""What they are called where they begin one."""


class RegisterState(StrEnum):
    """How far the register of a day is, in the order in which the office looks."""

    AWAITED = "awaited"
    UNDER_WAY = "under-way"
    SENT = "sent"


class RegisterIsSent(Refused):
    sentence = N_("The register of this day is at the exam office: call it, and it opens the register again.")


class RegisterNotSent(Refused):
    sentence = N_("The register of this day is open: the centre has not sent it, or you have opened it already.")


class NobodyOnRegister(Refused):
    sentence = N_("Nobody is expected on this day, and nobody is said to have come: there is nothing to send.")


class HalfDayUnkeyed(Refused):
    sentence = N_(
        "Key {half} first: {n} are neither present nor absent. If its list is lost, say so in the remark; it is then "
        "not known who came."
    )


class HalfDayToCome(Refused):
    sentence = N_("{half} begins at {starts}: key its list then, and send the day once it is keyed.")


class NoRemarkToSee(Refused):
    sentence = N_(
        "A colleague has seen this remark already, or the register was opened again: look at it as it is now."
    )


class NothingToRemind(Refused):
    sentence = N_("There is nothing to remind of: the day was sent, or its centre was reminded a short while ago.")


@dataclass(frozen=True, slots=True)
class RegisterSent(Fact):
    """The register of a day was sent to the exam office; which half-days nobody knows of."""

    journal_word = N_("register of a day sent to the exam office")
    present: int
    absent: int
    unknown: Collection[str]


@dataclass(frozen=True, slots=True)
class RegisterReopened(Fact):
    journal_word = N_("register of a day opened again")
    reason: str


@dataclass(frozen=True, slots=True)
class RemarkSeen(Fact):
    """The exam office took note of the remark with which the register of a day was sent."""

    journal_word = N_("remark of a centre on its register seen")


@dataclass(frozen=True, slots=True)
class RegisterAskedFor(Fact):
    journal_word = N_("centre reminded of the register of a day")
    at: str


def state_of(*, is_sent: bool, is_over: bool) -> RegisterState:
    """Say how far the register of a day is: one that is over and was not sent is asked for."""
    if is_sent:
        return RegisterState.SENT
    return RegisterState.AWAITED if is_over else RegisterState.UNDER_WAY


def check_sending(unknown: dict[HalfDay, int], people: int, remark: str) -> None:
    """Refuse a day without anybody, and one with a half-day of which nobody knows and no word why."""
    if not people:
        raise NobodyOnRegister
    check_names_nobody(remark)
    if unknown and not visible_text(remark):
        half, n = next(iter(unknown.items()))
        raise HalfDayUnkeyed(half=Phrase(HALVES[half]), n=n)


def begins_at(half: HalfDay, day: date, starts: Collection[datetime]) -> datetime:
    """Say when a half-day begins: when the first of it are expected, an afternoon not before one."""
    first = min(starts)
    return first if half is HalfDay.MORNING else max(first, datetime.combine(day, NOON, first.tzinfo))


def first_to_come(begins: Mapping[HalfDay, datetime], at: datetime) -> tuple[Phrase, datetime] | None:
    """Name the first half-day that is still to begin; None once all have begun."""
    return next(
        ((Phrase(TITLES[half]), begins[half]) for half in HalfDay if half in begins and at < begins[half]), None
    )


def check_begun(begins: Mapping[HalfDay, datetime], at: datetime) -> None:
    """Refuse to send a day of which a half-day that is not known is still to come, whatever is said of it."""
    if coming := first_to_come(begins, at):
        raise HalfDayToCome(half=coming[0], starts=coming[1].time())


def may_remind(reminded_at: datetime | None, now: datetime) -> bool:
    """Say whether a reminder may leave."""
    return reminded_at is None or now - reminded_at >= REMINDED_AGAIN


def claimed_until(day: date) -> date:
    """Say until when pay for a day may be claimed: four years from the January that follows (law 68-1250 of 1968)."""
    return date(day.year + 5, 1, 1)


class PresentThen(Refused):
    sentence = N_(
        "Nothing was noted: the register of {place} has {person} present on {day} ({half}). If they were not there, "
        "that centre says so in it, and the absence is known by that."
    )


class PresentThenAndSent(Refused):
    sentence = N_(
        "Nothing was noted: the register of {place} has {person} present on {day} ({half}), and the exam office has "
        "it. If they were not there, the office opens it again, that centre says so in it, and the absence is known by "
        "that."
    )


@dataclass(frozen=True, slots=True)
class SaidThere:
    """A register that has somebody present: at which place, and whether the exam office has it."""

    place: str
    is_sent: bool


def check_not_present(person: str, halves: Collection[DayHalf], present: Mapping[DayHalf, SaidThere]) -> None:
    """Refuse an absence of half-days on which a register has somebody present; the first of them is named."""
    for day, half in in_order(halves):
        if there := present.get((day, half)):
            refusal = PresentThenAndSent if there.is_sent else PresentThen
            raise refusal(place=there.place, person=person, day=f"{day:%d/%m/%Y}", half=Phrase(HALVES[half]))
