"""Lines that the register forbids: referred by their marker and taken back, answered by the exam office."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from massicot.audit import services as audit
from massicot.batches import services as batch_acts
from massicot.batches.queries import Batch
from massicot.core import codes, marks
from massicot.core.actor import Actor
from massicot.core.refused import Refused
from massicot.documents import marker_mails
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.marks import queries, rules
from massicot.marks.models import Credential, Referral, SecondMark
from massicot.marks.rules import LineChange, LineReferred, LineTakenBack, ReferralAnswer
from massicot.marks.services import holding, telling
from massicot.marks.services.writing import Authorship, note_completeness, write_lines
from massicot.scripts import services as scripts
from massicot.scripts.rules import ScriptKind
from massicot.store.swap import swap_one

_MEANINGS = {
    ReferralAnswer.MARKER_RIGHT: marker_mails.MARKER_RIGHT,
    ReferralAnswer.REGISTER_RIGHT: marker_mails.REGISTER_RIGHT,
    ReferralAnswer.WITHDRAWN: marker_mails.WITHDRAWN,
}


@transaction.atomic
def refer_line(
    *,
    credential_id: int,
    number: str,
    value: str,
    after: int | None = None,
    turn: str = "",
    address: str = "",
    at: datetime,
) -> Referral:
    """Refer a line to the office: what its marker would write, and the register forbids.

    Said twice with the same value, it is said once: the answer was lost on its way. `after`: how often its marker knows
    that the line was referred before; if the office answered since, they read that first. `turn`: whose page it is, if
    it tells. Raise SheetReplaced, EntryElsewhere, EntryNotOpen, EntryClosed, BatchIsLocked, BatchNeverHandedOut,
    TurnPassed, NumberNotInBatch, MarkNotOnScale, NothingToRefer, ReferredAlready or ReferralAnswered.
    """
    credential = holding.hold(credential_id)
    batch = credential.batch
    author = holding.author_of(credential.batch)
    paper = exams.paper_by_id(batch.paper_id)
    queries.check_open(paper, batch, address, at)
    rules.check_turn(turn, credential.identifier, author, credential.reopened)
    tidy, written, item = _forbidden(paper, batch, number, value)
    before = queries.referrals_of_line(batch.pk, tidy)
    if before and before[-1].answer == ReferralAnswer.WAITING:
        return _same(before[-1], written)
    if before and before[-1].answer in rules.DECISIONS and after is not None and after < len(before):
        raise rules.ReferralAnswered
    fact = LineReferred(author, rules.half_day(at, exams.zone_of(paper.session)), tidy, written)
    _tell(credential, paper, fact, at)
    return Referral.objects.create(
        batch=batch, number=tidy, value=written, item=item, author=author, half_day=fact.half_day
    )


@transaction.atomic
def take_back_line(*, credential_id: int, number: str, turn: str = "", address: str = "", at: datetime) -> Referral:
    """Take back a line that was referred: its marker looked again, before the office answered.

    Said twice, it is said once: the answer was lost on its way. Raise SheetReplaced, EntryElsewhere, EntryNotOpen,
    EntryClosed, BatchIsLocked, BatchNeverHandedOut, TurnPassed or NotAtTheOffice.
    """
    credential = holding.hold(credential_id)
    batch = credential.batch
    author = holding.author_of(credential.batch)
    paper = exams.paper_by_id(batch.paper_id)
    tidy = codes.tidy_number(number)
    queries.check_open(paper, batch, address, at)
    rules.check_turn(turn, credential.identifier, author, credential.reopened)
    referral = next(reversed(queries.referrals_of_line(batch.pk, tidy)), None)
    if referral is not None and referral.answer == ReferralAnswer.TAKEN_BACK:
        return referral
    if referral is None or referral.answer != ReferralAnswer.WAITING:
        raise rules.NotAtTheOffice(number=number)
    fact = LineTakenBack(author, rules.half_day(at, exams.zone_of(paper.session)), tidy, referral.value)
    start = _tell(credential, paper, fact, at)
    columns = {"answer": ReferralAnswer.TAKEN_BACK, "answered_by": credential.identifier, "answered_at": start}
    swap_one(queries.waiting_referrals(batch.pk).filter(pk=referral.pk), rules.NotAtTheOffice(number=number), **columns)
    return Referral.objects.get(pk=referral.pk)


@transaction.atomic
def answer_referral(
    *,
    referral_id: int,
    answer: ReferralAnswer,
    reason: str,
    seen: str | None = None,
    is_mailed: bool = False,
    by: Actor,
    at: datetime,
) -> Referral:
    """Answer a referral: the marker is right, the register is right, or the script leaves its batch.

    Where the marker is right, the item is what they saw and their mark is saved under their name. `seen` is what the
    page showed on the line, if a page tells it. Raise NotFromOffice, ReasonOfTheOfficeMissing, ReferralAnswered,
    LineTypedMeanwhile, LineChangedMeanwhile, BatchIsLocked or ScriptIsAlone.
    """
    referral = Referral.objects.select_related("batch").get(pk=referral_id)
    batch = holding.hold_for_office(referral.batch.code, by)
    why = rules.check_reason(reason)
    if queries.is_locked(batch.pk):
        raise rules.BatchIsLocked(code=batch.code)
    _close(referral, answer, why, by=by, at=at)
    if seen is not None and seen != queries.shown_marks(batch).get(referral.number, ""):
        raise rules.LineTypedMeanwhile
    if answer is ReferralAnswer.MARKER_RIGHT:
        _write_as_referred(batch, referral, why, by=by, at=at)
    elif answer is ReferralAnswer.WITHDRAWN:
        _withdraw(batch, referral, why, by=by, at=at)
    note_completeness(batch)
    if is_mailed:
        title = exams.paper_by_id(batch.paper_id).title
        mail = marker_mails.answered(title, batch.code, referral.number, _MEANINGS[answer], why)
        telling.tell_marker(batch, mail, by=by, at=at)
    return Referral.objects.get(pk=referral_id)


def _same(waiting: Referral, written: str) -> Referral:
    """Give the referral that waits, if it says the same; raise ReferredAlready."""
    if waiting.value != written:
        raise rules.ReferredAlready(number=waiting.number)
    return waiting


def _tell(credential: Credential, paper: Paper, fact: LineReferred | LineTakenBack, at: datetime) -> datetime:
    """Journal what a marker says, as of the half-day: no finer time; give its start."""
    by = Actor(credential.identifier)
    start = rules.half_day_start(at, exams.zone_of(paper.session))
    audit.record(subject=queries.subject_of(credential.batch.code), fact=fact, by=by, at=start)
    return start


def _forbidden(paper: Paper, batch: Batch, number: str, value: str) -> tuple[str, str, ScriptKind]:
    tidy = codes.tidy_number(number)
    sheet = queries.sheet_of(batch.pk, exams.scale_of(paper))
    if tidy not in sheet.kinds:
        raise rules.NumberNotInBatch(number=number)
    entered = marks.parse_mark(value, sheet.scale)
    try:
        rules.check_kind(entered, sheet.kinds[tidy])
    except Refused:
        return tidy, marks.format_entered(entered, sheet.scale), sheet.kinds[tidy]
    raise rules.NothingToRefer


def _close(referral: Referral, answer: ReferralAnswer, reason: str, *, by: Actor, at: datetime) -> None:
    waiting = Referral.objects.filter(pk=referral.pk, answer=ReferralAnswer.WAITING)
    columns = {"answer": answer, "answered_by": by.login, "answered_at": at, "reason": reason}
    swap_one(waiting, rules.ReferralAnswered(), **columns)
    fact = rules.ReferralDecided(referral.number, referral.value, answer, reason)
    audit.record(subject=queries.subject_of(referral.batch.code), fact=fact, by=by, at=at)


def _write_as_referred(batch: Batch, referral: Referral, reason: str, *, by: Actor, at: datetime) -> None:
    paper = exams.paper_by_id(batch.paper_id)
    scale = exams.scale_of(paper)
    entered = marks.parse_mark(referral.value, scale)
    scripts.correct_kind(number=referral.number, kind=rules.kind_for(entered))
    before = queries.sheet_of(batch.pk, scale).saved.get(referral.number)
    half_day = rules.half_day(at, exams.zone_of(paper.session))
    authorship = Authorship(batch, scale, referral.author, half_day, by.login, at, reason)
    write_lines(authorship, [LineChange(referral.number, before, entered)] if before != entered else [])


def _withdraw(batch: Batch, referral: Referral, reason: str, *, by: Actor, at: datetime) -> None:
    paper = exams.paper_by_id(batch.paper_id)
    scale = exams.scale_of(paper)
    before = queries.sheet_of(batch.pk, scale).saved.get(referral.number)
    batch_acts.withdraw_script(code=batch.code, number=referral.number, reason=reason, by=by, at=at)
    half_day = rules.half_day(at, exams.zone_of(paper.session))
    authorship = Authorship(batch, scale, referral.author, half_day, by.login, at, reason)
    write_lines(authorship, [LineChange(referral.number, before, None)] if before else [])
    SecondMark.objects.filter(batch=batch, number=referral.number).delete()
    # Its line is struck from the sheets that are printed: they count for the others.
    Credential.objects.filter(batch=batch, is_revoked=False).update(lines=F("lines") - 1)
