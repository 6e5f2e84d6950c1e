"""What a register says of absences: it found somebody away, or present who was known to be away.

Lower services of the acts that key a register: they join the transaction of these. The register wins.
"""

from datetime import datetime

from django.db import transaction

from massicot.absences import queries
from massicot.absences.models import Absence, AbsentHalf
from massicot.absences.rules import AbsenceObserved, AbsenceState, AwayPersonCame, Who
from massicot.absences.rules.life import Step
from massicot.absences.services.announcing import add_halves
from massicot.absences.services.stepping import note_step, say_it_holds, take_step
from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.missions.queries import calls
from massicot.missions.rules.hours import DayHalf


@transaction.atomic
def observe(*, assignment_id: int, half: DayHalf, place_uai: str, by: Actor, at: datetime) -> Absence:
    """Note that a register found somebody away on one half-day; nothing more where that is known already.

    Half-days that nobody had announced are of one absence, until it is explained or answered. Raise NotOnList.
    """
    assignment, letter = calls.hold_call(assignment_id)
    if known := queries.halves_away(assignment_id).get(half):
        return known.absence
    waiting = Absence.objects.filter(assignment=assignment, state=AbsenceState.OBSERVED)
    absence = waiting.select_for_update().first() or Absence.objects.create(
        assignment=assignment,
        letter_code=letter.code if letter else "",
        institution_uai=letter.institution_uai if letter else "",
        state=AbsenceState.OBSERVED,
        way=Who.REGISTER,
        said_at=at,
        said_by=by.login,
    )
    add_halves(absence, {half: place_uai})
    note_step(absence, Step.OBSERVE, by, at)
    audit.record(subject=queries.subject_of(absence.pk), fact=AbsenceObserved(absence.pk), by=by, at=at)
    return absence


@transaction.atomic
def end_half(*, assignment_id: int, half: DayHalf, by: Actor, at: datetime) -> Absence | None:
    """Note that a register found somebody present: that half-day of any absence ends, and is kept.

    The office is told, unless the absence was a register's own. None where nobody took them for away. Raise NotOnList.
    """
    calls.hold_call(assignment_id)
    known = queries.halves_away(assignment_id).get(half)
    if known is None:
        return None
    absence = queries.hold_absence(known.absence_id)
    AbsentHalf.objects.filter(pk=known.pk).update(ended_at=at, ended_by=by.login)
    if absence.state != AbsenceState.OBSERVED:
        Absence.objects.filter(pk=absence.pk).update(came_at=at, came_seen_at=None)
    if queries.halves_of(absence):
        note_step(absence, Step.COME, by, at)
    else:
        take_step(absence, Step.COME, Who.REGISTER, by, at)
        say_it_holds(absence, by, at)
    audit.record(subject=queries.subject_of(absence.pk), fact=AwayPersonCame(absence.pk), by=by, at=at)
    return absence
