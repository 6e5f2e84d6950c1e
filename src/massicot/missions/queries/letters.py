"""What is known of a letter by its acts; how many hold, and those of one person or of a school's staff."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from massicot.missions import models
from massicot.missions.rules import runs
from massicot.missions.rules.hours import DayHalf, half_days
from massicot.missions.rules.letters import LetterFacts, read
from massicot.missions.rules.lists import NotOnList
from massicot.missions.rules.missions import ConvocationAct, ConvocationState
from massicot.missions.rules.runs import URGENT_WITHIN
from massicot.store.prepared import Question, ask_all
from massicot.store.writes import share_rows

KNOWN = (ConvocationAct.ACKNOWLEDGED, ConvocationAct.TOLD_BY_HEAD)


def with_known(rows: QuerySet[models.Convocation]) -> QuerySet[Any]:
    """Say of each letter where it stands, as `standing`, and whether its reader is known to know, as `is_known`."""
    events = models.ConvocationEvent.objects.filter(convocation=OuterRef("pk"))
    back = Coalesce(Subquery(events.filter(act=ConvocationAct.CAME_BACK).order_by("-pk").values("pk")[:1]), 0)
    untold = Coalesce(Subquery(events.filter(act=ConvocationAct.NOT_TOLD).order_by("-pk").values("pk")[:1]), 0)
    taken_back = Q(act=ConvocationAct.TOLD_BY_HEAD, pk__lt=OuterRef("untold"))
    since = events.filter(pk__gt=OuterRef("back")).exclude(taken_back)
    held = Coalesce(Subquery(events.filter(act=ConvocationAct.HOLDS).order_by("-pk").values("pk")[:1]), 0)
    absent = events.filter(act=ConvocationAct.CANNOT_COME, pk__gt=OuterRef("held"))
    marked = rows.annotate(back=back, held=held, untold=untold).annotate(
        is_known=Exists(since.filter(act__in=KNOWN)),
        is_touched=Exists(since.exclude(act__in=runs.UNTOUCHING)),
        is_unreached=Exists(since.filter(act=ConvocationAct.NOT_REACHED)),
        is_mailed_again=Exists(since.filter(act=ConvocationAct.SENT_AGAIN)),
        is_absent=Exists(absent),
    )
    standing = Case(
        When(~Q(state=ConvocationState.VALID), then=F("state")),
        When(is_absent=True, then=Value(str(ConvocationAct.CANNOT_COME))),
        When(Exists(since.filter(act=ConvocationAct.ACKNOWLEDGED)), then=Value(str(ConvocationAct.ACKNOWLEDGED))),
        When(is_known=True, then=Value(str(ConvocationAct.TOLD_BY_HEAD))),
        When(is_touched=True, then=Value(str(ConvocationAct.OPENED))),
        When(is_unreached=True, then=Value(str(ConvocationAct.NOT_REACHED))),
        When(back__gt=0, is_mailed_again=False, then=Value(str(ConvocationAct.CAME_BACK))),
        default=Value(""),
        output_field=CharField(),
    )
    is_back = Case(
        When(back__gt=0, is_touched=False, is_mailed_again=False, then=True), default=False, output_field=BooleanField()
    )
    return marked.annotate(standing=standing, is_back=is_back)


def with_standing(standing: str) -> Q:
    """Say which letters of a list have a standing; `none` is that of which nothing is known."""
    return Q(standing="" if standing == "none" else standing)


@dataclass(frozen=True, slots=True)
class FollowedCount:
    """How many letters hold, how many of their readers are known to know, how many came back."""

    valid: int
    known: int
    back: int
    absent: int = 0
    """Readers who say that they cannot come."""
    unreached: int = 0
    """Readers of whom their head says that they are not reached, and of whom nobody knows more since."""

    @property
    def unknown(self) -> int:
        """Count the letters of which nobody knows whether their reader knows."""
        return self.valid - self.known


def count_followed(now: datetime, run_id: int | None = None) -> FollowedCount:
    """Count the letters that hold and are not over, of one run or of every session at work, in one statement."""
    # All of them are in one state: they hold.
    for _, *counts in _OF_ALL.ask(now=now, run_id=run_id):
        return FollowedCount(*counts)
    return FollowedCount(0, 0, 0)


def followed_by_run(session_id: int, now: datetime) -> dict[int, FollowedCount]:
    """Count the same of each run of a session; a run that has none of these letters is left out."""
    return {run_id: FollowedCount(*counts) for run_id, *counts in _BY_RUN.ask(session_id=session_id, now=now)}


def followed_beside(now: datetime) -> dict[str, Subquery]:
    """Write what `count_followed` counts of every session at work as values of another statement."""
    rows = _followed_rows(now, None).order_by().values("state")
    return {name: Subquery(rows.annotate(counted=count).values("counted")[:1]) for name, count in _FOLLOWED.items()}


def standing_letters(person_id: int) -> list[Any]:
    """List the letters of a person that no other took the place of, the last day first, each with its `standing`."""
    return _OF_PERSON.ask(person_id=person_id)


def _followed_rows(now: datetime, run_id: int | None) -> QuerySet[Any]:
    rows = models.Convocation.objects.filter(state=ConvocationState.VALID, ends_at__gt=now)
    rows = rows.filter(run__session__archived_at=None) if run_id is None else rows.filter(run_id=run_id)
    return with_known(rows)


_FOLLOWED = {
    "valid": Count("pk"),
    "known": Count("pk", filter=Q(is_known=True)),
    "back": Count("pk", filter=Q(is_back=True)),
    "absent": Count("pk", filter=Q(is_absent=True)),
    "unreached": Count("pk", filter=Q(is_unreached=True, is_known=False, is_touched=False)),
}


def _count_by(rows: QuerySet[Any], by: str) -> QuerySet[Any, Any]:
    # Not by the names alone: a letter has some of them already.
    counts = {f"{name}_count": count for name, count in _FOLLOWED.items()}
    counted: QuerySet[Any, Any] = rows.order_by().values(by).annotate(**counts).values_list(by, *counts)
    return counted


def _of_person(person_id: int) -> QuerySet[Any]:
    rows = models.Convocation.objects.filter(assignment__person_id=person_id).exclude(state=ConvocationState.REPLACED)
    return with_known(rows).select_related("assignment__mission").order_by("-starts_at", "-pk")


_OF_ALL: Question[tuple[Any, ...]] = Question(lambda now, run_id: _count_by(_followed_rows(now, run_id), "state"))
_BY_RUN: Question[tuple[Any, ...]] = Question(
    lambda session_id, now: _count_by(_followed_rows(now, None).filter(run__session_id=session_id), "run_id")
)
_OF_PERSON: Question[Any] = Question(_of_person)


def letters_of_staff(uai: str, now: datetime) -> list[Any]:
    """List the letters of the staff of an institution that are not over, by their first hour.

    Each with what is known of it, `is_known` and `is_absent`. Those that hold, and those that are cancelled as long as
    no other one calls the same person to the same mission: their head knows that nobody expects them any more.
    """
    return _LETTERS.ask(uai=uai, now=now)


@dataclass(frozen=True, slots=True)
class UrgentLetter:
    """A letter that was written shortly before its day, and is to be handed over."""

    letter: models.Convocation
    is_unreached: bool
    """Whether its head said that its reader is not reached."""


def urgent_of_staff(uais: Collection[str], now: datetime) -> list[UrgentLetter]:
    """List the letters of the staff of institutions, written shortly before their day, of which nobody knows yet."""
    rows = _URGENT.ask(uais=sorted(uais), now=now) if uais else []
    return [UrgentLetter(row, row.is_unreached) for row in rows]


def letter_of_staff(uai: str, code: str) -> models.Convocation | None:
    """Fetch a letter of the staff of an institution by its code."""
    rows = models.Convocation.objects.filter(institution_uai=uai, code=code)
    return rows.select_related("assignment__person", "assignment__mission").first()


def count_unknown(uais: Collection[str], now: datetime) -> Counter[str]:
    """Count by institution the staff called of whom nobody knows whether they know; not whoever is announced absent."""
    return Counter(uai for (uai,) in _UNKNOWN.ask(uais=sorted(uais), now=now)) if uais else Counter()


def _letters(uai: str, now: datetime) -> QuerySet[Any]:
    called_again = models.Convocation.objects.filter(
        state=ConvocationState.VALID,
        assignment__mission=OuterRef("assignment__mission"),
        assignment__person=OuterRef("assignment__person"),
    )
    holds = Q(state=ConvocationState.VALID)
    ended = Q(state=ConvocationState.CANCELLED) & ~Exists(called_again)
    rows = models.Convocation.objects.filter(holds | ended, institution_uai=uai, ends_at__gt=now)
    people = with_known(rows).select_related("assignment__person", "assignment__mission")
    return people.order_by("starts_at", "assignment__person__surname", "assignment__person__first_name", "pk")


def _coming(uais: list[str], now: datetime) -> QuerySet[Any]:
    rows = models.Convocation.objects.filter(
        institution_uai__in=uais, state=ConvocationState.VALID, ends_at__gt=now, run__session__archived_at=None
    )
    return with_known(rows).filter(is_known=False)


def _urgent(uais: list[str], now: datetime) -> QuerySet[Any]:
    rows = _coming(uais, now).filter(starts_at__lte=F("issued_at") + URGENT_WITHIN)
    people = rows.select_related("assignment__person")
    return people.order_by("starts_at", "assignment__person__surname", "assignment__person__first_name", "pk")


_LETTERS: Question[Any] = Question(_letters)
_URGENT: Question[Any] = Question(_urgent)
_UNKNOWN: Question[tuple[str]] = Question(
    lambda uais, now: _coming(uais, now).filter(is_absent=False).values_list("institution_uai")
)


Assignment = models.Assignment
"""A row that others are handed and may name; the table itself is imported by this area only."""


def hold_call(assignment_id: int) -> tuple[Assignment, models.Convocation | None]:
    """Fetch the place of a person on a list with the letter that holds, both held until the end of the transaction.

    The letter first, as whoever cancels it does. Raise NotOnList where there is no such place.
    """
    # Whoever cancels their run holds it before its letters too.
    share_rows(models.ConvocationRun, _runs_of(assignment_id))
    letters, rows = ask_all(_LETTER_HELD.of(assignment_id=assignment_id), _PLACE_HELD.of(assignment_id=assignment_id))
    if not rows:
        raise NotOnList
    return rows[0], next(iter(letters), None)


def places_called(assignment_id: int) -> tuple[Assignment, Mapping[DayHalf, str]]:
    """Fetch the place of a person on a list, and map the half-days to which their letter calls to the place of each.

    Raise NotOnList where there is no such place.
    """
    rows, letters = ask_all(_PLACE.of(assignment_id=assignment_id), _LETTER.of(assignment_id=assignment_id))
    if not rows:
        raise NotOnList
    return rows[0], halves_called(read(letters[0].facts)) if letters else {}


def is_called_to(assignment_id: int, halves: Collection[DayHalf], at: datetime) -> bool:
    """Say whether a letter that holds, and is not over, calls somebody to one of some half-days."""
    rows = models.Convocation.objects.filter(assignment=assignment_id, state=ConvocationState.VALID, ends_at__gt=at)
    letter = rows.first()
    return letter is not None and not halves_called(read(letter.facts)).keys().isdisjoint(halves)


def halves_called(facts: LetterFacts) -> Mapping[DayHalf, str]:
    """Map the half-days to which a letter calls to the place of each, in their order."""
    places: dict[DayHalf, str] = {}
    for slot in sorted(facts.slots, key=lambda slot: slot.starts):
        for half in half_days(slot.starts, slot.ends):
            places.setdefault(half, slot.place)
    return places


def name_on(assignment: Assignment) -> str:
    """Name who is on a list."""
    return f"{assignment.person.first_name} {assignment.person.surname}"


def _runs_of(assignment_id: int) -> Iterator[int]:
    """List the run of the letter that holds; asked where rows are held one by one alone."""
    yield from (run for (run,) in _RUNS.ask(assignment_id=assignment_id))


def _letter(assignment_id: int) -> QuerySet[models.Convocation]:
    return models.Convocation.objects.filter(assignment_id=assignment_id, state=ConvocationState.VALID)


def _place(assignment_id: int) -> QuerySet[Assignment]:
    return Assignment.objects.select_related("person", "mission__session").filter(pk=assignment_id)


_RUNS: Question[tuple[int]] = Question(lambda assignment_id: _letter(assignment_id).values_list("run"))
_LETTER: Question[models.Convocation] = Question(_letter)
_LETTER_HELD: Question[models.Convocation] = Question(
    lambda assignment_id: _letter(assignment_id).select_for_update(of=("self",))
)
_PLACE: Question[Assignment] = Question(_place)
_PLACE_HELD: Question[Assignment] = Question(
    lambda assignment_id: _place(assignment_id).select_for_update(of=("self",), no_key=True)
)
