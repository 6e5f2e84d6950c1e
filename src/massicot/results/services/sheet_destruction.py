"""The destruction of the mark sheets of a paper: listed, signed by one, destroyed by another's signature.

No key is wanted: they bear numbers, and go as a whole. Each act holds the papers of the session: no sheet is put into a
box meanwhile, and nobody asks about a script.
"""

from datetime import datetime

from django.db import transaction

from massicot.accounts import queries as accounts
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.results.queries import destruction as queries
from massicot.results.services.destruction import check_are_two
from massicot.shelves import queries as shelves
from massicot.shelves import services as boxes
from massicot.shelves.queries import DestructionList
from massicot.shelves.rules.boxes import BoxKind
from massicot.shelves.rules.destruction import Consent


@transaction.atomic
def list_sheet_destruction(*, paper: Paper, by: Actor, at: datetime) -> DestructionList:
    """List the boxes of mark sheets of a paper, which are destroyed together.

    Raise NotFromOffice, DestructionNotLifted, SheetsNotDue, MarksNotTaken, SheetsWanted, MarksNewerThanTaken,
    SheetsAskedAbout, ListOpen or NoSheetBoxed.
    """
    _hold_due(paper, by=by, at=at)
    return boxes.list_sheet_destruction_unchecked_files(paper=paper, by=by, at=at)


@transaction.atomic
def sign_sheet_destruction(*, paper: Paper, code: str, consent: Consent, by: Actor, at: datetime) -> DestructionList:
    """Sign a list first, with the written consent of the archives; nothing is destroyed yet.

    Raise as `list_sheet_destruction` does but ListOpen and NoSheetBoxed, ListUnknown, ListMoved, and as
    `check_consent`.
    """
    _hold_due(paper, by=by, at=at)
    row = shelves.list_by_code(paper, code, BoxKind.SHEETS)
    return boxes.sign_sheet_destruction_unchecked_files(paper=paper, row=row, consent=consent, by=by, at=at)


@transaction.atomic
def destroy_sheets(*, paper: Paper, code: str, by: Actor, at: datetime) -> DestructionList:
    """Sign a list as the second person: the mark sheets of its boxes are destroyed.

    Raise as `sign_sheet_destruction` does, of its consent nothing; SameSigner, FirstSignerLeft, RestOnOne, BoxesChanged
    or NotThere.
    """
    _hold_due(paper, by=by, at=at)
    row = shelves.list_by_code(paper, code, BoxKind.SHEETS)
    check_are_two(row, by=by, at=at)
    return boxes.destroy_sheets_unchecked_files(paper=paper, row=row, by=by, at=at)


def _hold_due(paper: Paper, *, by: Actor, at: datetime) -> None:
    accounts.check_office(by.login)
    queries.check_sheets_due(exams.hold_as_now(paper), exams.local(paper, at).date())
