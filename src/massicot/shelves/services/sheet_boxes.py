"""Acts on boxes of mark sheets: sheets put into a box, one taken out of it.

A sheet is no thing of the ledger: it lies in its box by its receipt, and the box alone moves.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from massicot.accounts import queries as accounts
from massicot.audit import services as audit
from massicot.audit.rules import Fact
from massicot.core.actor import Actor
from massicot.core.spelling import visible_text
from massicot.custody import services as custody
from massicot.custody.rules import Act, ItemKind
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.shelves.models import KeptBox, SheetReceipt
from massicot.shelves.queries import boxes as queries
from massicot.shelves.queries import sheets as sheet_queries
from massicot.shelves.queries.boxes import ShelvedBox
from massicot.shelves.queries.sheet_boxes import sheets_to_box
from massicot.shelves.rules import sheet_boxes as rules
from massicot.shelves.rules.boxes import BoxKind, read_box
from massicot.shelves.rules.destruction import check_holds_something
from massicot.shelves.rules.sheet_boxes import SheetChoice
from massicot.shelves.rules.sheets import check_ends, check_reason
from massicot.shelves.services.boxes import OFFICE, unmake_box
from massicot.store.writes import swap_all


@transaction.atomic
def box_sheets(*, paper: Paper, choice: SheetChoice, box: str = "", by: Actor, at: datetime) -> tuple[str, int, bool]:
    """Put received sheets into a new box, or into one that is there; give its code, how many, whether it is new.

    Raise NotFromOffice, BoxNotRead, BoxOfAnother, BoxUnknown, BoxOfScripts or BoxDestroyed, and what `check_ends` and
    `plan_sheets` refuse.
    """
    accounts.check_office(by.login)
    # Of two who box the same pile, the second reads what the first has left of it.
    exams.hold_papers(paper.session)
    is_new = not visible_text(box)
    code = queries.next_codes(paper, 1)[0] if is_new else _box_of_sheets(paper, box)
    check_ends(choice.first, choice.last, sheet_queries.last_number(paper))
    sheets = rules.plan_sheets(choice, sheets_to_box(paper))
    if is_new:
        _make(paper, code, by=by, at=at)
    row = KeptBox.objects.get(paper=paper, code=code)
    waiting = SheetReceipt.objects.filter(sheet__in=[sheet.sheet_id for sheet in sheets], given_up="", box=None)
    swap_all(waiting, len(sheets), rules.NoSheetToBox(first=choice.first, last=choice.last), box=row)
    names = [sheet.name for sheet in sheets]
    _record(paper, rules.SheetsBoxed(code, names, choice.counted), by=by, at=at)
    return code, len(sheets), is_new


@transaction.atomic
def take_sheet_out_of_box(*, paper: Paper, code: str, reason: str, by: Actor, at: datetime) -> Any:
    """Record that a sheet does not lie in its box, or not any more: it is at the office, in none; give it.

    A box that holds nothing more is none. Raise NotFromOffice, SheetNotRead, SheetOfAnother, SheetAmbiguous,
    EditionUnknown, SheetInNoBox, SheetReasonMissing, TextNamesCandidate, BoxDestroyed or NotThere.
    """
    accounts.check_office(by.login)
    exams.hold_papers(paper.session)
    sheet = sheet_queries.find_sheet(paper, code)
    name = sheet_queries.name_of(sheet)
    check_reason(name, reason)
    if not sheet.box:
        raise rules.SheetInNoBox(sheet=name)
    box = queries.box_by_code(paper, sheet.box)
    check_holds_something(box.code, box.destroyed_by)
    SheetReceipt.objects.filter(sheet_id=sheet.pk).update(box=None)
    tell_out(paper, name, box, reason.strip(), by=by, at=at)
    return sheet


def tell_out(paper: Paper, sheet: str, box: ShelvedBox, reason: str, *, by: Actor, at: datetime) -> None:
    """Write down that a sheet is out of its box, and that the box is none where no other lies in it."""
    _record(paper, rules.SheetOutOfBox(sheet, box.code, reason), by=by, at=at)
    if not SheetReceipt.objects.filter(box__code=box.code).exists():
        unmake_box(paper, box, reason, by=by, at=at)


def _box_of_sheets(paper: Paper, typed: str) -> str:
    box = queries.box_by_code(paper, read_box(typed, queries.name_on_labels(paper)))
    if box.sheets is None:
        raise rules.BoxOfScripts(code=box.code)
    check_holds_something(box.code, box.destroyed_by)
    return box.code


def _make(paper: Paper, code: str, *, by: Actor, at: datetime) -> None:
    KeptBox.objects.create(code=code, paper=paper, kind=BoxKind.SHEETS, made_at=at, made_by=by.login)
    # What the ledger counts are scripts: none lies in it.
    custody.appear(kind=ItemKind.BOX, refs=[code], act=Act.MADE_UP, spot=OFFICE, count=0, by=by, at=at)


def _record(paper: Paper, fact: Fact, *, by: Actor, at: datetime) -> None:
    audit.record(subject=queries.subject_of(paper), fact=fact, by=by, at=at)
