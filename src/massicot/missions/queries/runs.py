"""Reads around a run: who came on the lists since, who cannot keep it all, of whom nobody told the employer."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Min, OuterRef

from massicot.missions.models import Assignment, ConvocationRun, RunPart
from massicot.missions.queries import convocations
from massicot.missions.queries import drafts as draft_reads
from massicot.missions.rules import hours
from massicot.missions.rules.letters import LetterFacts
from massicot.missions.rules.missions import AssignmentState
from massicot.persons import queries as persons
from massicot.persons.queries import Person, Situation, perhaps_untold
from massicot.persons.rules.situations import is_duty


def come_since(control: ConvocationRun) -> list[int]:
    """List who waits for a letter in the missions of a control run that did not show it, by assignment."""
    seen = convocations.seen_of(control)
    waiting = draft_reads.waiting_ids(control.missions.values_list("pk", flat=True))
    return list(draft_reads.drafts_of([assignment for assignment in waiting if assignment not in seen]))


def clashing_among(control_id: int, drafts: Mapping[int, LetterFacts]) -> list[int]:
    """List those of some letters whose hours nobody could keep, beside the others of their control run."""
    own = Assignment.objects.filter(pk__in=list(drafts)).values_list("person_id", flat=True)
    beside = Assignment.objects.filter(
        person_id__in=list(own), mission__runs=control_id, state=AssignmentState.PROPOSED
    ).exclude(pk__in=list(drafts))
    together = dict(drafts) | draft_reads.drafts_of(beside.values_list("pk", flat=True))
    return [assignment for assignment in _clashing(together) if assignment in drafts]


def _clashing(drafts: Mapping[int, LetterFacts]) -> list[int]:
    """List the assignments whose hours nobody could keep, beside each other and beside letters that hold."""
    persons = dict(Assignment.objects.filter(pk__in=list(drafts)).values_list("pk", "person_id"))
    kept = convocations.kept_facts(set(persons.values()))
    slots: dict[int, list[hours.Slot]] = defaultdict(list)
    for person_id, facts in kept.items():
        slots[person_id] += [slot for one in facts for slot in draft_reads.slots_of(one)]
    for assignment, facts_of_one in drafts.items():
        slots[persons[assignment]] += draft_reads.slots_of(facts_of_one)
    return [
        assignment
        for assignment, facts in drafts.items()
        if hours.clashes(slots[persons[assignment]], draft_reads.slots_of(facts))
    ]


def unwritten_parts(run: ConvocationRun) -> list[RunPart]:
    """List what is left of an official run: its parts that are not written, or the last one until heads are told."""
    if run.told_at or run.cancelled_at:
        return []
    return list(run.parts.filter(done_at=None).order_by("number")) or list(run.parts.order_by("-number")[:1])


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
    asked = waiting.select_related("person", "mission__session").order_by("begins_at")
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
