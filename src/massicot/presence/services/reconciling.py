"""What a register says is told to the absences, in the same transaction: it wins over what was announced.

Whoever it found absent, and nobody had announced, is of an absence that is to be explained; whoever it found present
was not away on that half-day, whatever was said before, and even if they were let off it and came uncalled. A word
taken back takes back what the register itself had found, and nothing that people announced.
"""

from collections.abc import Iterable
from datetime import datetime

from massicot.absences import queries as absences
from massicot.absences import services as absence_acts
from massicot.absences.rules import AbsenceState
from massicot.core.actor import Actor
from massicot.missions.rules.hours import DayHalf, HalfDay
from massicot.presence.models import HalfDayRegister
from massicot.presence.queries import SheetRow
from massicot.presence.rules import Presence


def tell_absences(row: HalfDayRegister, lines: Iterable[SheetRow], word: Presence, by: Actor, at: datetime) -> None:
    """Tell what a half-day says of some people now."""
    half = (row.register.day, HalfDay(row.half))
    lines = list(lines)
    if word is Presence.ABSENT:
        called = {assignment for line in lines for assignment in line.assignment_ids}
        for assignment in sorted(called):
            absence_acts.observe(assignment_id=assignment, half=half, place_uai=row.register.place_uai, by=by, at=at)
        return
    for assignment in _known_away(row, lines, half):
        known = absences.halves_away(assignment)[half].absence
        if word is Presence.PRESENT or known.state == AbsenceState.OBSERVED:
            absence_acts.end_half(assignment_id=assignment, half=half, by=by, at=at)


def _known_away(row: HalfDayRegister, lines: Iterable[SheetRow], half: DayHalf) -> list[int]:
    """List the missions from which some people are known to be away: that calls them, or called them here before."""
    called: set[int] = set()
    uncalled: set[int] = set()
    for line in lines:
        called.update(line.assignment_ids)
        if not line.is_called:
            uncalled.add(line.person.pk)
    away = absences.away_at(row.register.session_id, None, half[0])
    here = row.register.place_uai
    then = [one for one in away if one.half is half[1]]
    return sorted(
        one.assignment for one in then if one.assignment in called or (one.person in uncalled and one.place == here)
    )
