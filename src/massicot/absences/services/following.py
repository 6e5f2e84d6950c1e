"""What is added to an absence beside its answers: why, the word of the head, that it is none; what the office saw."""

from datetime import datetime

from django.db import transaction

from massicot.absences import queries
from massicot.absences.models import Absence, AbsentHalf
from massicot.absences.rules import (
    REASON_LENGTH,
    AbsenceAnswered,
    AbsenceConfirmed,
    AbsenceExplained,
    AbsenceFollowed,
    AbsenceKind,
    AbsenceState,
    AbsenceUnconfirmed,
    AbsenceWithdrawn,
    Who,
)
from massicot.absences.rules.announcing import NothingTold, ReasonGiven, SaidOfAbsence, tidy_said
from massicot.absences.rules.deciding import ReasonMissing
from massicot.absences.rules.life import AbsenceMoved, Step, check_withdrawn_by
from massicot.absences.services.handing_in import keep_with
from massicot.absences.services.stepping import hold_file, say_it_holds, take_step
from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.core.wall import check_names_nobody


@transaction.atomic
def explain_absence(*, absence_id: int, said: SaidOfAbsence, who: Who, by: Actor, at: datetime) -> None:
    """Say why somebody is away of whom no reason is known.

    Where a register found them absent, it is as if it had been announced from then on; elsewhere, who announced it, and
    when, stays.
    Raise NothingTold, ReasonGiven, TooManyDocuments, TextNamesCandidate, TextMayNameCandidate, AbsenceUnknown or
    AbsenceMoved.
    """
    tidy = tidy_said(said)
    if tidy.kind is AbsenceKind.NONE_GIVEN and not tidy.words and not tidy.document:
        raise NothingTold
    held = hold_file(absence_id)
    absence = held.absence
    was_found = absence.state == AbsenceState.OBSERVED
    take_step(absence, Step.EXPLAIN, who, by, at)
    if absence.kind != AbsenceKind.NONE_GIVEN:
        raise ReasonGiven(person=held.name)
    said_then = {"said_at": at, "said_by": by.login} if was_found else {}
    words = tidy.words or absence.words
    Absence.objects.filter(pk=absence.pk).update(kind=tidy.kind, words=words, **said_then)
    keep_with(absence, tidy.document, who, by, at)
    audit.record(subject=queries.subject_of(absence.pk), fact=AbsenceExplained(absence.pk), by=by, at=at)


@transaction.atomic
def confirm_absence(*, absence_id: int, by: Actor, at: datetime) -> None:
    """Confirm an absence as the head of institution of whoever does not come; raise AbsenceUnknown or AbsenceMoved."""
    absence = hold_file(absence_id).absence
    take_step(absence, Step.CONFIRM, Who.HEAD, by, at)
    audit.record(subject=queries.subject_of(absence.pk), fact=AbsenceConfirmed(absence.pk), by=by, at=at)


@transaction.atomic
def unconfirm_absence(*, absence_id: int, by: Actor, at: datetime) -> None:
    """Take one's confirmation back, as the head who gave it by mistake; raise AbsenceUnknown or AbsenceMoved."""
    absence = hold_file(absence_id).absence
    take_step(absence, Step.UNCONFIRM, Who.HEAD, by, at)
    audit.record(subject=queries.subject_of(absence.pk), fact=AbsenceUnconfirmed(absence.pk), by=by, at=at)


@transaction.atomic
def withdraw_absence_unchecked_replacement(*, absence_id: int, reason: str, who: Who, by: Actor, at: datetime) -> None:
    """Withdraw an absence that was said by mistake, or whose person comes after all, while nothing is decided.

    Raise ReasonMissing, TextNamesCandidate, TextMayNameCandidate, SaidByAnother, AbsenceUnknown or AbsenceMoved.
    """
    tidy = " ".join(reason.split())[:REASON_LENGTH]
    if not tidy:
        raise ReasonMissing
    check_names_nobody(tidy)
    absence = hold_file(absence_id).absence
    check_withdrawn_by(absence.way, who)
    take_step(absence, Step.WITHDRAW, who, by, at, tidy)
    AbsentHalf.objects.filter(absence=absence, ended_at=None).update(ended_at=at, ended_by=by.login)
    say_it_holds(absence, by, at)
    audit.record(subject=queries.subject_of(absence.pk), fact=AbsenceWithdrawn(absence.pk), by=by, at=at)


@transaction.atomic
def uphold_answer(*, absence_id: int, by: Actor, at: datetime) -> None:
    """Say that an answer stands, though a document came after it; raise AbsenceUnknown or AbsenceMoved."""
    absence = hold_file(absence_id).absence
    if not queries.has_document_since(absence):
        raise AbsenceMoved
    step = take_step(absence, Step.UPHOLD, Who.OFFICE, by, at)
    Absence.objects.filter(pk=absence.pk).update(answered_at=at)
    audit.record(subject=queries.subject_of(absence.pk), fact=AbsenceAnswered(absence.pk, step.pk), by=by, at=at)


@transaction.atomic
def see_who_came(*, absence_id: int, by: Actor, at: datetime) -> None:
    """Take note, as the office, that somebody came who was known to be away; raise AbsenceUnknown."""
    absence = hold_file(absence_id).absence
    step = take_step(absence, Step.SEEN, Who.OFFICE, by, at)
    Absence.objects.filter(pk=absence.pk, came_seen_at=None).exclude(came_at=None).update(came_seen_at=at)
    audit.record(subject=queries.subject_of(absence.pk), fact=AbsenceFollowed(absence.pk, step.pk), by=by, at=at)
