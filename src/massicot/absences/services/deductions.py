"""The file of a deduction, made of what is known on that day; its letter is set again from it whenever asked."""

from datetime import datetime

from django.db import transaction

from massicot.absences.models import Absence, Deduction
from massicot.absences.queries import absences as queries
from massicot.absences.rules.absences import AbsenceAnswered, Who
from massicot.absences.rules.deductions import (
    DeductionFacts,
    DeductionFate,
    NobodyWasAway,
    facts_text,
    fate_of,
    reference_of,
    thirtieths,
)
from massicot.absences.rules.life import Step
from massicot.absences.services.absences import Held, hold_file, take_step
from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.missions.rules.hours import DayHalf
from massicot.persons import queries as persons


@transaction.atomic
def file_deduction(*, absence_id: int, by: Actor, at: datetime) -> Deduction:
    """Make the file of the deduction for an unjustified absence: a thirtieth for each day of which a half was not done.

    Raise NobodyWasAway, PayerUnknown, NothingToDeduct, AbsenceUnknown or AbsenceMoved.
    """
    return _file(absence_id, by, at, is_referred=False)


@transaction.atomic
def file_deduction_and_refer(*, absence_id: int, by: Actor, at: datetime) -> Deduction:
    """Make the same file, which says that the absence is referred for discipline besides; raise the same."""
    return _file(absence_id, by, at, is_referred=True)


def _file(absence_id: int, by: Actor, at: datetime, *, is_referred: bool) -> Deduction:
    held = hold_file(absence_id)
    halves = queries.halves_of(held.absence)
    if not halves:
        raise NobodyWasAway(person=held.name)
    step = take_step(held.absence, Step.DEDUCT, Who.OFFICE, by, at)
    Absence.objects.filter(pk=held.absence.pk).update(answered_at=at)
    facts = _facts(held, halves, at, is_referred=is_referred)
    row = Deduction.objects.create(
        absence=held.absence,
        thirtieths=facts.thirtieths,
        fate=facts.fate,
        is_referred=is_referred,
        facts=facts_text(facts),
        filed_at=at,
        filed_by=by.login,
    )
    fact = AbsenceAnswered(held.absence.pk, step.pk)
    audit.record(subject=queries.subject_of(held.absence.pk), fact=fact, by=by, at=at)
    return row


def _facts(held: Held, halves: list[DayHalf], at: datetime, *, is_referred: bool) -> DeductionFacts:
    person, mission = held.assignment.person, held.assignment.mission
    session = mission.session
    situation = persons.situations_of({person.pk}, halves[0][0]).get(person.pk)
    fate = _fate(held, situation)
    earlier = Deduction.objects.filter(absence=held.absence).count()
    place = held.absence.halves.order_by("day", "pk").values_list("place_uai", flat=True).first() or mission.place_uai
    return DeductionFacts(
        reference=reference_of(held.absence.pk, earlier),
        authority=session.authority,
        office=session.office,
        address=session.office_address,
        telephone=session.office_telephone,
        signatory=session.signatory,
        session=session.title,
        is_rehearsal=session.is_rehearsal,
        identifier=person.identifier,
        name=" ".join(filter(None, (person.civility, person.first_name, person.surname))),
        institution=exams.institution_name(situation.institution_uai) if situation else "",
        mission=mission.title,
        place=exams.institution_name(place),
        convocation=held.absence.letter_code,
        halves=tuple((day.isoformat(), half.value) for day, half in halves),
        thirtieths=thirtieths(halves),
        fate=fate,
        is_referred=is_referred,
        filed_on=exams.day_of(session, at).isoformat(),
    )


def _fate(held: Held, situation: persons.Situation | None) -> DeductionFate:
    kind = situation.employer_kind if situation else ""
    is_state_agent = situation.is_state_agent if situation else None
    return fate_of(kind, is_state_agent=is_state_agent, person=held.name)
