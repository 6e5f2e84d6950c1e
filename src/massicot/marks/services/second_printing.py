"""Printing the sheet of a second keying draws what opens it, and revokes what the sheet before said."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from massicot.audit import services as audit
from massicot.batches import queries as batches
from massicot.batches.queries import Batch
from massicot.core.actor import Actor
from massicot.core.draws import Draw
from massicot.documents import merging, second_sheet
from massicot.documents.mark_sheet import Credentials
from massicot.documents.second_sheet import SecondSheet
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.marks import queries, rules
from massicot.marks.models import SecondKeying
from massicot.marks.rules import Keying, SheetCredential
from massicot.marks.services import printing


@transaction.atomic
def print_second_sheet(
    *, batch_code: str, printings: int, portal_address: str, draw: Draw, by: Actor, at: datetime
) -> tuple[bytes, SheetCredential]:
    """Print the sheet of a batch's second keying, which whoever asks knows to be printed `printings` times.

    Raise BatchUnknown, BatchWasUnmade, SecondKeyingNotAsked or SheetPrintedMeanwhile.
    """
    batch = _hold(batch_code)
    rules.check_printings(batch.code, printings, queries.second_printings_of(batch.pk))
    paper = exams.paper_by_id(batch.paper_id)
    lines = len(batches.numbers_of(batch.pk))
    printed = printing.draw_unused(paper.site_code, draw)
    issue = printing.replace(batch, Keying.SECOND, printed, lines)
    fact = rules.SecondSheetPrinted(batch.code, issue, lines)
    audit.record(subject=queries.subject_of(batch.code), fact=fact, by=by, at=at)
    credentials = Credentials(portal_address, printed.site, printed.identifier, printed.password)
    return second_sheet.make_second_sheet(_content(batch, paper, credentials, lines, issue)), printed


@transaction.atomic
def print_second_sheets(
    *, batch_codes: Sequence[str], portal_address: str, draw: Draw, by: Actor, at: datetime
) -> bytes:
    """Print the sheets of second keyings that were never printed into one file, all or none; raise as for one."""
    act: dict[str, Any] = {"portal_address": portal_address, "draw": draw, "by": by, "at": at}
    return merging.merge([print_second_sheet(batch_code=code, printings=0, **act)[0] for code in batch_codes])


def _hold(code: str) -> Batch:
    """Fetch a batch and hold what was drawn for it: of two who print one sheet at once, the second waits."""
    batch = batches.batch_by_code(code)
    if not SecondKeying.objects.select_for_update().filter(batch=batch, is_asked=True):
        raise rules.SecondKeyingNotAsked(code=batch.code)
    return batch


def _content(batch: Batch, paper: Paper, credentials: Credentials, lines: int, issue: int) -> SecondSheet:
    window = queries.window_of_batch(paper, batch.pk)
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
