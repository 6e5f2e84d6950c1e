"""What becomes of an absence: one table, from which state, by which act, to which, and who may; how it is answered.

It is printed in docs/absences.md. Only the office types a decision of the rector, granted or refused, and never of an
absence that nobody has announced: one that a register found is explained first. Nothing decides by itself, by a day
that passes or by silence. What was answered is taken back, never erased: the absence is then what it was before it was
answered, and no more was said of it than that.

The answer to an absence: a decision of the rector, granted or refused, typed by the exam office. In whose name, of
which day, under which reference: one act, which silence never does. It is dated between the day on which the absence
was announced and today. An exemption lets off the half-days that it names; the convocation holds for the others of the
absence, and whole where it is refused. Others that have begun are an absence of their own, which waits for its answer:
whoever did not come then is excused by nothing, and nothing is held against them in silence.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from massicot.absences.rules.absences import AbsenceKind, AbsenceState, VisitResult, Who
from massicot.core.refused import N_, Refused
from massicot.core.spelling import visible_text
from massicot.missions.rules.hours import NOON, DayHalf, HalfDay


class Step(StrEnum):
    """What is done to an absence."""

    ANNOUNCE = "announce"
    OBSERVE = "observe"
    EXPLAIN = "explain"
    ADD_DOCUMENT = "add-document"
    CONFIRM = "confirm"
    UNCONFIRM = "unconfirm"
    GRANT = "grant"
    REFUSE = "refuse"
    ASK_VISIT = "ask-visit"
    TELL_VISIT = "tell-visit"
    LEAVE_UNJUSTIFIED = "leave-unjustified"
    DEDUCT = "deduct"
    UPHOLD = "uphold"
    TAKE_BACK = "take-back"
    WITHDRAW = "withdraw"
    COME = "come"
    SEEN = "seen"


@dataclass(frozen=True, slots=True)
class Passage:
    """One row of the table; an absence that begins comes from no state, and `to` is None where it stays.

    Where it `goes_back`, it is again what it was before it was answered. An act has as many rows as it has answers to
    who may do it.
    """

    step: Step
    sources: Sequence[AbsenceState]
    to: AbsenceState | None
    who: Collection[Who]
    goes_back: bool = False


_ANNOUNCED, _OBSERVED, _CONFIRMED = AbsenceState.ANNOUNCED, AbsenceState.OBSERVED, AbsenceState.CONFIRMED
_EXEMPTED, _REFUSED = AbsenceState.EXEMPTED, AbsenceState.REFUSED
_UNJUSTIFIED, _DEDUCTED, _WITHDRAWN = AbsenceState.UNJUSTIFIED, AbsenceState.DEDUCTED, AbsenceState.WITHDRAWN

UNDECIDED = (_ANNOUNCED, _OBSERVED, _CONFIRMED)
"""What waits for an answer."""

ANSWERED = (_EXEMPTED, _REFUSED, _UNJUSTIFIED, _DEDUCTED)
"""What was answered, and may be taken back."""

REOPENED = (_REFUSED, _UNJUSTIFIED, _DEDUCTED)
"""What waits for an answer again once a document comes."""

LIFE: Sequence[Passage] = (
    Passage(Step.ANNOUNCE, (), _ANNOUNCED, (Who.PERSON, Who.HEAD, Who.CENTRE, Who.OFFICE)),
    Passage(Step.OBSERVE, (), _OBSERVED, (Who.REGISTER,)),
    Passage(Step.EXPLAIN, (_OBSERVED,), _ANNOUNCED, (Who.PERSON, Who.HEAD, Who.OFFICE)),
    Passage(Step.EXPLAIN, (_ANNOUNCED, _CONFIRMED), None, (Who.OFFICE,)),
    Passage(
        Step.ADD_DOCUMENT,
        (_ANNOUNCED, _CONFIRMED, _REFUSED, _UNJUSTIFIED, _DEDUCTED),
        None,
        (Who.PERSON, Who.HEAD, Who.OFFICE),
    ),
    Passage(Step.CONFIRM, (_ANNOUNCED,), _CONFIRMED, (Who.HEAD,)),
    Passage(Step.UNCONFIRM, (_CONFIRMED,), _ANNOUNCED, (Who.HEAD,)),
    Passage(Step.GRANT, (_ANNOUNCED, _CONFIRMED), _EXEMPTED, (Who.OFFICE,)),
    Passage(Step.REFUSE, (_ANNOUNCED, _CONFIRMED), _REFUSED, (Who.OFFICE,)),
    Passage(Step.ASK_VISIT, (_ANNOUNCED, _CONFIRMED), None, (Who.OFFICE,)),
    Passage(Step.TELL_VISIT, (_ANNOUNCED, _CONFIRMED, _EXEMPTED, _REFUSED, _UNJUSTIFIED), None, (Who.OFFICE,)),
    Passage(Step.LEAVE_UNJUSTIFIED, (_ANNOUNCED, _OBSERVED, _CONFIRMED, _REFUSED), _UNJUSTIFIED, (Who.OFFICE,)),
    Passage(Step.DEDUCT, (_UNJUSTIFIED,), _DEDUCTED, (Who.OFFICE,)),
    Passage(Step.UPHOLD, REOPENED, None, (Who.OFFICE,)),
    Passage(Step.TAKE_BACK, ANSWERED, None, (Who.OFFICE,), goes_back=True),
    Passage(Step.WITHDRAW, (_ANNOUNCED,), _WITHDRAWN, (Who.PERSON, Who.HEAD, Who.CENTRE, Who.OFFICE)),
    Passage(Step.WITHDRAW, (_OBSERVED, _CONFIRMED), _WITHDRAWN, (Who.OFFICE,)),
    Passage(Step.COME, (*UNDECIDED, _REFUSED, _UNJUSTIFIED), _WITHDRAWN, (Who.REGISTER,)),
    Passage(Step.COME, (_EXEMPTED, _DEDUCTED), None, (Who.REGISTER,)),
    Passage(Step.SEEN, tuple(AbsenceState), None, (Who.OFFICE,)),
)


class AbsenceMoved(Refused):
    sentence = N_("This absence is not where this page showed it: look at it again, then do what it asks for now.")


class SaidByAnother(Refused):
    sentence = N_("Somebody else announced this absence: call the exam office, which withdraws it.")


def check_step(step: Step, state: AbsenceState, who: Who) -> Passage:
    """Find the row by which somebody may do something to an absence; raise AbsenceMoved."""
    passage = next((row for row in LIFE if row.step is step and state in row.sources and who in row.who), None)
    if passage is None:
        raise AbsenceMoved
    return passage


def check_withdrawn_by(way: str, who: Who) -> None:
    """Refuse to withdraw what somebody else announced, but to the office; raise SaidByAnother."""
    if who not in (Who.OFFICE, way):
        raise SaidByAnother


def waits_for_head(state: str, way: str) -> bool:
    """Say whether a head has still to confirm an absence: one that they announced themselves has their word already."""
    return state == _ANNOUNCED and way != Who.HEAD


def state_unanswered(steps: Iterable[str]) -> AbsenceState:
    """Say what an absence was before it was answered, by the acts that were done to it, in their order."""
    state = _ANNOUNCED
    for step in steps:
        for row in LIFE:
            if row.step == step and row.to in UNDECIDED and (state in row.sources or not row.sources):
                state = row.to
    return state


def leads_there(step: str) -> bool:
    """Say whether an act is one of those by which an absence came to be as it is before an answer."""
    return any(row.step == step and row.to in UNDECIDED for row in LIFE)


def steps_for(state: str, who: Who) -> list[Step]:
    """List what somebody may do to an absence, in the order of the table."""
    return list(dict.fromkeys(row.step for row in LIFE if state in row.sources and who in row.who))


def table() -> list[str]:
    """Write the table as docs/absences.md prints it."""
    head = ["| act | from | to | who |", "|---|---|---|---|"]
    return head + [
        f"| `{row.step}` | {_words(row.sources) or 'the beginning'} | {_to(row)} | {', '.join(row.who)} |"
        for row in LIFE
    ]


def _to(row: Passage) -> str:
    if row.goes_back:
        return "what it was before"
    return _words([row.to]) if row.to else "stays"


def _words(states: Sequence[AbsenceState]) -> str:
    return ", ".join(f"`{state}`" for state in states)


@dataclass(frozen=True, slots=True)
class DecisionTyped:
    """A decision of the rector as the office types it."""

    in_name_of: str
    decided_on: date
    reference: str


class DecisionIncomplete(Refused):
    sentence = N_("Type in whose name the decision was taken, and its reference: they stand on its letter.")


class DecidedBeforeSaid(Refused):
    sentence = N_(
        "The decision is dated {day}, before the absence was announced ({said}): read its date again, or correct it."
    )


class DecidedTomorrow(Refused):
    sentence = N_("The decision is dated {day}, which is to come: read its date again.")


class HalvesNotOfAbsence(Refused):
    sentence = N_("Tick at least one half-day of this absence from which the rector exempts.")


class VisitOfNoIllness(Refused):
    sentence = N_("A counter-visit looks whether somebody is ill: this absence is of another kind.")


class VisitAskedAlready(Refused):
    sentence = N_("A counter-visit is asked for already: type its result first.")


class NoVisitAsked(Refused):
    sentence = N_("No counter-visit waits for its result here: ask for one first.")


class VisitedBeforeAsked(Refused):
    sentence = N_("The counter-visit is dated {day}: it lies between the day it was asked for and today.")


class ReasonMissing(Refused):
    sentence = N_("Say why: it stays in the file of the absence.")


@dataclass(frozen=True, slots=True)
class VisitTyped:
    """What came of a counter-visit."""

    result: VisitResult
    visited_on: date


def check_decision(typed: DecisionTyped, said_on: date, today: date) -> None:
    """Refuse a decision without its author or reference, or of an impossible day."""
    if not visible_text(typed.in_name_of) or not visible_text(typed.reference):
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
