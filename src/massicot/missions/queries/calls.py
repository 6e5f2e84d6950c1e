"""Reads of one call: the place of a person on a list, and the letter that holds them to it, for later areas."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from django.db.models import QuerySet

from massicot.missions import models
from massicot.missions.rules import ConvocationState
from massicot.missions.rules.hours import DayHalf, half_days
from massicot.missions.rules.letters import LetterFacts, read
from massicot.missions.rules.listing import NotOnList
from massicot.store.lock import share_rows
from massicot.store.prepared import Question, ask_all

Assignment = models.Assignment
"""A row that others are handed and may name; the table itself is imported by this area only."""


def hold_call(assignment_id: int) -> tuple[Assignment, models.Convocation | None]:
    """Fetch the place of a person on a list with the letter that holds, both held until the end of the transaction.

    The letter first, as whoever cancels it does. Raise NotOnList where there is no such place.
    """
    # Whoever cancels their run holds it before its letters too.
    share_rows(models.ConvocationRun, _runs_of(assignment_id))
    letters, rows = ask_all(_LETTER_HELD.of(assignment_id=assignment_id), _PLACE_HELD.of(assignment_id=assignment_id))
    if not rows:
        raise NotOnList
    return rows[0], next(iter(letters), None)


def places_called(assignment_id: int) -> tuple[Assignment, Mapping[DayHalf, str]]:
    """Fetch the place of a person on a list, and map the half-days to which their letter calls to the place of each.

    Raise NotOnList where there is no such place.
    """
    rows, letters = ask_all(_PLACE.of(assignment_id=assignment_id), _LETTER.of(assignment_id=assignment_id))
    if not rows:
        raise NotOnList
    return rows[0], halves_called(read(letters[0].facts)) if letters else {}


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


def _runs_of(assignment_id: int) -> Iterator[int]:
    """List the run of the letter that holds; asked where rows are held one by one alone."""
    yield from (run for (run,) in _RUNS.ask(assignment_id=assignment_id))


def _letter(assignment_id: int) -> QuerySet[models.Convocation]:
    return models.Convocation.objects.filter(assignment_id=assignment_id, state=ConvocationState.VALID)


def _place(assignment_id: int) -> QuerySet[Assignment]:
    return Assignment.objects.select_related("person", "mission__session").filter(pk=assignment_id)


_RUNS: Question[tuple[int]] = Question(lambda assignment_id: _letter(assignment_id).values_list("run"))
_LETTER: Question[models.Convocation] = Question(_letter)
_LETTER_HELD: Question[models.Convocation] = Question(
    lambda assignment_id: _letter(assignment_id).select_for_update(of=("self",))
)
_PLACE: Question[Assignment] = Question(_place)
_PLACE_HELD: Question[Assignment] = Question(
    lambda assignment_id: _place(assignment_id).select_for_update(of=("self",), no_key=True)
)
