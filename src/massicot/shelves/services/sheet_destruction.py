"""Acts on the destruction of mark sheets: listed, signed by one, destroyed by the signature of a second person.

Whether a paper is due is known above, as of its scripts: those acts complete these. The withdrawal is that of any list.
"""

from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.custody import services as custody
from massicot.custody.rules import ItemKind
from massicot.exams.queries import Paper
from massicot.shelves.models import DestructionList, ListedSheets
from massicot.shelves.queries import destruction as lists
from massicot.shelves.queries import sheet_destruction as queries
from massicot.shelves.queries.boxes import subject_of
from massicot.shelves.rules import sheet_destruction as rules
from massicot.shelves.rules.boxes import BoxKind
from massicot.shelves.rules.destruction import Consent, ListOpen
from massicot.shelves.services.destruction import sign_first, sign_second
from massicot.store.writes import insert_rows


@transaction.atomic(savepoint=False)
def list_sheet_destruction_unchecked_files(*, paper: Paper, by: Actor, at: datetime) -> DestructionList:
    """Make the list of the boxes of mark sheets of a paper; raise ListOpen or NoSheetBoxed."""
    if waiting := lists.open_list(paper, BoxKind.SHEETS):
        raise ListOpen(code=waiting.code)
    boxed = queries.boxed_sheets(paper)
    if not boxed:
        raise rules.NoSheetBoxed(paper=paper.code)
    row = DestructionList.objects.create(
        code=lists.next_list_code(paper),
        paper=paper,
        kind=BoxKind.SHEETS,
        share=0,
        inquiries=0,
        made_at=at,
        made_by=by.login,
    )
    columns = ("of", "box", "first", "last", "count")
    insert_rows(ListedSheets, columns, ((row.pk, line.box, line.first, line.last, line.count) for line in boxed))
    fact = rules.SheetDestructionListed(row.code, len(boxed), sum(line.count for line in boxed))
    audit.record(subject=subject_of(paper), fact=fact, by=by, at=at)
    return row


@transaction.atomic(savepoint=False)
def sign_sheet_destruction_unchecked_files(
    *, paper: Paper, row: DestructionList, consent: Consent, by: Actor, at: datetime
) -> DestructionList:
    """Sign a list of mark sheets first, with the consent of the archives; raise ListMoved, and as `check_consent`."""
    sign_first(paper, row, consent, by=by, at=at)
    return row


@transaction.atomic(savepoint=False)
def destroy_sheets_unchecked_files(*, paper: Paper, row: DestructionList, by: Actor, at: datetime) -> DestructionList:
    """Sign a list of mark sheets as the second person; raise ListMoved, SameSigner, BoxesChanged or NotThere."""
    sign_second(row, by=by, at=at)
    boxed = queries.boxed_sheets(paper)
    rules.check_sheets_as_listed(row.code, queries.listed_sheets(row), boxed)
    # What the ledger counts are scripts: none lies in these boxes.
    custody.destroy_things(
        kind=ItemKind.BOX, counts=dict.fromkeys((line.box for line in boxed), 0), certificate=row.code, by=by, at=at
    )
    fact = rules.SheetsDestroyed(row.code, len(boxed), sum(line.count for line in boxed), row.signed_first_by)
    audit.record(subject=subject_of(paper), fact=fact, by=by, at=at)
    return row
