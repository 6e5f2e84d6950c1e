"""Printing a mark sheet draws what opens its batch; signing in with it, in which browsers.

Nothing is journalled: when somebody starts to type is nobody's business (markers are not timed). An attempt is
counted as a failure before it is checked and taken back when it proves right, in transactions of its own, so that
many at once, in several processes, do not slip past the count and a refusal does not undo it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from massicot.audit import services as audit
from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.batches.queries import Batch
from massicot.core import codes
from massicot.core.actor import Actor
from massicot.core.attempts import Allowance, Attempts, count_attempt
from massicot.core.draws import Draw
from massicot.documents import engine, mark_sheet
from massicot.documents.mark_sheet import Credentials, MarkSheet, SecondSheet
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.marks.models import Credential, Mark, Opening, SecondKeying, SignInAttempts
from massicot.marks.queries import openings, sheets
from massicot.marks.rules import keyings
from massicot.marks.rules import openings as opening_rules
from massicot.marks.rules import sheets as sheet_rules
from massicot.marks.rules.keyings import Keying
from massicot.marks.rules.sheets import ADDRESS, SHEET, SheetCredential
from massicot.marks.services import keyings as keying_acts
from massicot.marks.services.lines import note_completeness
from massicot.store.prepared import Deletion, Insertion, Question, Update, ask_all


def sheet_key() -> bytes:
    """Derive the key of what is kept of mark sheets.

    It comes from the web secret and not from the anonymity key: the portal answers without ever opening that one, and
    whoever must change the web secret only prints the sheets again.
    """
    return salted_hmac("massicot.marks", "mark-sheet", algorithm="sha256").digest()


@transaction.atomic
def print_sheet(
    *, batch_code: str, portal_address: str, draw: Draw, by: Actor, at: datetime
) -> tuple[bytes, SheetCredential]:
    """Print the mark sheet of a batch with a new identifier and password; raise BatchUnknown or BatchWasUnmade."""
    # Held: of two who print one sheet at once, the second draws after the first and revokes it.
    batch = batches.hold_batch(batch_code)
    paper = exams.paper_by_id(batch.paper_id)
    numbers = batches.numbers_of(batch.pk)
    printed = draw_unused(paper.site_code, draw)
    issue = replace(batch, Keying.FIRST, printed, len(numbers))
    if issue == 1 and Mark.objects.filter(batch=batch).exists():
        # It was made of others, and what is typed there came along.
        note_completeness(batch)
    keying_acts.draw_batch(batch, draw, by=by, at=at)
    batch_acts.note_sheet_printed(batch=batch, at=at)
    audit.record(
        subject=sheets.subject_of(batch.code),
        fact=sheet_rules.MarkSheetPrinted(batch.code, issue, len(numbers)),
        by=by,
        at=at,
    )
    credentials = Credentials(portal_address, printed.site, printed.identifier, printed.password)
    return mark_sheet.make_mark_sheet(_content(batch, paper, numbers, credentials, issue)), printed


@transaction.atomic
def print_sheets(*, printings: Mapping[str, int], portal_address: str, draw: Draw, by: Actor, at: datetime) -> bytes:
    """Print the mark sheets of several batches into one file, all or none; a first one after its cover.

    `printings` says of each batch how many times whoever asks knows its sheet to be printed. One printed since is
    refused with SheetPrintedMeanwhile: a button pressed twice would put a void sheet into the marker's hand. Raise
    besides as `print_sheet` does.
    """
    _check_known(printings)
    papers: list[bytes] = []
    for code, printed_before in printings.items():
        sheet, _ = print_sheet(batch_code=code, portal_address=portal_address, draw=draw, by=by, at=at)
        papers += [sheet] if printed_before else [batch_acts.print_cover(code=code), sheet]
    return papers[0] if len(papers) == 1 else engine.merge(papers)


def _check_known(printings: Mapping[str, int]) -> None:
    for code, count in printings.items():
        sheet_rules.check_printings(code, count, openings.printings_of(batches.hold_batch(code).pk))


def draw_unused(site: str, draw: Draw) -> SheetCredential:
    """Draw what a sheet prints, with an identifier that no other ever had."""
    printed = sheet_rules.draw_sheet(site, draw)
    while Credential.objects.filter(identifier=printed.identifier).exists():
        printed = sheet_rules.draw_sheet(site, draw)
    return printed


def replace(batch: Batch, keying: Keying, printed: SheetCredential, lines: int) -> int:
    """Let one keying of a batch open with a new sheet and no longer with the one before; give its printing."""
    earlier = Credential.objects.filter(batch=batch, keying=keying)
    # Revoked by update, which waits for a save under way on the old sheet, and before the new one exists.
    earlier.filter(is_revoked=False).update(is_revoked=True)
    issue = earlier.count() + 1
    awaits_lock = earlier.order_by("-issue").values_list("awaits_lock", flat=True).first() or False
    Credential.objects.create(
        batch=batch,
        keying=keying,
        identifier=printed.identifier,
        secret=sheet_rules.sheet_secret(sheet_key(), printed),
        issue=issue,
        lines=lines,
        awaits_lock=awaits_lock,
    )
    return issue


def _content(batch: Batch, paper: Paper, numbers: list[str], credentials: Credentials, issue: int) -> MarkSheet:
    window = sheets.window_of_batch(paper, batch.pk)
    return MarkSheet(
        heading=exams.heading_of(paper),
        batch=batch.code,
        specialty_code=batch.specialty_code,
        specialty_label=exams.specialty_labels(paper.session_id).get(batch.specialty_code, ""),
        marking_centre=exams.place_of(batch.centre_uai),
        credentials=credentials,
        scale=exams.scale_of(paper),
        numbers=numbers,
        opens_at=window.opens_at,
        closes_at=window.closes_at,
        printing=issue,
    )


@transaction.atomic
def print_second_sheet(
    *, batch_code: str, printings: int, portal_address: str, draw: Draw, by: Actor, at: datetime
) -> tuple[bytes, SheetCredential]:
    """Print the sheet of a batch's second keying, which whoever asks knows to be printed `printings` times.

    Raise BatchUnknown, BatchWasUnmade, SecondKeyingNotAsked or SheetPrintedMeanwhile.
    """
    batch = _hold(batch_code)
    sheet_rules.check_printings(batch.code, printings, openings.second_printings_of(batch.pk))
    paper = exams.paper_by_id(batch.paper_id)
    lines = len(batches.numbers_of(batch.pk))
    printed = draw_unused(paper.site_code, draw)
    issue = replace(batch, Keying.SECOND, printed, lines)
    fact = keyings.SecondSheetPrinted(batch.code, issue, lines)
    audit.record(subject=sheets.subject_of(batch.code), fact=fact, by=by, at=at)
    credentials = Credentials(portal_address, printed.site, printed.identifier, printed.password)
    return mark_sheet.make_second_sheet(_second_content(batch, paper, credentials, lines, issue)), printed


@transaction.atomic
def print_second_sheets(
    *, batch_codes: Sequence[str], portal_address: str, draw: Draw, by: Actor, at: datetime
) -> bytes:
    """Print the sheets of second keyings that were never printed into one file, all or none; raise as for one."""
    act: dict[str, Any] = {"portal_address": portal_address, "draw": draw, "by": by, "at": at}
    return engine.merge([print_second_sheet(batch_code=code, printings=0, **act)[0] for code in batch_codes])


def _hold(code: str) -> Batch:
    """Fetch a batch and hold what was drawn for it: of two who print one sheet at once, the second waits."""
    batch = batches.batch_by_code(code)
    if not SecondKeying.objects.select_for_update().filter(batch=batch, is_asked=True):
        raise keyings.SecondKeyingNotAsked(code=batch.code)
    return batch


def _second_content(batch: Batch, paper: Paper, credentials: Credentials, lines: int, issue: int) -> SecondSheet:
    window = sheets.window_of_batch(paper, batch.pk)
    return SecondSheet(
        heading=exams.heading_of(paper),
        batch=batch.code,
        specialty_code=batch.specialty_code,
        specialty_label=exams.specialty_labels(paper.session_id).get(batch.specialty_code, ""),
        marking_centre=exams.place_of(batch.centre_uai),
        credentials=credentials,
        lines=lines,
        opens_at=window.opens_at,
        closes_at=window.closes_at,
        printing=issue,
    )


_SWEPT_AT_ONCE = 100
_KEPT = timedelta(days=1)

_BY_IDENTIFIER = Question(lambda identifier: Credential.objects.filter(identifier=identifier))
_HELD = Question(lambda key: SignInAttempts.objects.select_for_update().filter(key=key))
_BEGUN = Insertion(SignInAttempts, "key", "failures", "waits_until", unless_there=True)
_COUNTED = Update(
    lambda key, failures, waits_until: (
        SignInAttempts.objects.filter(key=key),
        {"failures": failures, "waits_until": waits_until},
    )
)
_CLEARED = Deletion(lambda key: SignInAttempts.objects.filter(key=key))
_TAKEN_BACK = Update(
    lambda key, at: (
        SignInAttempts.objects.filter(key=key, failures__gt=0),
        {"failures": F("failures") - 1, "waits_until": at},
    )
)
# Rows that another attempt holds are left to it: two sweeps at once never wait for one another.
_OLD: Question[tuple[int]] = Question(
    lambda before: (
        SignInAttempts.objects.filter(waits_until__lt=before)
        .select_for_update(skip_locked=True)
        .values_list("pk")[:_SWEPT_AT_ONCE]
    )
)


def open_batch(
    *, site: str, identifier: str, password: str, address: str = "", device: str = "", at: datetime
) -> Credential:
    """Check what was typed from a mark sheet, or from the sheet of a second keying, which the credential tells.

    `device`: the browser, where it has opened this sheet before. Raise SheetUnknown, SheetReplaced, EntryElsewhere, or
    TooManyAttempts. Wrong tries at a sheet are counted by who types them: that device, or an address. Those from one
    address are counted together besides, but not from the networks of a marking centre, where two hundred people type
    behind one address.
    """
    typed = SheetCredential(site, identifier, password)
    keys = _attempt_keys(codes.tidy_code(identifier), address, device)
    for key, allowance in keys.items():
        _count_attempt(key, allowance, at)
    credential = _BY_IDENTIFIER.first(identifier=codes.tidy_code(identifier))
    # Compared even when nothing is kept: an unknown identifier takes the same time as a wrong password.
    is_right = sheet_rules.opens_with(sheet_key(), typed, bytes(credential.secret) if credential else None)
    if credential is None or not is_right:
        raise sheet_rules.SheetUnknown
    _take_back(keys, at)
    live = sheets.credential_that_opens(credential.pk)
    if address:
        openings.check_place(exams.paper_by_id(live.batch.paper_id), live.batch, address)
    return live


def _attempt_keys(identifier: str, address: str, device: str) -> dict[str, Allowance]:
    sheet = {_digest("sheet", f"{identifier} {device or address}"): SHEET}
    if device or not address or openings.is_of_a_centre(address):
        return sheet
    return {_digest("address", address): ADDRESS, **sheet}


def _digest(kind: str, value: str) -> str:
    return salted_hmac(f"massicot.marks.attempts.{kind}", value, algorithm="sha256").hexdigest()


@transaction.atomic
def _count_attempt(key: str, allowance: Allowance, at: datetime) -> None:
    row, is_new = _hold_attempts(key, at)
    before = Attempts(row.failures, row.waits_until)
    sheet_rules.check_attempt(before, at)
    after = count_attempt(before, allowance, at)
    ask_all(_COUNTED.of(key=key, failures=after.failures, waits_until=after.waits_until))
    if is_new and (old := _OLD.ask(before=at - _KEPT)):
        SignInAttempts.objects.filter(pk__in=[pk for (pk,) in old]).delete()


def _hold_attempts(key: str, at: datetime) -> tuple[SignInAttempts, bool]:
    """Hold what is counted of a key, and say whether that begins here: a right sign-in may clear it meanwhile."""
    rows = _HELD.ask(key=key)
    is_new = False
    while not rows:
        _, rows = ask_all(_BEGUN.of((key, 0, at)), _HELD.of(key=key))
        is_new = True
    return rows[0], is_new


@transaction.atomic
def _take_back(keys: Iterable[str], at: datetime) -> None:
    # A right sign-in clears its sheet; its address only loses this one, or a known sheet would wash an address clean.
    *address, sheet = keys
    ask_all(_CLEARED.of(key=sheet), *(_TAKEN_BACK.of(key=key, at=at) for key in address))


@transaction.atomic
def enter(*, credential_id: int, at: datetime) -> int:
    """Note that a batch is open in one more browser; those of a day gone are forgotten. Raise SheetReplaced."""
    credential = sheets.credential_that_opens(credential_id)
    zone = exams.zone_of(exams.paper_by_id(credential.batch.paper_id).session)
    current = opening_rules.current_half_days(at, zone)
    Opening.objects.filter(credential=credential).exclude(half_day__in=current).delete()
    return Opening.objects.create(credential=credential, half_day=current[0]).pk


def leave(*, opening_id: int) -> None:
    """Note that a browser left its batch."""
    Opening.objects.filter(pk=opening_id).delete()


def close_others(*, credential_id: int, opening_id: int) -> int:
    """Close a batch in every other browser; return in how many it was open."""
    return Opening.objects.filter(credential_id=credential_id).exclude(pk=opening_id).delete()[0]
