"""The answers to an absence: a decision of the rector, held to be unjustified, taken back; a doctor asked to look."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db import transaction

from massicot.absences.models import Absence, AbsenceStep, AbsentHalf, CounterVisit, Deduction, RectorDecision
from massicot.absences.queries import absences as queries
from massicot.absences.rules.absences import (
    REASON_LENGTH,
    AbsenceAnswered,
    AbsenceFollowed,
    AbsenceKeptApart,
    AbsenceState,
    Who,
)
from massicot.absences.rules.deductions import check_over
from massicot.absences.rules.life import (
    DecisionTyped,
    HalvesNotOfAbsence,
    NoVisitAsked,
    ReasonMissing,
    Step,
    VisitTyped,
    check_decision,
    check_visit_asked,
    check_visited,
    have_begun,
    leads_there,
)
from massicot.absences.services.absences import Held, add_halves, hold_file, say_it_holds, take_step
from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.core.draws import Draw
from massicot.core.spelling import visible_text
from massicot.core.wall import check_names_nobody
from massicot.documents.convocation_mails import exemption_reason
from massicot.exams import queries as exams
from massicot.missions import services as missions
from massicot.missions.rules.hours import DayHalf
from massicot.missions.services import Addresses
from massicot.store.writes import swap_one

SAID = ("assignment", "letter_code", "institution_uai", "kind", "way", "words", "said_at", "said_by")
"""What is said of an absence, and by whom; its documents are in the file of the one for which they were handed in."""


@transaction.atomic
def grant_exemption(
    *,
    absence_id: int,
    typed: DecisionTyped,
    halves: Collection[DayHalf],
    addresses: Addresses,
    draw: Draw,
    by: Actor,
    at: datetime,
) -> None:
    """Type that the rector exempts somebody from some half-days of an absence, or from all.

    The letter is issued again without them, or cancelled; it holds for those that are left. Of these, the ones that
    have begun wait for an answer of their own: nobody came then, and nothing excuses it. Raise DecisionIncomplete,
    DecidedBeforeSaid, DecidedTomorrow, HalvesNotOfAbsence, AbsenceUnknown or AbsenceMoved.
    """
    held = hold_file(absence_id)
    away = queries.halves_of(held.absence)
    if not halves or not set(halves) <= set(away):
        raise HalvesNotOfAbsence
    before = AbsenceState(held.absence.state)
    _decide(held, Step.GRANT, typed, by, at)
    left = set(away) - set(halves)
    places = {half: row.place_uai for half, row in queries.halves_away(held.assignment.pk).items() if half in left}
    _end(held.absence, left, by, at)
    here = at.astimezone(exams.zone_of(held.assignment.mission.session))
    begun = {half: place for half, place in places.items() if have_begun(half, here)}
    if begun:
        _keep_apart(held.absence, before, begun, by, at)
    missions.let_off(
        assignment_id=held.assignment.pk,
        halves=halves,
        reason=exemption_reason(typed.decided_on, typed.reference),
        addresses=addresses,
        draw=draw,
        by=by,
        at=at,
    )


@transaction.atomic
def refuse_exemption(*, absence_id: int, typed: DecisionTyped, by: Actor, at: datetime) -> None:
    """Type that the rector exempts somebody from nothing: the letter holds.

    Raise DecisionIncomplete, DecidedBeforeSaid, DecidedTomorrow, AbsenceUnknown or AbsenceMoved.
    """
    held = hold_file(absence_id)
    _decide(held, Step.REFUSE, typed, by, at)
    say_it_holds(held.absence, by, at)


@transaction.atomic
def leave_unjustified(*, absence_id: int, by: Actor, at: datetime) -> None:
    """Hold an absence that is over to be unjustified; raise StillToCome, AbsenceUnknown or AbsenceMoved."""
    held = hold_file(absence_id)
    check_over(queries.halves_of(held.absence), _today(held, at))
    _answer(held.absence, Step.LEAVE_UNJUSTIFIED, by, at)
    say_it_holds(held.absence, by, at)


@transaction.atomic
def take_back_answer_unchecked_replacement(
    *,
    absence_id: int,
    reason: str,
    replaced: Collection[DayHalf],
    addresses: Addresses,
    draw: Draw,
    by: Actor,
    at: datetime,
) -> None:
    """Take the answer to an absence back: it waits for another one; what was answered is kept.

    Whoever was let off half-days is called to them again while their letter holds, but to those on which somebody
    comes in their stead; a letter that was cancelled stays so. Raise ReasonMissing, AbsenceUnknown or AbsenceMoved.
    """
    tidy = " ".join(visible_text(reason).split())[:REASON_LENGTH]
    if not tidy:
        raise ReasonMissing
    check_names_nobody(tidy)
    held = hold_file(absence_id)
    _answer(held.absence, Step.TAKE_BACK, by, at, tidy)
    RectorDecision.objects.filter(absence=held.absence, taken_back_at=None).update(taken_back_at=at)
    Deduction.objects.filter(absence=held.absence, taken_back_at=None).update(taken_back_at=at)
    missions.call_again(
        assignment_id=held.assignment.pk,
        halves=[half for half in queries.halves_of(held.absence) if half not in replaced],
        addresses=addresses,
        draw=draw,
        by=by,
        at=at,
    )


def _decide(held: Held, step: Step, typed: DecisionTyped, by: Actor, at: datetime) -> None:
    said_on = exams.day_of(held.assignment.mission.session, held.absence.said_at)
    check_decision(typed, said_on, _today(held, at))
    check_names_nobody(typed.in_name_of, typed.reference)
    _answer(held.absence, step, by, at)
    RectorDecision.objects.create(
        absence=held.absence,
        is_granted=step is Step.GRANT,
        in_name_of=typed.in_name_of.strip(),
        decided_on=typed.decided_on,
        reference=typed.reference.strip(),
        typed_at=at,
        typed_by=by.login,
    )


def _answer(absence: Absence, step: Step, by: Actor, at: datetime, note: str = "") -> None:
    row = take_step(absence, step, Who.OFFICE, by, at, note)
    Absence.objects.filter(pk=absence.pk).update(answered_at=at)
    audit.record(subject=queries.subject_of(absence.pk), fact=AbsenceAnswered(absence.pk, row.pk), by=by, at=at)


def _end(absence: Absence, halves: Collection[DayHalf], by: Actor, at: datetime) -> None:
    for day, half in halves:
        rows = AbsentHalf.objects.filter(absence=absence, day=day, half=half, ended_at=None)
        rows.update(ended_at=at, ended_by=by.login)


def _keep_apart(exempted: Absence, state: AbsenceState, places: Mapping[DayHalf, str], by: Actor, at: datetime) -> None:
    """Keep half-days of an absence as one of their own, which was said as the other one was, and is not answered."""
    absence = Absence.objects.create(state=state, **{name: getattr(exempted, name) for name in SAID})
    add_halves(absence, places)
    for row in exempted.steps.order_by("pk"):
        if leads_there(row.step):
            AbsenceStep.objects.create(absence=absence, step=row.step, note=row.note, at=row.at, by=row.by)
    fact = AbsenceKeptApart(absence.pk, exempted.pk)
    audit.record(subject=queries.subject_of(absence.pk), fact=fact, by=by, at=at)


def _today(held: Held, at: datetime) -> date:
    return exams.day_of(held.assignment.mission.session, at)


@transaction.atomic
def ask_counter_visit(*, absence_id: int, by: Actor, at: datetime) -> None:
    """Note that a counter-visit is asked for; raise VisitOfNoIllness, VisitAskedAlready or AbsenceMoved."""
    held = hold_file(absence_id)
    waiting = CounterVisit.objects.filter(absence=held.absence, result="")
    check_visit_asked(held.absence.kind, is_asked=waiting.exists())
    step = take_step(held.absence, Step.ASK_VISIT, Who.OFFICE, by, at)
    day = exams.day_of(held.assignment.mission.session, at)
    CounterVisit.objects.create(absence=held.absence, asked_on=day, asked_by=by.login)
    fact = AbsenceFollowed(held.absence.pk, step.pk)
    audit.record(subject=queries.subject_of(held.absence.pk), fact=fact, by=by, at=at)


@transaction.atomic
def tell_counter_visit(*, absence_id: int, typed: VisitTyped, by: Actor, at: datetime) -> None:
    """Note what came of a counter-visit; raise NoVisitAsked, VisitedBeforeAsked or AbsenceMoved."""
    held = hold_file(absence_id)
    visit = CounterVisit.objects.filter(absence=held.absence, result="").first()
    if visit is None:
        raise NoVisitAsked
    check_visited(typed, visit.asked_on, exams.day_of(held.assignment.mission.session, at))
    step = take_step(held.absence, Step.TELL_VISIT, Who.OFFICE, by, at)
    waiting = CounterVisit.objects.filter(pk=visit.pk, result="")
    swap_one(waiting, NoVisitAsked(), result=typed.result, visited_on=typed.visited_on)
    fact = AbsenceFollowed(held.absence.pk, step.pk)
    audit.record(subject=queries.subject_of(held.absence.pk), fact=fact, by=by, at=at)
