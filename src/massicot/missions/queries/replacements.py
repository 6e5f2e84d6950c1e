"""Reads of somebody who is to be replaced: what they would be called to, what is left of it, who may take it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from massicot.missions.models import Assignment, Convocation
from massicot.missions.queries import drafts
from massicot.missions.queries.letters import with_known
from massicot.missions.queries.lists import Stead
from massicot.missions.queries.missions import ON_LIST
from massicot.missions.rules import replacements
from massicot.missions.rules.hours import DayHalf, Slot, half_days
from massicot.missions.rules.letters import LetterFacts, read
from massicot.missions.rules.lists import NotOnList, Obstacle
from massicot.missions.rules.missions import ConvocationState
from massicot.missions.rules.replacements import kept_hours, read_halves
from massicot.persons.queries import persons_called
from massicot.store.prepared import Question, ask_all

FOUND_AT_MOST = 50
"""How many letters a name finds at most: whoever types more of it finds fewer."""


@dataclass(frozen=True, slots=True)
class PlaceCalled:
    """What somebody is, or was, called to in one mission: the half-days of it that are not over."""

    assignment: Assignment
    facts: LetterFacts | None
    """What their letter would say if they were let off nothing; None where the mission has no hours any more."""
    letter: Convocation | None
    """The letter that holds; None once they are let off all of it."""
    left: Sequence[DayHalf]
    """The half-days of the mission that are not over, let off or not."""
    called: Collection[DayHalf]
    """Those to which the letter that holds still calls them."""


def place_called(assignment_id: int) -> Assignment:
    """Fetch the place of somebody who is, or was, called to a mission by a letter; raise NotOnList."""
    row = _CALLED.first(assignment_id=assignment_id)
    if row is None:
        raise NotOnList
    return row


def call_of(assignment_id: int, at: datetime) -> PlaceCalled:
    """Tell what somebody on the list of a mission is, or was, called to by a letter; raise NotOnList."""
    rows, held = ask_all(_CALLED.of(assignment_id=assignment_id), _HOLDS.of(assignment_id=assignment_id))
    if not rows:
        raise NotOnList
    row = rows[0]
    letter = next(iter(held), None)
    facts = drafts.draft_in_full(row)
    left = replacements.halves_left([(slot.starts, slot.ends) for slot in facts.slots], at) if facts else []
    slots = read(letter.facts).slots if letter else ()
    return PlaceCalled(row, facts, letter, left, {half for slot in slots for half in half_days(slot.starts, slot.ends)})


def letters_to_come(words: str, now: datetime) -> list[Convocation]:
    """Find the letters that hold and are not over of those whose name, or identifier, holds some words."""
    people = persons_called(words).values("pk")
    rows = Convocation.objects.filter(
        state=ConvocationState.VALID, ends_at__gt=now, assignment__person__in=people, run__session__archived_at=None
    ).select_related("assignment__person", "assignment__mission")
    ordered = rows.order_by("assignment__person__surname", "assignment__person__first_name", "starts_at", "pk")
    return list(ordered[:FOUND_AT_MOST])


def letters_held_by(assignment_ids: Collection[int]) -> dict[int, Convocation]:
    """Map places on lists to the letter that holds, each with what is known of it, as `standing`."""
    rows = _HELD.ask(assignment_ids=list(assignment_ids)) if assignment_ids else []
    return {row.assignment_id: row for row in rows}


def state_told(letter: Convocation) -> str:
    """Say where a letter stands, to whoever holds it.

    One that was cancelled, and whose reader was called again since, is replaced by the letter that does so.
    """
    again = Convocation.objects.filter(assignment=letter.assignment_id, state=ConvocationState.VALID)
    is_again = letter.state == ConvocationState.CANCELLED and again.exists()
    return ConvocationState.REPLACED if is_again else letter.state


def unreached_letters(now: datetime) -> QuerySet[Any]:
    """Find the letters that hold and of which a head said that their reader is not reached, and nobody knows more."""
    rows = Convocation.objects.filter(state=ConvocationState.VALID, ends_at__gt=now, run__session__archived_at=None)
    return with_known(rows).filter(is_unreached=True, is_known=False, is_touched=False)


def wanted_slots(facts: LetterFacts, halves: Collection[DayHalf]) -> list[Slot]:
    """Give the hours of a letter on some half-days."""
    off = replacements.but(halves)
    spans = ((slot, kept_hours(slot.starts_at, slot.ends_at, off)) for slot in drafts.slots_of(facts))
    return [Slot(*span, slot.place, slot.mission) for slot, span in spans if span]


def is_at_hand(row: Assignment, halves: Collection[DayHalf]) -> bool:
    """Say whether somebody on the list may take half-days: of the reserve, or standing in on others alone."""
    return row.is_reserve or bool(row.halves and read_halves(row.halves).isdisjoint(halves))


def reserve_of(mission_id: int) -> set[int]:
    """List who is on the list of a mission for its reserve, by person."""
    rows = Assignment.objects.filter(ON_LIST, mission_id=mission_id, is_reserve=True)
    return set(rows.values_list("person_id", flat=True))


def stead_of(call: PlaceCalled, halves: Collection[DayHalf], against: Mapping[int, Sequence[Obstacle]]) -> Stead:
    """Say what is asked of whoever replaces somebody on some half-days."""
    rows = Assignment.objects.filter(ON_LIST, mission_id=call.assignment.mission_id).exclude(pk=call.assignment.pk)
    at_hand = frozenset(row.person_id for row in rows if is_at_hand(row, halves))
    return Stead(wanted_slots(call.facts, halves) if call.facts else [], at_hand, against)


def _assignment_row(assignment_id: int) -> QuerySet[Assignment]:
    rows = Assignment.objects.filter(pk=assignment_id, pk__in=Convocation.objects.values("assignment"))
    return rows.select_related("person", "mission__session", "mission__paper")


_CALLED: Question[Assignment] = Question(_assignment_row)
_HOLDS: Question[Convocation] = Question(
    lambda assignment_id: Convocation.objects.filter(assignment_id=assignment_id, state=ConvocationState.VALID)
)
_HELD: Question[Any] = Question(
    lambda assignment_ids: with_known(
        Convocation.objects.filter(assignment_id__in=assignment_ids, state=ConvocationState.VALID)
    )
)
