"""A doctor asked to look at somebody who is said to be ill, and what came of it."""

from datetime import datetime

from django.db import transaction

from massicot.absences import queries
from massicot.absences.models import CounterVisit
from massicot.absences.rules import AbsenceFollowed, Who
from massicot.absences.rules.deciding import NoVisitAsked, VisitTyped, check_visit_asked, check_visited
from massicot.absences.rules.life import Step
from massicot.absences.services.stepping import hold_file, take_step
from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.store.swap import swap_one


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
