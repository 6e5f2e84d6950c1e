"""The acts on a request to see a script: noted, whoever asks checked, answered, taken back; never by number."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from massicot.accounts import queries as accounts
from massicot.audit import services as audit
from massicot.candidates import queries as candidates
from massicot.candidates.rules import Attendance
from massicot.core.actor import Actor
from massicot.core.keys import Key
from massicot.deposits.rules import Document
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.results.models import Consultation, ConsultationMove
from massicot.results.queries import access
from massicot.results.queries import consultations as queries
from massicot.results.rules import consultations as rules
from massicot.results.rules.access import Asker, check_may_see
from massicot.results.rules.consultations import (
    ConsultationMoved,
    ConsultationState,
    ConsultationStep,
    ConsultationTaken,
    StepTyped,
)
from massicot.results.services.script_copies import mail_copy, withdraw_copies
from massicot.results.services.sheet_extracts import check_confirmed, check_extract_seen, drop_extract
from massicot.store.writes import swap_one


@transaction.atomic
def ask_consultation(
    *, paper: Paper, candidate_number: str, born_on: date, asked_by: Asker, received_on: date, by: Actor, at: datetime
) -> Consultation:
    """Note that somebody asks to see the script of a candidate, who is found by number and date of birth.

    Raise NotFromOffice, SessionIsArchived, AskerNotFound, ReceivedTomorrow, ReceivedBeforeThePaper, CandidateOfAge or
    ConsultationOpen.
    """
    accounts.check_office(by.login)
    # Nobody destroys the script meanwhile; what waits is told on a home page, from which an archived session is absent.
    exams.hold_papers_at_work(paper.session)
    row = candidates.entry_of_person(paper, candidate_number, born_on)
    if row is None:
        raise rules.AskerNotFound(paper=paper.code)
    today, written_on = (exams.local(paper, instant).date() for instant in (at, paper.starts_at))
    rules.check_asked(paper.code, received_on, written_on, today)
    rules.check_minor(asked_by, row.candidate_number, row.born_on, received_on)
    refusal = rules.ConsultationOpen(candidate=row.candidate_number, paper=paper.code)
    if queries.waiting_consultations().filter(entry_id=row.entry_id).exists():
        raise refusal
    # Whoever notes the same request at the same instant finds it there already.
    asked, is_new = queries.unanswered_consultations().get_or_create(
        entry_id=row.entry_id,
        defaults={
            "paper": paper,
            "asked_by": asked_by,
            "received_on": received_on,
            "state": ConsultationState.ASKED,
            "steps_taken": 1,
        },
    )
    if not is_new:
        raise refusal
    _note(asked, ConsultationStep.ASK, StepTyped(), today, by)
    fact = rules.ConsultationAsked(row.candidate_number, asked_by, received_on)
    audit.record(subject=exams.subject_of(paper), fact=fact, by=by, at=at)
    return asked


@transaction.atomic
def follow_consultation(
    *,
    paper: Paper,
    consultation_id: int,
    step: ConsultationStep,
    typed: StepTyped,
    seen: int,
    key: Key | None = None,
    by: Actor,
    at: datetime,
) -> Consultation:
    """Take a request a step on, or its last one back; `seen` is how many steps whoever acts knows of.

    With the key it is looked up whether there is a script to give, and whether it is at the office to be shown. Raise
    NotFromOffice, ConsultationUnknown, ConsultationMoved, ProofDoesNotFit, StepReasonMissing, FileNamesScript,
    ConsultationOpen, of what is taken back SessionIsArchived, and of what gives a script to read
    NothingWasWritten, AccessNotYet, AccessOver, ResultsNotOut, ResultWithheld, ScriptIsMissing, ScriptElsewhere,
    NoScriptNumbered, ScriptErased, WrongKey, LinkBroken or ExtractNotConfirmed.
    """
    accounts.check_office(by.login)
    # Nor is the script of a request that waits again destroyed meanwhile.
    hold = exams.hold_papers_at_work if step is ConsultationStep.TAKE_BACK else exams.hold_papers
    hold(paper.session)
    row = queries.consultation_of(paper, consultation_id)
    was_sent = row.state == ConsultationState.SENT
    words = rules.check_typed(step, row.asked_by, typed)
    rules.check_step(step, ConsultationState(row.state))
    entry = candidates.names_of_entries([row.entry_id])[row.entry_id]
    today = exams.local(paper, at).date()
    if step in rules.SEEN:
        if entry.attendance == Attendance.ABSENT:
            raise rules.NothingWasWritten(candidate=entry.candidate_number)
        withheld = access.withheld_number(paper, entry)
        check_may_see(paper.code, row.asked_by, access.access_times(paper), today, withheld, row.received_on)
        place = access.place_of_script(paper, entry, key) if key is not None else None
        if place is not None:
            rules.check_at_hand(entry.candidate_number, step, place)
        check_confirmed(row)
    steps = [move.step for move in queries.moves_of(row)]
    state = rules.state_after([*steps, step])
    rows = Consultation.objects.filter(pk=row.pk, steps_taken=seen)
    try:
        with transaction.atomic():
            swap_one(rows, ConsultationMoved(), state=state, steps_taken=seen + 1)
    except IntegrityError:  # one that waits again, beside another for the same candidate
        raise rules.ConsultationOpen(candidate=entry.candidate_number, paper=paper.code) from None
    row.state, row.steps_taken = state, seen + 1
    _note(row, step, typed, today, by, words)
    if was_sent:
        withdraw_copies(row=row, by=by, at=at)
    if step in rules.NOTHING_SEEN:
        drop_extract(row=row, by=by, at=at)
    reason = "" if step is ConsultationStep.SHOW else words
    fact = ConsultationTaken(entry.candidate_number, step, reason)
    audit.record(subject=exams.subject_of(paper), fact=fact, by=by, at=at)
    return row


@transaction.atomic
def send_script_copy(
    *,
    paper: Paper,
    consultation_id: int,
    copy: Document,
    to: str,
    seen: int,
    extract: str = "",
    key: Key | None = None,
    by: Actor,
    at: datetime,
) -> Consultation:
    """Answer a request by mail: the copy of the script is kept until its day, and enclosed as the mail leaves.

    `extract` is the line of the mark sheet that whoever acts saw kept for the request: it goes along. Raise what
    `follow_consultation` raises of a copy that is sent, and ExtractMoved, DocumentsNotKept, OtherKeyInPlace or
    AddressMalformed.
    """
    row = follow_consultation(
        paper=paper,
        consultation_id=consultation_id,
        step=ConsultationStep.SEND,
        typed=StepTyped(),
        seen=seen,
        key=key,
        by=by,
        at=at,
    )
    check_extract_seen(row, extract)
    today = exams.local(paper, at).date()
    mail_copy(paper=paper, row=row, copy=copy, extract=extract, to=to, today=today, by=by, at=at)
    return row


def _note(row: Consultation, step: ConsultationStep, typed: StepTyped, today: date, by: Actor, words: str = "") -> None:
    ConsultationMove.objects.create(
        consultation=row,
        rank=row.steps_taken,
        step=step,
        proof=typed.proof or "",
        words=words,
        pages=typed.pages,
        price_cents=None if typed.pages is None else typed.pages * row.paper.session.copy_price_cents,
        taken_on=today,
        taken_by=by.login,
    )
