"""Printing a mark sheet draws what opens its batch, and revokes what the sheet before said."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.crypto import salted_hmac

from massicot.audit import services as audit
from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.batches.queries import Batch
from massicot.core.actor import Actor
from massicot.core.draws import Draw
from massicot.documents import mark_sheet, merging
from massicot.documents.mark_sheet import Credentials, MarkSheet
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.marks import queries, rules
from massicot.marks.models import Credential, Mark
from massicot.marks.rules import Keying, SheetCredential
from massicot.marks.services import asking
from massicot.marks.services.writing import note_completeness


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
    asking.draw_batch(batch, draw, by=by, at=at)
    batch_acts.note_sheet_printed(batch=batch, at=at)
    audit.record(
        subject=queries.subject_of(batch.code),
        fact=rules.MarkSheetPrinted(batch.code, issue, len(numbers)),
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
    return papers[0] if len(papers) == 1 else merging.merge(papers)


def _check_known(printings: Mapping[str, int]) -> None:
    for code, count in printings.items():
        rules.check_printings(code, count, queries.printings_of(batches.hold_batch(code).pk))


def draw_unused(site: str, draw: Draw) -> SheetCredential:
    """Draw what a sheet prints, with an identifier that no other ever had."""
    printed = rules.draw_sheet(site, draw)
    while Credential.objects.filter(identifier=printed.identifier).exists():
        printed = rules.draw_sheet(site, draw)
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
        secret=rules.sheet_secret(sheet_key(), printed),
        issue=issue,
        lines=lines,
        awaits_lock=awaits_lock,
    )
    return issue


def _content(batch: Batch, paper: Paper, numbers: list[str], credentials: Credentials, issue: int) -> MarkSheet:
    window = queries.window_of_batch(paper, batch.pk)
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
