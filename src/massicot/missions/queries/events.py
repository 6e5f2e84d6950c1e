"""What happened around the convocations of a paper, as the ladder's events tell it: by letter, or by person."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Max, Min

from massicot.exams import queries as exams
from massicot.missions.models import Assignment, ConvocationEvent
from massicot.missions.queries.missions import ON_LIST
from massicot.missions.queries.uncalled import uncalled_rows
from massicot.missions.rules import ConvocationAct, letters
from massicot.persons import queries as persons


def letters_on_which(act: ConvocationAct, paper_id: int) -> list[str]:
    """List the letters of a paper on which something was noted, each by the code of its first issue."""
    rows = ConvocationEvent.objects.filter(act=act, convocation__assignment__mission__paper=paper_id)
    return _once(letters.first_code(code) for code in rows.values_list("convocation__code", flat=True))


def called_unavailable(paper: exams.Paper) -> list[str]:
    """List who is on a list of a paper for days on which they are declared unavailable, by identifier."""
    called = _called(paper)
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
    late = Assignment.objects.filter(ON_LIST, mission__paper=paper_id, late_on__isnull=False)
    there = uncalled_rows().filter(batch__paper=paper_id).values_list("person", flat=True).distinct()
    people = persons.persons_by_id({*late.values_list("person_id", flat=True), *there})
    return _once(person.identifier for person in people.values())


def _called(paper: exams.Paper) -> list[tuple[int, str, date, date]]:
    rows = Assignment.objects.filter(ON_LIST, mission__paper=paper.pk)
    spans = rows.annotate(first=Min("mission__activities__starts_at"), last=Max("mission__activities__ends_at"))
    return [
        (person_id, identifier, exams.local(paper, first).date(), exams.local(paper, last).date())
        for person_id, identifier, first, last in spans.values_list("person_id", "person__identifier", "first", "last")
    ]


def _once(subjects: Iterable[str]) -> list[str]:
    return sorted(set(subjects))
