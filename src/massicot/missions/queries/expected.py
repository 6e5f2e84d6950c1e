"""Who is expected at one place: what the letters that hold call to it, whatever became of the missions since."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, Max, Min, OuterRef, Q, QuerySet, Value

from massicot.exams import queries as exams
from massicot.missions import models
from massicot.missions.queries import convocations
from massicot.missions.queries.convocations import Convocation
from massicot.missions.queries.standing import with_known
from massicot.missions.rules import ConvocationState, MissionKind
from massicot.missions.rules.hours import DayHalf, HalfDay, half_days
from massicot.missions.rules.letters import CallSlot, LetterFacts
from massicot.persons.queries import Person
from massicot.store.prepared import Question


@dataclass(frozen=True, slots=True)
class ExpectedPerson:
    """Somebody expected on one half-day, and what is known of their letter."""

    letter: Convocation
    facts: LetterFacts
    slots: Sequence[CallSlot]
    """What they come for on that half-day, in order."""
    standing: str

    @property
    def person(self) -> Person:
        """Name who comes."""
        return self.letter.assignment.person


def expected_at(session_id: int, uai: str, person_id: int | None = None) -> Mapping[DayHalf, list[ExpectedPerson]]:
    """Map the half-days of a session on which somebody is expected at a place to who is, by name; in their order.

    Of one person alone, where one is named: at the door nobody waits for the letters of all the others to be read.
    """
    found: dict[DayHalf, list[ExpectedPerson]] = defaultdict(list)
    where = {"session_id": session_id, "uai": uai}
    for row in _AT.ask(**where) if person_id is None else _OF_ONE.ask(**where, person_id=person_id):
        facts = convocations.facts_of(row)
        for half, slots in _by_half_day(facts, uai).items():
            found[half].append(ExpectedPerson(row, facts, slots, row.standing))
    return {half: found[half] for half in sorted(found, key=lambda half: (half[0], half[1] is HalfDay.AFTERNOON))}


def expected_by_place(session_id: int) -> Mapping[str, Mapping[DayHalf, list[ExpectedPerson]]]:
    """Map every place of a session to who is expected there on which half-day, by name."""
    found: dict[str, dict[DayHalf, list[ExpectedPerson]]] = defaultdict(lambda: defaultdict(list))
    for row in letters_that_hold(session_id):
        facts = convocations.facts_of(row)
        for uai in {slot.place for slot in facts.slots}:
            for half, slots in _by_half_day(facts, uai).items():
                found[uai][half].append(ExpectedPerson(row, facts, slots, row.standing))
    return found


def places_expected(session_id: int) -> list[str]:
    """List the places to which a letter of a session that holds calls somebody, by UAI."""
    rows = models.Convocation.objects.filter(run__session_id=session_id, state=ConvocationState.VALID)
    return sorted({uai for places in rows.values_list("places", flat=True).distinct() for uai in places.split()})


def days_called(session: exams.Session) -> tuple[date, date] | None:
    """Give the first and the last day of what the letters of a session that hold call to; None where none does."""
    rows = models.Convocation.objects.filter(run__session=session, state=ConvocationState.VALID)
    first, last = rows.aggregate(first=Min("starts_at"), last=Max("ends_at")).values()
    return (exams.day_of(session, first), exams.day_of(session, last)) if first and last else None


def called_hours() -> QuerySet[Any]:
    """Find the hours to which a letter that holds calls somebody, of sessions at work; staff of exam centres left out.

    Those are not signed for at a marking centre.
    """
    assigned = models.Assignment.objects.filter(mission=OuterRef(OuterRef("mission")))
    letters = models.Convocation.objects.filter(
        assignment__in=assigned.values("pk"), state=ConvocationState.VALID, places__contains=OuterRef("place_uai")
    )
    is_kept = Q(is_for_named=False) | Exists(models.NamedFor.objects.filter(activity=OuterRef("pk")))
    rows: QuerySet[Any] = models.Activity.objects.filter(is_kept, mission__session__archived_at=None)
    return rows.exclude(mission__kind=MissionKind.EXAM_STAFF).filter(Exists(letters))


def letters_that_hold(session_id: int) -> QuerySet[Any]:
    """Find the letters of a session that hold, by name, each with what is known of it, as `standing`."""
    rows = models.Convocation.objects.filter(run__session_id=session_id, state=ConvocationState.VALID)
    known = with_known(rows).select_related("assignment__person")
    return known.order_by("assignment__person__surname", "assignment__person__first_name", "pk")


def _letters_at(session_id: int, uai: str) -> QuerySet[Any]:
    # As a value of the statement: what is looked for within is written around it by the database.
    return letters_that_hold(session_id).filter(places__contains=Value(uai))


_AT: Question[Any] = Question(_letters_at)
_OF_ONE: Question[Any] = Question(
    lambda session_id, uai, person_id: _letters_at(session_id, uai).filter(assignment__person=person_id)
)


def _by_half_day(facts: LetterFacts, uai: str) -> Mapping[DayHalf, list[CallSlot]]:
    halves: dict[DayHalf, list[CallSlot]] = defaultdict(list)
    for slot in facts.slots:
        if slot.place == uai:
            for half in half_days(slot.starts, slot.ends):
                halves[half].append(slot)
    return halves
