"""Runs of convocations: letters to be checked first, then letters that count.

A control run writes nothing but what it showed; the official run numbers the letters, makes the missions visible and
writes to everybody (domain.md §3.3), both part by part. Between the two, whoever changed is named and asked about
again. An official run refuses hours that overlap, and two places on one half-day, since nobody can keep both; it can be
cancelled as a whole, with a reason, before its first day.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from massicot.audit.rules import Fact
from massicot.core.refused import N_, Refused
from massicot.missions.rules.missions import ConvocationAct

PART = 200
"""How many letters one part of a run holds: a transaction of about a second."""

URGENT_WITHIN = timedelta(days=3)
"""A letter that calls to a day as near as this is urgent."""

REMINDED_BEFORE = (timedelta(days=2), timedelta(days=7))
"""How long before its first day whoever has not acknowledged a letter is reminded of it."""

NAMES_TOLD = 5
"""How many people a refusal names; the page names all."""

REASON_LENGTH = 500


class NobodyToConvene(Refused):
    sentence = N_("Nobody waits for a convocation in these missions: fill their lists first.")


class NotDrawnUpYet(Refused):
    sentence = N_("The letters of this control run are still being drawn up: wait until they are shown, then convene.")


class SeenOtherwise(Refused):
    """An official run of letters that would not say what was shown; `people`: assignments, named where it is told."""

    sentence = N_(
        "Since the control run something has changed for {people}: nobody was convened. Make the control run again, "
        "look at their letters, then convene."
    )


class TwoPlacesAtOnce(Refused):
    """An official run that would call somebody to two places at once; `people` as above."""

    sentence = N_(
        "{people}: called to two missions at the same hours, or to two places on one half-day. Nobody was convened: "
        "take them off one of the lists, or move a mission."
    )


class MissionsBegun(Refused):
    sentence = N_(
        "The first day of this run has come ({day}): it can no longer be cancelled as a whole. Take people off their "
        "missions one by one."
    )


class MissionOverBefore(Refused):
    sentence = N_("“{mission}” is over: take it out of the run, or correct its days.")


class RunIsCancelled(Refused):
    sentence = N_("This run is cancelled already: look at it again.")


class NotAnOfficialRun(Refused):
    sentence = N_("A control run calls nobody: there is nothing to cancel.")


class RunUnknown(Refused):
    sentence = N_("This run is not there: go back to the list of runs.")


class CancelReasonMissing(Refused):
    sentence = N_("Say why the run is cancelled: everybody who was called reads it.")


class LettersStillRight(Refused):
    sentence = N_("The letters of this mission say what is so: there is nothing to issue again.")


@dataclass(frozen=True, slots=True)
class ControlRunAsked(Fact):
    """Letters were asked for, to be checked."""

    journal_word = N_("letters drawn up to be checked")
    run: int
    missions: int
    letters: int


@dataclass(frozen=True, slots=True)
class OfficialRunAsked(Fact):
    journal_word = N_("people convened")
    run: int
    missions: int
    letters: int
    seen: str


@dataclass(frozen=True, slots=True)
class PartConvened(Fact):
    journal_word = N_("letters of a run written")
    run: int
    part: int
    letters: int
    mailed: int


@dataclass(frozen=True, slots=True)
class RunCancelled(Fact):
    journal_word = N_("run of convocations cancelled")
    run: int
    letters: int
    reason: str


@dataclass(frozen=True, slots=True)
class LettersReissued(Fact):
    journal_word = N_("convocations issued again")
    mission: int
    letters: int


@dataclass(frozen=True, slots=True)
class ConvocationOpened(Fact):
    journal_word = N_("convocation opened")
    code: str


@dataclass(frozen=True, slots=True)
class ConvocationAcknowledged(Fact):
    journal_word = N_("convocation acknowledged")
    code: str


@dataclass(frozen=True, slots=True)
class ConvocationTold(Fact):
    """A head of institution, or the office, told somebody of their letter."""

    journal_word = N_("person told of a convocation")
    code: str


@dataclass(frozen=True, slots=True)
class ConvocationWithdrawn(Fact):
    """One letter is void, and its reader off the list."""

    journal_word = N_("convocation cancelled")
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class ConvocationCameBack(Fact):
    """A letter came back: nobody knows whether its reader knows."""

    journal_word = N_("convocation came back")
    code: str
    note: str


@dataclass(frozen=True, slots=True)
class ConvocationSentAgain(Fact):
    """A letter was mailed once more, to the address that its reader has now."""

    journal_word = N_("convocation mailed again")
    code: str


UNTOUCHING = (
    ConvocationAct.CAME_BACK,
    ConvocationAct.SENT_AGAIN,
    ConvocationAct.HOLDS,
    ConvocationAct.NOT_REACHED,
    ConvocationAct.NOT_TOLD,
)
"""What is done to a letter without its reader."""


@dataclass(frozen=True, slots=True)
class Followed:
    """What is known of one letter: by the acts on it, in their order."""

    is_opened: bool = False
    is_acknowledged: bool = False
    is_told: bool = False
    is_back: bool = False
    """Whether it came back, and has neither reached its reader nor been mailed again since."""
    is_absent: bool = False
    """Whether its reader is announced absent, and nobody has answered that it holds."""

    @property
    def is_known(self) -> bool:
        return self.is_acknowledged or self.is_told


def follow(acts: Iterable[str]) -> Followed:
    """Tell what is known of a letter from the acts on it: one that came back is open again, whatever came before."""
    seen: set[str] = set()
    is_absent = False
    for act in _standing(acts):
        if act == ConvocationAct.HOLDS:
            is_absent = False
            continue
        is_absent |= act == ConvocationAct.CANNOT_COME
        if act == ConvocationAct.CAME_BACK:
            seen.clear()
        else:
            seen.discard(ConvocationAct.CAME_BACK)
        seen.add(act)
    return Followed(
        ConvocationAct.OPENED in seen,
        ConvocationAct.ACKNOWLEDGED in seen,
        ConvocationAct.TOLD_BY_HEAD in seen,
        ConvocationAct.CAME_BACK in seen,
        is_absent,
    )


def _standing(acts: Iterable[str]) -> list[str]:
    """Leave out that somebody was told where it was taken back: it is as if nobody had ever said so."""
    standing: list[str] = []
    for act in acts:
        if act == ConvocationAct.NOT_TOLD:
            standing = [one for one in standing if one != ConvocationAct.TOLD_BY_HEAD]
        else:
            standing.append(act)
    return standing


def changed_since(before: Mapping[int, str], now: Mapping[int, str]) -> list[int]:
    """List the assignments whose letter would say something else than was shown, new and gone ones too."""
    return sorted(key for key in before.keys() | now.keys() if before.get(key) != now.get(key))


def parts(assignments: Iterable[int]) -> Iterator[list[int]]:
    """Cut a run into parts."""
    ordered = sorted(assignments)
    return (ordered[start : start + PART] for start in range(0, len(ordered), PART))


def is_urgent(starts_at: datetime, at: datetime) -> bool:
    """Say whether a letter calls to a day that is near."""
    return starts_at - at <= URGENT_WITHIN


def reminder_due(issued_at: datetime, starts_at: datetime, at: datetime) -> timedelta | None:
    """Say which reminder of a letter is due: one whose instant came after the letter; None when there is none."""
    due = (before for before in REMINDED_BEFORE if issued_at < starts_at - before <= at < starts_at)
    return next(due, None)


def people_of(assignments: Iterable[int]) -> str:
    """Write the first few of some assignments, and one more where there are more: a refusal keeps no name."""
    return ",".join(map(str, sorted(assignments)[: NAMES_TOLD + 1]))


def name_few(names: Sequence[str]) -> str:
    """Name the first few of some people, and say that there are more."""
    return ", ".join(names[:NAMES_TOLD]) + (" …" if len(names) > NAMES_TOLD else "")


def check_before_first_day(first: date, today: date) -> None:
    """Raise MissionsBegun once the first day of a run has come."""
    if today >= first:
        raise MissionsBegun(day=f"{first:%d/%m/%Y}")
