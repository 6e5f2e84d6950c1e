"""Reads of who replaces whom, and of what was said of whom."""

from django.db.models import QuerySet

from massicot.missions.queries.calls import Assignment
from massicot.missions.rules import AssignmentState
from massicot.missions.rules.hours import DayHalf, HalfDay
from massicot.persons.queries import Person
from massicot.replacements import models
from massicot.replacements.rules import NothingAsked
from massicot.store.prepared import Question

Replacement = models.Replacement
ReplacedHalf = models.ReplacedHalf
"""Rows that others are handed and may name; the tables themselves are imported by this area only."""


def name_of(person: Person) -> str:
    """Write a name as refusals do: Mme Bob BADIANE."""
    return " ".join(filter(None, (person.civility, person.first_name, person.surname)))


def replacement_by_id(replacement_id: int) -> Replacement:
    """Fetch a replacement with its people; raise NothingAsked."""
    row = _REPLACEMENT.first(replacement_id=replacement_id)
    if row is None:
        raise NothingAsked
    return row


def standing_halves(absent: Assignment) -> dict[DayHalf, Replacement]:
    """Map the half-days of somebody on which another comes to who that is; one who is called no more comes not."""
    return {half_of(row): row.replacement for row in _STANDING.ask(absent_id=absent.pk)}


def standing_rows() -> QuerySet[ReplacedHalf]:
    """Find the half-days that somebody keeps in the stead of another."""
    rows = ReplacedHalf.objects.filter(ended_at=None)
    return rows.exclude(replacement__stand_in__state=AssignmentState.WITHDRAWN)


def replaced_persons(paper_id: int) -> list[str]:
    """List who is replaced on some half-day of the missions of a paper, by identifier."""
    return sorted({identifier for (identifier,) in _REPLACED.ask(paper_id=paper_id)})


_REPLACED: Question[tuple[str]] = Question(
    lambda paper_id: standing_rows().filter(absent__mission__paper=paper_id).values_list("absent__person__identifier")
)
_REPLACEMENT: Question[Replacement] = Question(
    lambda replacement_id: Replacement.objects.select_related(
        "absent__person", "absent__mission__session", "person", "stand_in"
    ).filter(pk=replacement_id)
)
_STANDING: Question[ReplacedHalf] = Question(
    lambda absent_id: (
        standing_rows().filter(absent=absent_id).select_related("replacement__person", "replacement__stand_in")
    )
)
_WORDS: Question[Replacement] = Question(
    lambda absent_id: (
        Replacement.objects.filter(absent=absent_id).select_related("person", "stand_in").order_by("-said_at", "-pk")
    )
)


def words_of(absent: Assignment) -> list[Replacement]:
    """List who was asked or offered in the stead of somebody and what came of it, the last first."""
    return _WORDS.ask(absent_id=absent.pk)


def half_of(row: ReplacedHalf) -> DayHalf:
    """Read a row as a half-day."""
    return row.day, HalfDay(row.half)
