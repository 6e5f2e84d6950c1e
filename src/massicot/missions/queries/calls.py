"""Reads of one call: the place of a person on a list, and the letter that holds them to it, for later areas."""

from collections.abc import Collection, Mapping
from datetime import datetime

from massicot.missions import models
from massicot.missions.rules import ConvocationState
from massicot.missions.rules.hours import DayHalf, half_days
from massicot.missions.rules.letters import LetterFacts, read
from massicot.missions.rules.listing import NotOnList
from massicot.store.lock import share_rows

Assignment = models.Assignment
"""A row that others are handed and may name; the table itself is imported by this area only."""


def hold_call(assignment_id: int) -> tuple[Assignment, models.Convocation | None]:
    """Fetch the place of a person on a list with the letter that holds, both held until the end of the transaction.

    The letter first, as whoever cancels it does. Raise NotOnList where there is no such place.
    """
    letters = models.Convocation.objects.filter(assignment_id=assignment_id, state=ConvocationState.VALID)
    # Whoever cancels their run holds it before its letters too.
    share_rows(models.ConvocationRun, letters.values_list("run", flat=True))
    letter = letters.select_for_update(of=("self",)).first()
    rows = Assignment.objects.select_related("person", "mission__session").filter(pk=assignment_id)
    row = rows.select_for_update(of=("self",), no_key=True).first()
    if row is None:
        raise NotOnList
    return row, letter


def places_called(assignment_id: int) -> tuple[Assignment, Mapping[DayHalf, str]]:
    """Fetch the place of a person on a list, and map the half-days to which their letter calls to the place of each.

    Raise NotOnList where there is no such place.
    """
    row = Assignment.objects.select_related("person", "mission__session").filter(pk=assignment_id).first()
    if row is None:
        raise NotOnList
    letter = models.Convocation.objects.filter(assignment=row, state=ConvocationState.VALID).first()
    return row, halves_called(read(letter.facts)) if letter else {}


def is_called_to(assignment_id: int, halves: Collection[DayHalf], at: datetime) -> bool:
    """Say whether a letter that holds, and is not over, calls somebody to one of some half-days."""
    rows = models.Convocation.objects.filter(assignment=assignment_id, state=ConvocationState.VALID, ends_at__gt=at)
    letter = rows.first()
    return letter is not None and not halves_called(read(letter.facts)).keys().isdisjoint(halves)


def halves_called(facts: LetterFacts) -> Mapping[DayHalf, str]:
    """Map the half-days to which a letter calls to the place of each, in their order."""
    places: dict[DayHalf, str] = {}
    for slot in sorted(facts.slots, key=lambda slot: slot.starts):
        for half in half_days(slot.starts, slot.ends):
            places.setdefault(half, slot.place)
    return places


def name_on(assignment: Assignment) -> str:
    """Name who is on a list."""
    return f"{assignment.person.first_name} {assignment.person.surname}"
