"""The act of announcing an absence, by the person, their head of institution, the marking centre or the office.

It excuses nobody: the convocation holds until it is answered.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from massicot.absences import queries
from massicot.absences.models import Absence, AbsentHalf
from massicot.absences.rules import AbsenceAnnounced, AbsenceState, Who
from massicot.absences.rules.announcing import SaidOfAbsence, check_halves, in_order, tidy_said
from massicot.absences.rules.life import Step
from massicot.absences.services.handing_in import keep_with
from massicot.absences.services.stepping import note_step
from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.missions import services as missions
from massicot.missions.queries import calls, convocations
from massicot.missions.rules.hours import DayHalf


@transaction.atomic
def announce_unchecked_register(
    *, assignment_id: int, halves: Collection[DayHalf], said: SaidOfAbsence, way: Who, by: Actor, at: datetime
) -> Absence:
    """Note that somebody does not come on some half-days to which their letter calls them.

    Raise NoHalfDays, HalfNotCalled, AwayAlready, NotOnList, TextNamesCandidate, TextMayNameCandidate or
    SessionIsArchived.
    """
    tidy = tidy_said(said)
    assignment, letter = calls.hold_call(assignment_id)
    exams.check_at_work(assignment.mission.session)
    called = calls.halves_called(convocations.facts_of(letter)) if letter else {}
    away = queries.halves_away(assignment_id)
    check_halves(called.keys(), away.keys(), halves, calls.name_on(assignment))
    absence = Absence.objects.create(
        assignment=assignment,
        letter_code=letter.code if letter else "",
        institution_uai=letter.institution_uai if letter else "",
        state=AbsenceState.ANNOUNCED,
        kind=tidy.kind,
        way=way,
        words=tidy.words,
        said_at=at,
        said_by=by.login,
    )
    add_halves(absence, {half: called[half] for half in halves})
    keep_with(absence, tidy.document, way, by, at)
    note_step(absence, Step.ANNOUNCE, by, at)
    if letter:
        missions.note_cannot_come(convocation=letter, by=by, at=at)
    audit.record(subject=queries.subject_of(absence.pk), fact=AbsenceAnnounced(absence.pk), by=by, at=at)
    return absence


def add_halves(absence: Absence, places: Mapping[DayHalf, str]) -> None:
    """Add half-days to an absence, each at its place."""
    AbsentHalf.objects.bulk_create(
        AbsentHalf(
            absence=absence, assignment_id=absence.assignment_id, day=half[0], half=half[1], place_uai=places[half]
        )
        for half in in_order(places)
    )
