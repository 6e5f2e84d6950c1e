"""Reads of who waits for a letter, and of whom nobody told who employs them: whether they must come is not known."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Min, OuterRef

from massicot.missions.models import Assignment
from massicot.missions.rules import AssignmentState
from massicot.persons import queries as persons
from massicot.persons.queries import Person, Situation
from massicot.persons.queries.employers import perhaps_untold
from massicot.persons.rules.duty import is_duty


@dataclass(frozen=True, slots=True)
class EmployerUnknown:
    """Somebody who waits for a letter to a day on which nobody knows who employs them."""

    person: Person
    institution_uai: str
    day: date


def employers_unknown(session_id: int) -> list[EmployerUnknown]:
    """List those, once each with the first of these days, by institution and name."""
    rows = Assignment.objects.filter(perhaps_untold(OuterRef("person")), mission__session_id=session_id)
    waiting = rows.filter(state=AssignmentState.PROPOSED).annotate(begins_at=Min("mission__activities__starts_at"))
    found: dict[int, EmployerUnknown] = {}
    asked = waiting.filter(begins_at__isnull=False).select_related("person", "mission__session").order_by("begins_at")
    days: dict[date, list[Any]] = defaultdict(list)
    for row in asked:
        zone = ZoneInfo(row.mission.session.time_zone)
        days[row.begins_at.astimezone(zone).date()].append(row)
    for day, some in days.items():
        situations = persons.situations_of({row.person_id for row in some}, day)
        for person in (row.person for row in some):
            if _is_unknown(situations, person.pk):
                school = situations[person.pk].institution_uai if person.pk in situations else ""
                found.setdefault(person.pk, EmployerUnknown(person, school, day))
    return sorted(
        found.values(), key=lambda one: (one.institution_uai, one.person.surname, one.person.first_name, one.person.pk)
    )


def _is_unknown(situations: Mapping[int, Situation], person_id: int) -> bool:
    known = situations.get(person_id)
    return known is None or is_duty(known.employer_kind, is_state_agent=known.is_state_agent) is None
