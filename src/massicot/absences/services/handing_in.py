"""A document of an absence: handed in with it, or later."""

from datetime import datetime

from django.db import transaction

from massicot.absences import queries
from massicot.absences.models import Absence
from massicot.absences.rules import AbsenceExplained, Who
from massicot.absences.rules.announcing import check_one_more, destroyed_on
from massicot.absences.rules.life import Step
from massicot.absences.services.stepping import hold_file, take_step
from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.deposits import services as deposits
from massicot.deposits.rules import Document
from massicot.exams import queries as exams


@transaction.atomic
def hand_in_document(*, absence_id: int, document: Document, who: Who, by: Actor, at: datetime) -> None:
    """Hand a document in for an absence that is known; what was answered without it waits for an answer again.

    Raise TooManyDocuments, AbsenceUnknown, AbsenceMoved, DocumentsNotKept or OtherKeyInPlace.
    """
    absence = hold_file(absence_id).absence
    take_step(absence, Step.ADD_DOCUMENT, who, by, at)
    keep_with(absence, document, who, by, at)
    audit.record(subject=queries.subject_of(absence.pk), fact=AbsenceExplained(absence.pk), by=by, at=at)


def keep_with(absence: Absence, document: Document | None, who: Who, by: Actor, at: datetime) -> None:
    """Keep a document, where there is one, with the absence that it was handed in for; raise TooManyDocuments."""
    if document is None:
        return
    check_one_more(queries.count_handed_in(absence.assignment_id), who)
    today = exams.day_of(absence.assignment.mission.session, at)
    deposit = deposits.keep_document(
        document=document,
        about=queries.subject_of(absence.pk),
        destroy_on=destroyed_on(queries.halves_ever(absence), today),
        by=by,
        at=at,
    )
    Absence.objects.filter(pk=absence.pk).update(document=deposit.code, document_at=at)
