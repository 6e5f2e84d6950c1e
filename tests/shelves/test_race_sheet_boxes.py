"""Two before the same pile of mark sheets."""

import threading

import pytest

from massicot.shelves import queries
from massicot.shelves.models import KeptBox, SheetReceipt
from massicot.shelves.queries.sheet_boxes import sheets_to_box
from massicot.shelves.rules import sheet_boxes as rules
from massicot.shelves.rules.boxes import BoxKind
from tests import sheet_boxing
from tests.cast import ODILE, OMAR
from tests.racing import WAIT_S, at_once, meanwhile
from tests.sheet_boxing import box, take_back
from tests.shelving import BY_OFFICE, FIRST

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]


@pytest.fixture
def here():
    return sheet_boxing.sheets_here()


def test_without_the_guard_both_believe_that_they_boxed_them(here):
    both_have_read = threading.Barrier(2, timeout=WAIT_S)

    def bare(code):
        sheets = [sheet.sheet_id for sheet in sheets_to_box(here.paper)]
        made = {"made_at": BY_OFFICE["at"], "made_by": ODILE.login}
        own = KeptBox.objects.create(code=code, paper=here.paper, kind=BoxKind.SHEETS, **made)
        both_have_read.wait()
        return SheetReceipt.objects.filter(sheet__in=sheets).update(box=own)

    assert at_once(lambda: bare("one"), lambda: bare("other")) == [2, 2]
    assert sorted(own.sheets.count() for own in KeptBox.objects.filter(paper=here.paper)) == [0, 2]


def test_of_two_who_box_the_same_sheets_the_second_is_told(here):
    both = meanwhile(lambda: box(here.paper, by=ODILE), lambda: box(here.paper, by=OMAR))
    assert (both[0], type(both[1])) == ((FIRST, 2, True), rules.NoSheetToBox)
    assert [one.sheets.count for one in queries.boxes_of(here.paper)] == [2]


def test_a_receipt_taken_back_meanwhile_is_in_no_box(here):
    both = meanwhile(lambda: take_back(here.paper, "2"), lambda: box(here.paper, by=OMAR))
    assert type(both[1]) is rules.BoxedSheetsDiffer
    assert queries.boxes_of(here.paper) == []
