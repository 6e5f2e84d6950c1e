"""Who is expected at one place by the letters that hold, and who marks there without being called.

Who marks without being called: batches in hand at a centre on a day to which no letter calls them there. It is read
from the hand-outs, by person, paper, centre and day: no code of a batch comes in here. A paper to which the program
convenes nobody is left out: its people are called by other means.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import (
    Count,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)

from massicot.batches import queries as batches
from massicot.exams import queries as exams
from massicot.missions import models
from massicot.missions.models import Assignment, Convocation
from massicot.missions.queries import convocations
from massicot.missions.queries.letters import with_known
from massicot.missions.rules.hours import DayHalf, HalfDay, half_days
from massicot.missions.rules.letters import CallSlot, LetterFacts
from massicot.missions.rules.missions import AssignmentState, ConvocationState, MissionKind
from massicot.missions.rules.uncalled import AROUND, BY_MISTAKE
from massicot.persons import queries as persons
from massicot.persons.queries import Person
from massicot.store.prepared import Question


@dataclass(frozen=True, slots=True)
class UncalledMarker:
    """Somebody who marks a paper at a centre without being called, and on which days they had batches."""

    paper: exams.Paper
    centre_uai: str
    person: Person
    days: tuple[date, ...]


def uncalled_rows() -> QuerySet[Any]:
    """Find the hand-outs to somebody whom no letter that holds calls to that centre then."""
    convening = Assignment.objects.filter(state=AssignmentState.CONVENED, mission__kind=MissionKind.MARKING)
    stays = batches.stays_of_persons().filter(batch__paper__in=convening.values("mission__paper"), person__isnull=False)
    # By the person first: a database that began with the letters would look at all of them for each hand-out.
    called = Assignment.objects.filter(Exists(_letters()), person=OuterRef("person"))
    is_kept = Q(back_at=None) | Q(back_at__gte=F("out_at") + BY_MISTAKE)
    around: QuerySet[Any] = stays.annotate(earliest=_out_at_plus(-AROUND), latest=_out_at_plus(AROUND))
    return around.filter(~Exists(called), is_kept)


def count_beside() -> Subquery:
    """Write how many persons mark without being called as a value of another statement."""
    # One row for all: the sessions at work have no date of their archive.
    rows = _at_work().order_by().values("batch__paper__session__archived_at")
    return Subquery(rows.annotate(counted=Count("person", distinct=True)).values("counted")[:1])


def uncalled_markers(now: datetime) -> list[UncalledMarker]:
    """List who marks without being called, in sessions at work, by paper, centre and name."""
    return _markers_of(_ANYWHERE.ask(), now)


def uncalled_at(paper: exams.Paper, centre_uai: str, now: datetime) -> list[UncalledMarker]:
    """List who marks a paper at a centre without being called, by name."""
    return _markers_of(_AT.ask(paper_id=paper.pk, uai=centre_uai), now)


def is_uncalled(paper: exams.Paper, centre_uai: str, person_id: int, now: datetime) -> bool:
    """Say whether somebody has batches of a paper at a centre today without being called there."""
    today = exams.day_of(paper.session, now)
    return any(row.person.pk == person_id and today in row.days for row in uncalled_at(paper, centre_uai, now))


def _letters() -> QuerySet[Any]:
    """Find the letters of an assignment that call to the centre of a hand-out around its instant."""
    return Convocation.objects.filter(
        assignment=OuterRef("pk"),
        state=ConvocationState.VALID,
        places__contains=OuterRef(OuterRef("batch__centre_uai")),
        starts_at__lte=OuterRef(OuterRef("latest")),
        ends_at__gte=OuterRef(OuterRef("earliest")),
    )


def _at_work() -> QuerySet[Any]:
    return uncalled_rows().filter(batch__paper__session__archived_at=None)


def _out_at_plus(by: timedelta) -> Any:
    return ExpressionWrapper(F("out_at") + by, output_field=DateTimeField())


_STAY = ("batch__paper", "batch__centre_uai", "person", "out_at", "back_at")
_ANYWHERE: Question[tuple[Any, ...]] = Question(lambda: _at_work().values_list(*_STAY))
_AT: Question[tuple[Any, ...]] = Question(
    lambda paper_id, uai: _at_work().filter(batch__paper=paper_id, batch__centre_uai=uai).values_list(*_STAY)
)


def _markers_of(stays: Sequence[tuple[Any, ...]], now: datetime) -> list[UncalledMarker]:
    papers = {paper.pk: paper for paper in exams.papers_at_work()} if stays else {}
    days: dict[tuple[int, str, int], set[date]] = defaultdict(set)
    for paper_id, uai, person, out_at, back_at in stays:
        first, last = (exams.local(papers[paper_id], at).date() for at in (out_at, back_at or now))
        days[paper_id, uai, person] |= {first + timedelta(days=rank) for rank in range((last - first).days + 1)}
    people = persons.persons_by_id({person for _, _, person in days})
    found = [
        UncalledMarker(papers[paper_id], uai, people[person], tuple(sorted(held)))
        for (paper_id, uai, person), held in days.items()
    ]
    return sorted(found, key=lambda row: (row.paper.pk, row.centre_uai, row.person.surname, row.person.first_name))


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
        return self.letter.assignment.person


def expected_at(session_id: int, uai: str, person_id: int | None = None) -> Mapping[DayHalf, list[ExpectedPerson]]:
    """Map the half-days of a session on which somebody is expected at a place to who is, by name; in their order.

    Of one person alone, where one is named: at the door nobody waits for the letters of all the others to be read.
    """
    found: dict[DayHalf, list[ExpectedPerson]] = defaultdict(list)
    where = {"session_id": session_id, "uai": uai}
    for row in _LETTERS_AT.ask(**where) if person_id is None else _OF_ONE.ask(**where, person_id=person_id):
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


_LETTERS_AT: Question[Any] = Question(_letters_at)
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
