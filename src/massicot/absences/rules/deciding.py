"""The answer to an absence: a decision of the rector, granted or refused, typed by the exam office.

In whose name, of which day, under which reference: one act, which silence never does. It is dated between the day on
which the absence was announced and today. An exemption lets off the half-days that it names; the convocation holds for
the others of the absence, and whole where it is refused. Others that have begun are an absence of their own, which
waits for its answer: whoever did not come then is excused by nothing, and nothing is held against them in silence.
"""

from dataclasses import dataclass
from datetime import date, datetime

from massicot.absences.rules import AbsenceKind, VisitResult
from massicot.core.refused import N_, Refused
from massicot.missions.rules.hours import NOON, DayHalf, HalfDay


@dataclass(frozen=True, slots=True)
class DecisionTyped:
    """A decision of the rector as the office types it."""

    in_name_of: str
    decided_on: date
    reference: str


class DecisionIncomplete(Refused):
    """A decision without the name of who took it, or without its reference."""

    sentence = N_("Type in whose name the decision was taken, and its reference: they stand on its letter.")


class DecidedBeforeSaid(Refused):
    """A decision dated before the absence was announced."""

    sentence = N_(
        "The decision is dated {day}, before the absence was announced ({said}): read its date again, or correct it."
    )


class DecidedTomorrow(Refused):
    """A decision dated after today."""

    sentence = N_("The decision is dated {day}, which is to come: read its date again.")


class HalvesNotOfAbsence(Refused):
    """An exemption from half-days that are none of the absence."""

    sentence = N_("Tick at least one half-day of this absence from which the rector exempts.")


class VisitOfNoIllness(Refused):
    """A counter-visit of somebody who is not said to be ill."""

    sentence = N_("A counter-visit looks whether somebody is ill: this absence is of another kind.")


class VisitAskedAlready(Refused):
    """A counter-visit asked for while another has no result."""

    sentence = N_("A counter-visit is asked for already: type its result first.")


class NoVisitAsked(Refused):
    """The result of a counter-visit that nobody asked for."""

    sentence = N_("No counter-visit waits for its result here: ask for one first.")


class VisitedBeforeAsked(Refused):
    """A counter-visit dated before it was asked for, or after today."""

    sentence = N_("The counter-visit is dated {day}: it lies between the day it was asked for and today.")


class ReasonMissing(Refused):
    """An answer taken back, or an absence withdrawn, without a reason."""

    sentence = N_("Say why: it stays in the file of the absence.")


@dataclass(frozen=True, slots=True)
class VisitTyped:
    """What came of a counter-visit."""

    result: VisitResult
    visited_on: date


def check_decision(typed: DecisionTyped, said_on: date, today: date) -> None:
    """Refuse a decision without its author or reference, or of an impossible day."""
    if not typed.in_name_of.strip() or not typed.reference.strip():
        raise DecisionIncomplete
    if typed.decided_on < said_on:
        raise DecidedBeforeSaid(day=f"{typed.decided_on:%d/%m/%Y}", said=f"{said_on:%d/%m/%Y}")
    if typed.decided_on > today:
        raise DecidedTomorrow(day=f"{typed.decided_on:%d/%m/%Y}")


def have_begun(half: DayHalf, here: datetime) -> bool:
    """Say whether a half-day has begun at an instant of its place: an afternoon does at 13 h."""
    day, part = half
    return day < here.date() or (day == here.date() and (part is HalfDay.MORNING or here.time() >= NOON))


def check_visit_asked(kind: str, *, is_asked: bool) -> None:
    """Refuse a counter-visit of somebody who is not ill, or a second one at a time."""
    if kind != AbsenceKind.ILLNESS:
        raise VisitOfNoIllness
    if is_asked:
        raise VisitAskedAlready


def check_visited(typed: VisitTyped, asked_on: date, today: date) -> None:
    """Refuse a counter-visit of an impossible day."""
    if not asked_on <= typed.visited_on <= today:
        raise VisitedBeforeAsked(day=f"{typed.visited_on:%d/%m/%Y}")
