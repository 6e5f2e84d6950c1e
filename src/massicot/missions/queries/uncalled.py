"""Who marks without being called: batches in hand at a centre on a day to which no letter calls them there.

It is read from the hand-outs, by person, paper, centre and day: no code of a batch comes in here. A paper to which the
program convenes nobody is left out: its people are called by other means.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery

from massicot.batches import queries as batches
from massicot.exams import queries as exams
from massicot.missions.models import Assignment, Convocation
from massicot.missions.rules import AssignmentState, ConvocationState, MissionKind
from massicot.missions.rules.late import AROUND, BY_MISTAKE
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
    around: QuerySet[Any] = stays.annotate(earliest=_shifted(-AROUND), latest=_shifted(AROUND))
    return around.filter(~Exists(called), is_kept)


def count_beside() -> Subquery:
    """Write how many persons mark without being called as a value of another statement."""
    # One row for all: the sessions at work have no date of their archive.
    rows = _at_work().order_by().values("batch__paper__session__archived_at")
    return Subquery(rows.annotate(counted=Count("person", distinct=True)).values("counted")[:1])


def uncalled_markers(now: datetime) -> list[UncalledMarker]:
    """List who marks without being called, in sessions at work, by paper, centre and name."""
    return _grouped(_ANYWHERE.ask(), now)


def uncalled_at(paper: exams.Paper, centre_uai: str, now: datetime) -> list[UncalledMarker]:
    """List who marks a paper at a centre without being called, by name."""
    return _grouped(_AT.ask(paper_id=paper.pk, uai=centre_uai), now)


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


def _shifted(by: timedelta) -> Any:
    return ExpressionWrapper(F("out_at") + by, output_field=DateTimeField())


_STAY = ("batch__paper", "batch__centre_uai", "person", "out_at", "back_at")
_ANYWHERE: Question[tuple[Any, ...]] = Question(lambda: _at_work().values_list(*_STAY))
_AT: Question[tuple[Any, ...]] = Question(
    lambda paper_id, uai: _at_work().filter(batch__paper=paper_id, batch__centre_uai=uai).values_list(*_STAY)
)


def _grouped(stays: Sequence[tuple[Any, ...]], now: datetime) -> list[UncalledMarker]:
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
