"""What happened around convocations, as the ladder's events and the home page of the office tell it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Min, QuerySet, Subquery, Sum

from massicot.exams import queries as exams
from massicot.missions.models import Assignment, ConvocationEvent
from massicot.missions.queries import expected
from massicot.missions.queries.expected import uncalled_rows
from massicot.missions.queries.letters import FollowedCount, followed_beside
from massicot.missions.queries.missions import ON_LIST, rows_lacking
from massicot.missions.rules import letters
from massicot.missions.rules.missions import ConvocationAct
from massicot.persons import queries as persons
from massicot.persons.queries import addresses_asked
from massicot.store.prepared import Question, ask_all


@dataclass(frozen=True, slots=True)
class LackingCount:
    """How many missions to come have too few persons, how many they lack, when the first one begins."""

    missions: int
    persons: int
    begins_at: datetime | None


@dataclass(frozen=True, slots=True)
class CalledCount:
    """All that is counted of people called."""

    followed: FollowedCount
    lacking: LackingCount
    uncalled: int
    """Persons who mark without being called."""
    asking: int = 0
    """Persons who ask to be written to at another address."""


def beside(now: datetime) -> dict[str, Subquery]:
    """Write what is counted of people called as values of another statement."""
    # One row for all: the sessions at work have no date of their archive.
    rows = rows_lacking(now).order_by().values("session__archived_at")
    lacking = {name: Subquery(rows.annotate(counted=count).values("counted")[:1]) for name, count in _LACKING.items()}
    return followed_beside(now) | lacking | {"uncalled": expected.count_beside(), "asking": addresses_asked()}


def count_called(values: Mapping[str, Any]) -> CalledCount:
    """Read what was asked beside another statement, or alone."""
    counts = {name: values.get(name) or 0 for name in FollowedCount.__dataclass_fields__}
    lacking = LackingCount(values.get("lists") or 0, values.get("lacked") or 0, values.get("first_at") or None)
    return CalledCount(FollowedCount(**counts), lacking, values.get("uncalled") or 0, values.get("asking") or 0)


_LACKING = {"lists": Count("pk"), "lacked": Sum("lacking"), "first_at": Min("begins_at")}


def _assignments(paper_id: int) -> QuerySet[Assignment]:
    return Assignment.objects.filter(ON_LIST, mission__paper=paper_id)


def _letters(act: str, paper_id: int) -> QuerySet[ConvocationEvent, Any]:
    rows = ConvocationEvent.objects.filter(act=act, convocation__assignment__mission__paper=paper_id)
    return rows.values_list("convocation__code")


def _spans(paper_id: int) -> QuerySet[Any, Any]:
    spans = {"first": Min("mission__activities__starts_at"), "last": Max("mission__activities__ends_at")}
    rows: QuerySet[Any, Any] = _assignments(paper_id).annotate(**spans)
    return rows.values_list("person_id", "person__identifier", *spans)


_LETTERS: Question[tuple[str]] = Question(_letters)
_SPANS: Question[tuple[int, str, datetime, datetime]] = Question(_spans)
_LATE: Question[tuple[int]] = Question(
    lambda paper_id: _assignments(paper_id).filter(late_on__isnull=False).values_list("person_id")
)
_UNCALLED: Question[tuple[int]] = Question(
    lambda paper_id: uncalled_rows().filter(batch__paper=paper_id).values_list("person").distinct()
)


def letters_on_which(act: ConvocationAct, paper_id: int) -> list[str]:
    """List the letters of a paper on which something was noted, each by the code of its first issue."""
    return _once(letters.first_code(code) for (code,) in _LETTERS.ask(act=act.value, paper_id=paper_id))


def called_unavailable(paper: exams.Paper) -> list[str]:
    """List who is on a list of a paper for days on which they are declared unavailable, by identifier."""
    called = _calls_of(paper)
    if not called:
        return []
    days = [day for _, _, first, last in called for day in (first, last)]
    declared = persons.unavailable_between(min(days), max(days))
    return _once(
        identifier
        for person_id, identifier, first, last in called
        if any(starts <= last and ends >= first for starts, ends in declared.get(person_id, ()))
    )


def marked_uncalled(paper_id: int) -> list[str]:
    """List who had batches of a paper where no letter called them, convened late since or not, by identifier."""
    late, there = ask_all(_LATE.of(paper_id=paper_id), _UNCALLED.of(paper_id=paper_id))
    people = persons.persons_by_id({person for (person,) in (*late, *there)})
    return _once(person.identifier for person in people.values())


def _calls_of(paper: exams.Paper) -> list[tuple[int, str, date, date]]:
    return [
        (person_id, identifier, exams.local(paper, first).date(), exams.local(paper, last).date())
        for person_id, identifier, first, last in _SPANS.ask(paper_id=paper.pk)
    ]


def _once(subjects: Iterable[str]) -> list[str]:
    return sorted(set(subjects))
