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
from massicot.documents import mails
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.marks.models import Credential, Referral, SecondMark
from massicot.marks.queries import locks, progress, referrals, sheets
from massicot.marks.rules import amendments, lines, openings
from massicot.marks.rules import locks as lock_rules
from massicot.marks.rules import referrals as referral_rules
from massicot.marks.rules.lines import LineChange
from massicot.marks.rules.referrals import LineReferred, LineTakenBack, ReferralAnswer
from massicot.marks.services import lines as line_acts
from massicot.marks.services.lines import Authorship, note_completeness, write_lines
from massicot.scripts import services as scripts
from massicot.scripts.rules import ScriptKind
from massicot.store.writes import swap_one

_MEANINGS = {
    ReferralAnswer.MARKER_RIGHT: mails.MARKER_RIGHT,
    ReferralAnswer.REGISTER_RIGHT: mails.REGISTER_RIGHT,
    ReferralAnswer.WITHDRAWN: mails.WITHDRAWN,
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
    credential = line_acts.hold(credential_id)
    batch = credential.batch
    author = line_acts.author_of(credential.batch)
    paper = exams.paper_by_id(batch.paper_id)
    locks.check_open(paper, batch, address, at)
    openings.check_turn(turn, credential.identifier, author, credential.reopened)
    tidy, written, item = _read_forbidden(paper, batch, number, value)
    before = referrals.referrals_of_line(batch.pk, tidy)
    if before and before[-1].answer == ReferralAnswer.WAITING:
        return _same(before[-1], written)
    if before and before[-1].answer in referral_rules.DECISIONS and after is not None and after < len(before):
        raise referral_rules.ReferralAnswered
    fact = LineReferred(author, openings.half_day(at, exams.zone_of(paper.session)), tidy, written)
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
    credential = line_acts.hold(credential_id)
    batch = credential.batch
    author = line_acts.author_of(credential.batch)
    paper = exams.paper_by_id(batch.paper_id)
    tidy = codes.tidy_number(number)
    locks.check_open(paper, batch, address, at)
    openings.check_turn(turn, credential.identifier, author, credential.reopened)
    referral = next(reversed(referrals.referrals_of_line(batch.pk, tidy)), None)
    if referral is not None and referral.answer == ReferralAnswer.TAKEN_BACK:
        return referral
    if referral is None or referral.answer != ReferralAnswer.WAITING:
        raise referral_rules.NotAtTheOffice(number=number)
    fact = LineTakenBack(author, openings.half_day(at, exams.zone_of(paper.session)), tidy, referral.value)
    start = _tell(credential, paper, fact, at)
    columns = {"answer": ReferralAnswer.TAKEN_BACK, "answered_by": credential.identifier, "answered_at": start}
    swap_one(
        referrals.waiting_referrals(batch.pk).filter(pk=referral.pk),
        referral_rules.NotAtTheOffice(number=number),
        **columns,
    )
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
    batch = line_acts.hold_for_office(referral.batch.code, by)
    why = amendments.check_reason(reason)
    if progress.is_locked(batch.pk):
        raise lock_rules.BatchIsLocked(code=batch.code)
    _close(referral, answer, why, by=by, at=at)
    if seen is not None and seen != locks.shown_marks(batch).get(referral.number, ""):
        raise referral_rules.LineTypedMeanwhile
    if answer is ReferralAnswer.MARKER_RIGHT:
        _write_as_referred(batch, referral, why, by=by, at=at)
    elif answer is ReferralAnswer.WITHDRAWN:
        _withdraw(batch, referral, why, by=by, at=at)
    note_completeness(batch)
    if is_mailed:
        title = exams.paper_by_id(batch.paper_id).title
        mail = mails.referral_answer(title, batch.code, referral.number, _MEANINGS[answer], why)
        line_acts.tell_marker(batch, mail, by=by, at=at)
    return Referral.objects.get(pk=referral_id)


def _same(waiting: Referral, written: str) -> Referral:
    """Give the referral that waits, if it says the same; raise ReferredAlready."""
    if waiting.value != written:
        raise referral_rules.ReferredAlready(number=waiting.number)
    return waiting


def _tell(credential: Credential, paper: Paper, fact: LineReferred | LineTakenBack, at: datetime) -> datetime:
    """Journal what a marker says, as of the half-day: no finer time; give its start."""
    by = Actor(credential.identifier)
    start = openings.half_day_start(at, exams.zone_of(paper.session))
    audit.record(subject=sheets.subject_of(credential.batch.code), fact=fact, by=by, at=start)
    return start


def _read_forbidden(paper: Paper, batch: Batch, number: str, value: str) -> tuple[str, str, ScriptKind]:
    tidy = codes.tidy_number(number)
    sheet = sheets.sheet_of(batch.pk, exams.scale_of(paper))
    if tidy not in sheet.kinds:
        raise lines.NumberNotInBatch(number=number)
    entered = marks.parse_mark(value, sheet.scale)
    try:
        lines.check_kind(entered, sheet.kinds[tidy])
    except Refused:
        return tidy, marks.format_entered(entered, sheet.scale), sheet.kinds[tidy]
    raise referral_rules.NothingToRefer


def _close(referral: Referral, answer: ReferralAnswer, reason: str, *, by: Actor, at: datetime) -> None:
    waiting = Referral.objects.filter(pk=referral.pk, answer=ReferralAnswer.WAITING)
    columns = {"answer": answer, "answered_by": by.login, "answered_at": at, "reason": reason}
    swap_one(waiting, referral_rules.ReferralAnswered(), **columns)
    fact = referral_rules.ReferralDecided(referral.number, referral.value, answer, reason)
    audit.record(subject=sheets.subject_of(referral.batch.code), fact=fact, by=by, at=at)


def _write_as_referred(batch: Batch, referral: Referral, reason: str, *, by: Actor, at: datetime) -> None:
    paper = exams.paper_by_id(batch.paper_id)
    scale = exams.scale_of(paper)
    entered = marks.parse_mark(referral.value, scale)
    scripts.correct_kind(number=referral.number, kind=referral_rules.kind_for(entered))
    before = sheets.sheet_of(batch.pk, scale).saved.get(referral.number)
    half_day = openings.half_day(at, exams.zone_of(paper.session))
    authorship = Authorship(
        batch=batch,
        scale=scale,
        author=referral.author,
        half_day=half_day,
        entered_by=by.login,
        entered_at=at,
        reason=reason,
    )
    write_lines(authorship, [LineChange(referral.number, before, entered)] if before != entered else [])


def _withdraw(batch: Batch, referral: Referral, reason: str, *, by: Actor, at: datetime) -> None:
    paper = exams.paper_by_id(batch.paper_id)
    scale = exams.scale_of(paper)
    before = sheets.sheet_of(batch.pk, scale).saved.get(referral.number)
    batch_acts.withdraw_script(code=batch.code, number=referral.number, reason=reason, by=by, at=at)
    half_day = openings.half_day(at, exams.zone_of(paper.session))
    authorship = Authorship(
        batch=batch,
        scale=scale,
        author=referral.author,
        half_day=half_day,
        entered_by=by.login,
        entered_at=at,
        reason=reason,
    )
    write_lines(authorship, [LineChange(referral.number, before, None)] if before else [])
    SecondMark.objects.filter(batch=batch, number=referral.number).delete()
    # Its line is struck from the sheets that are printed: they count for the others.
    Credential.objects.filter(batch=batch, is_revoked=False).update(lines=F("lines") - 1)
