"""Acts on the mark sheets at the exam office: received one by one or many at once, taken back, asked for."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from massicot.accounts import queries as accounts
from massicot.audit import services as audit
from massicot.core.actor import Actor, Role
from massicot.documents import mails
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.post import services as post
from massicot.post.rules.letters import LetterDraft
from massicot.shelves.models import SheetReceipt, SheetReminder
from massicot.shelves.queries import sheets as queries
from massicot.shelves.queries.boxes import box_by_code
from massicot.shelves.rules import sheets as rules
from massicot.shelves.rules.destruction import check_holds_something
from massicot.shelves.rules.sheets import Owed, SheetRange, SheetState
from massicot.shelves.services.sheet_boxes import tell_out
from massicot.store.writes import insert_rows


@transaction.atomic
def receive_sheet(*, paper: Paper, code: str, by: Actor, at: datetime) -> Any:
    """Record that a mark sheet is at the exam office, scanned or typed; give it, whatever it is worth.

    Raise NotFromOffice, SheetNotRead, SheetOfAnother, SheetAmbiguous, SheetHere or SheetDestroyed.
    """
    accounts.check_office(by.login)
    exams.hold_papers(paper.session)
    sheet = queries.find_sheet(paper, code)
    _insert(paper, [sheet], by=by, at=at)
    _record(paper, sheet.uai, rules.SheetsReceived([queries.name_of(sheet)], 1), by=by, at=at)
    return sheet


@transaction.atomic
def receive_sheets(*, paper: Paper, centre_uai: str, asked: SheetRange, by: Actor, at: datetime) -> tuple[int, int]:
    """Record that the sheets of a centre are here, from one number to another; give how many came, how many were here.

    Raise NotFromOffice, RangeReversed, RangeBeyond, SheetDestroyed, RangeNamesStrangers, RangeEmpty or
    SheetCountDiffers.
    """
    accounts.check_office(by.login)
    # Held first: what is found not to be here is still not here when it is written.
    exams.hold_papers(paper.session)
    rules.check_ends(asked.first, asked.last, queries.last_number(paper))
    sheets = {sheet.rank: sheet for sheet in queries.standing_of(paper.pk, centre_uai)}
    here = {rank: sheet.is_here for rank, sheet in sheets.items() if not sheet.is_given_up}
    claimed = [sheets[rank] for rank in here if asked.first <= rank <= asked.last and rank not in asked.but]
    for sheet in queries.with_shelf([sheet for sheet in claimed if sheet.box]):
        if sheet.certificate:
            raise _here(paper, sheet)
    received = [sheets[rank] for rank in rules.check_range(asked, here)]
    new = [sheet for sheet in received if not sheet.is_here]
    _insert(paper, new, by=by, at=at)
    if new:
        fact = rules.SheetsReceived([queries.name_of(sheet) for sheet in new], asked.counted)
        _record(paper, centre_uai, fact, by=by, at=at)
    return len(new), len(received) - len(new)


@transaction.atomic
def give_up_sheet(*, paper: Paper, code: str, reason: str, by: Actor, at: datetime) -> Any:
    """Record that nobody awaits a sheet any more, lost for one; it may be received all the same. Raise SheetHere.

    Raise besides NotFromOffice, SheetNotRead, SheetOfAnother, SheetAmbiguous, SheetReasonMissing, TextNamesCandidate or
    SheetNotAwaited.
    """
    accounts.check_office(by.login)
    exams.hold_papers(paper.session)
    sheet = queries.find_sheet(paper, code)
    name = queries.name_of(sheet)
    rules.check_reason(name, reason)
    _check_awaited(paper, sheet)
    SheetReceipt.objects.create(sheet_id=sheet.pk, given_up=reason.strip(), noted_at=at, noted_by=by.login)
    _record(paper, sheet.uai, rules.SheetGivenUp(name, reason.strip()), by=by, at=at)
    return sheet


@transaction.atomic
def take_back_sheet(*, paper: Paper, code: str, reason: str, by: Actor, at: datetime) -> Any:
    """Record that a sheet that was received is not here, or that one given up is awaited again.

    It leaves its box with that, and a box that holds nothing more is none. Raise NotFromOffice, SheetNotRead,
    SheetOfAnother, SheetAmbiguous, SheetReasonMissing, TextNamesCandidate, BoxDestroyed, SheetNotHere or NotThere.
    """
    accounts.check_office(by.login)
    exams.hold_papers(paper.session)
    sheet = queries.find_sheet(paper, code)
    name = queries.name_of(sheet)
    rules.check_reason(name, reason)
    box = box_by_code(paper, sheet.box) if sheet.box else None
    if box is not None:
        check_holds_something(box.code, box.destroyed_by)
    gone, _ = SheetReceipt.objects.filter(sheet_id=sheet.pk).delete()
    if not gone:
        raise rules.SheetNotHere(sheet=name)
    _record(paper, sheet.uai, rules.SheetTakenBack(name, reason.strip()), by=by, at=at)
    if box is not None:
        tell_out(paper, name, box, reason.strip(), by=by, at=at)
    return sheet


@transaction.atomic
def remind_of_sheets(*, paper: Paper, centre_uai: str, by: Actor, at: datetime) -> int:
    """Write to the heads of a centre which mark sheets lack, and give to how many.

    Whom no mail of the last reminder has reached, nor will, may be reminded at once. Raise NotFromOffice,
    SheetsNotOverdue or NobodyToRemind.
    """
    accounts.check_office(by.login)
    exams.hold_papers(paper.session)
    owed = queries.owed_here(paper, centre_uai)
    if owed is None or owed.owed(paper, at) is not Owed.LACKING:
        raise rules.SheetsNotOverdue
    if not rules.may_remind(owed.reminded_at, at) and not queries.reminded_in_vain(paper, [owed]):
        raise rules.SheetsNotOverdue
    emails = accounts.emails_with_role(Role.MARKING_CENTRE, centre_uai)
    if not emails:
        raise rules.NobodyToRemind(centre=exams.institution_name(centre_uai))
    if owed.reminded_at:
        post.withdraw_letters_on(occasions=[queries.occasion_of_reminder(paper, centre_uai, owed.reminded_at)])
    SheetReminder.objects.update_or_create(paper=paper, centre_uai=centre_uai, defaults={"reminded_at": at})
    lacking = [sheet.rank for sheet in queries.lacking_sheets(paper.pk, centre_uai)]
    mail = mails.sheets_awaited(
        f"{paper.title} ({paper.session.code})",
        exams.institution_name(centre_uai),
        lacking,
        paper.sheets_attention,
        f"{settings.MASSICOT_BASE_URL}/",
    )
    occasion = queries.occasion_of_reminder(paper, centre_uai, at)
    drafts = [LetterDraft(to=email, subject=mail.subject, body=mail.body, occasion=occasion) for email in emails]
    post.write_letters(drafts=drafts, by=by, at=at)
    _record(paper, centre_uai, rules.SheetsAskedFor(len(lacking)), by=by, at=at)
    return len(drafts)


def _check_awaited(paper: Paper, sheet: Any) -> None:
    if sheet.is_here:
        raise _here(paper, sheet)
    if sheet.state != SheetState.STANDING or sheet.is_given_up:
        raise rules.SheetNotAwaited(sheet=queries.name_of(sheet))


def _here(paper: Paper, sheet: Any) -> rules.SheetHere | rules.SheetDestroyed:
    """Say that a sheet was received before; of one that was destroyed since, that this one cannot be it."""
    box = box_by_code(paper, sheet.box) if sheet.box else None
    if box is not None and box.destroyed_by:
        return rules.SheetDestroyed(sheet=queries.name_of(sheet), certificate=box.destroyed_by, box=box.code)
    since = exams.local(paper, sheet.received_at)
    return rules.SheetHere(sheet=queries.name_of(sheet), at=since, who=sheet.received_by)


def _insert(paper: Paper, sheets: Sequence[Any], *, by: Actor, at: datetime) -> None:
    """Write down that sheets are here, those given up among them; the paper is held. Raise SheetHere."""
    for sheet in sheets:
        if sheet.is_here:
            raise _here(paper, sheet)
    SheetReceipt.objects.filter(sheet__in=[sheet.pk for sheet in sheets]).delete()
    columns = ("sheet", "given_up", "noted_at", "noted_by")
    insert_rows(SheetReceipt, columns, ((sheet.pk, "", at, by.login) for sheet in sheets))


def _record(paper: Paper, uai: str, fact: Any, *, by: Actor, at: datetime) -> None:
    audit.record(subject=queries.subject_of(paper, uai), fact=fact, by=by, at=at)
