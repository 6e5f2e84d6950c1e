"""Reads around an official run: who came on the lists since the control run, who cannot keep it all, what is left."""

from collections import defaultdict
from collections.abc import Mapping

from massicot.missions.models import Assignment, ConvocationRun, RunPart
from massicot.missions.queries import convocations, drafting
from massicot.missions.rules import AssignmentState, hours
from massicot.missions.rules.letters import LetterFacts


def come_since(control: ConvocationRun) -> list[int]:
    """List who waits for a letter in the missions of a control run that did not show it, by assignment."""
    seen = convocations.seen_of(control)
    waiting = drafting.waiting_ids(control.missions.values_list("pk", flat=True))
    return list(drafting.drafts_of([assignment for assignment in waiting if assignment not in seen]))


def clashing_among(control_id: int, drafts: Mapping[int, LetterFacts]) -> list[int]:
    """List those of some letters whose hours nobody could keep, beside the others of their control run."""
    own = Assignment.objects.filter(pk__in=list(drafts)).values_list("person_id", flat=True)
    beside = Assignment.objects.filter(
        person_id__in=list(own), mission__runs=control_id, state=AssignmentState.PROPOSED
    ).exclude(pk__in=list(drafts))
    together = dict(drafts) | drafting.drafts_of(beside.values_list("pk", flat=True))
    return [assignment for assignment in _clashing(together) if assignment in drafts]


def _clashing(drafts: Mapping[int, LetterFacts]) -> list[int]:
    """List the assignments whose hours nobody could keep, beside each other and beside letters that hold."""
    persons = dict(Assignment.objects.filter(pk__in=list(drafts)).values_list("pk", "person_id"))
    kept = convocations.kept_facts(set(persons.values()))
    slots: dict[int, list[hours.Slot]] = defaultdict(list)
    for person_id, facts in kept.items():
        slots[person_id] += [slot for one in facts for slot in drafting.slots_of(one)]
    for assignment, facts_of_one in drafts.items():
        slots[persons[assignment]] += drafting.slots_of(facts_of_one)
    return [
        assignment
        for assignment, facts in drafts.items()
        if hours.clashes(slots[persons[assignment]], drafting.slots_of(facts))
    ]


def unwritten_parts(run: ConvocationRun) -> list[RunPart]:
    """List what is left of an official run: its parts that are not written, or the last one until heads are told."""
    if run.told_at or run.cancelled_at:
        return []
    return list(run.parts.filter(done_at=None).order_by("number")) or list(run.parts.order_by("-number")[:1])
