"""The line of a mark sheet that goes to whoever asked for a script: masked by one, confirmed by another, taken back."""

import contextlib
from datetime import datetime

from django.db import IntegrityError, transaction

from massicot.accounts import queries as accounts
from massicot.accounts.queries import holders as accesses
from massicot.audit import services as audit
from massicot.audit.rules import Fact
from massicot.candidates import queries as candidates
from massicot.core.actor import Actor
from massicot.deposits import services as deposits
from massicot.deposits.rules import DepositFrozen, DestructionReason, Document
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.results.models import Consultation, SheetExtract
from massicot.results.queries import access, script_copies
from massicot.results.queries import consultations as queries
from massicot.results.rules import sheet_extracts as rules
from massicot.results.rules.access import check_may_see
from massicot.results.rules.script_copies import about_of, destroyed_on
from massicot.store.writes import swap_one


@transaction.atomic
def keep_extract(*, paper: Paper, consultation_id: int, picture: Document, by: Actor, at: datetime) -> Consultation:
    """Keep the picture of one line of a mark sheet, the others masked, for a request that is to be answered.

    Raise NotFromOffice, ConsultationUnknown, ConsultationMoved, ExtractNotPicture, ExtractStands, DocumentsNotKept,
    OtherKeyInPlace, or what `follow_consultation` raises of a script that may not be seen.
    """
    row = _request_of(paper, consultation_id, by)
    rules.check_picture(picture)
    entry = candidates.names_of_entries([row.entry_id])[row.entry_id]
    today = exams.local(paper, at).date()
    withheld = access.withheld_number(paper, entry)
    check_may_see(paper.code, row.asked_by, access.access_times(paper), today, withheld, row.received_on)
    if script_copies.extract_of(row) is not None:
        raise rules.ExtractStands
    SheetExtract.objects.filter(consultation=row).delete()
    kept = deposits.keep_document(
        document=picture, about=about_of(row.pk), destroy_on=destroyed_on(today), by=by, at=at
    )
    try:
        with transaction.atomic():
            SheetExtract.objects.create(consultation=row, code=kept.code, masked_by=by.login)
    except IntegrityError:  # somebody else masked the line at the same instant
        raise rules.ExtractStands from None
    _record(row, rules.ExtractKept(entry.candidate_number), by, at)
    return row


@transaction.atomic
def confirm_extract(*, paper: Paper, consultation_id: int, code: str, by: Actor, at: datetime) -> Consultation:
    """Say, as a second person, that nothing but the one line can be read on the picture; `code` is the one looked at.

    Raise NotFromOffice, ConsultationUnknown, ConsultationMoved, ExtractMoved, ExtractOfSamePerson or RestOnOne.
    """
    row = _request_of(paper, consultation_id, by)
    extract = script_copies.extract_of(row)
    if extract is None or extract.code != code:
        raise rules.ExtractMoved
    rules.check_other_person(extract.masked_by, by.login)
    accesses.check_are_two(extract.masked_by, extract.deposit.kept_at, by.login, at)
    waiting = SheetExtract.objects.filter(consultation=row, code=code, confirmed_by="")
    swap_one(waiting, rules.ExtractMoved(), confirmed_by=by.login)
    _record(row, rules.ExtractConfirmed(_candidate_of(row)), by, at)
    return row


@transaction.atomic
def take_back_extract(*, paper: Paper, consultation_id: int, code: str, by: Actor, at: datetime) -> Consultation:
    """Destroy the line that is kept for a request which has no answer yet; another may be masked.

    Raise NotFromOffice, ConsultationUnknown, ConsultationMoved, ExtractMoved or DepositFrozen.
    """
    row = _request_of(paper, consultation_id, by)
    gone, _ = SheetExtract.objects.filter(consultation=row, code=code).delete()
    if not gone:
        raise rules.ExtractMoved
    deposits.destroy(code=code, reason=DestructionReason.MISTAKE, by=by, at=at)
    _record(row, rules.ExtractTakenBack(_candidate_of(row)), by, at)
    return row


def check_confirmed(row: Consultation) -> None:
    """Refuse to answer a request while a line that is kept for it waits for a second person; raise ExtractNotConfirmed.

    A lower service: it writes nothing.
    """
    extract = script_copies.extract_of(row)
    if extract is not None and not extract.confirmed_by:
        raise rules.ExtractNotConfirmed


def check_extract_seen(row: Consultation, code: str) -> None:
    """Refuse to send beside another line than was seen, or than none; raise ExtractMoved.

    A lower service: it writes nothing.
    """
    extract = script_copies.extract_of(row)
    if code != (extract.code if extract else ""):
        raise rules.ExtractMoved


def drop_extract(*, row: Consultation, by: Actor, at: datetime) -> None:
    """Destroy the line that is kept for a request which ends without it; what a dispute keeps waits for its day.

    A lower service: the outer act, which ends the request, writes the journal line.
    """
    extract = script_copies.extract_of(row)
    if extract is None:
        return
    with contextlib.suppress(DepositFrozen):
        deposits.destroy(code=extract.code, reason=DestructionReason.MISTAKE, by=by, at=at)


def _request_of(paper: Paper, consultation_id: int, by: Actor) -> Consultation:
    accounts.check_office(by.login)
    exams.hold_papers(paper.session)
    row = queries.consultation_of(paper, consultation_id)
    rules.check_to_answer(row.state)
    return row


def _candidate_of(row: Consultation) -> str:
    return candidates.names_of_entries([row.entry_id])[row.entry_id].candidate_number


def _record(row: Consultation, fact: Fact, by: Actor, at: datetime) -> None:
    audit.record(subject=exams.subject_of(row.paper), fact=fact, by=by, at=at)
