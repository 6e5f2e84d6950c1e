"""The rows of docs/undo.md about the boxes of the exam office, undone."""

import pytest

from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind, Place
from massicot.shelves import queries, services
from massicot.shelves.rules.sheet_boxes import BoxedSheets
from tests import sheet_boxing, shelving
from tests.shelving import BY_OFFICE, FIRST
from tests.test_undo import undoes

pytestmark = pytest.mark.django_db


@undoes("boxes made of what was received")
def test_a_box_is_opened_again():
    built = shelving.boxed()
    services.open_box(paper=built.paper, box=FIRST, reason="À répartir", **BY_OFFICE)
    assert len(queries.to_box(built.paper)) == 1
    assert shelving.make(built.paper)[0] not in (FIRST, "X-BTS-2017-CGE-002C")


@undoes("box put on a shelf")
def test_a_box_stands_elsewhere_and_then_in_the_office():
    built = shelving.shelved()
    shelving.shelve(built.paper, FIRST, shelf="grenier")
    assert queries.boxes_of(built.paper)[0].shelf == "grenier"
    services.take_down_box(paper=built.paper, box=FIRST, reason="Erreur", **BY_OFFICE)
    assert queries.boxes_of(built.paper)[0].shelf == ""


@undoes("batch or script put into a box where it does not lie")
def test_what_does_not_lie_in_its_box_is_taken_out():
    built = shelving.shelved()
    code = services.take_out_of_box(paper=built.paper, ref="1", reason="Ailleurs", **BY_OFFICE)
    assert [one.ref for one in queries.to_box(built.paper)] == [code]
    assert ledger.where(ItemKind.BATCH, code).place == Place.OFFICE


@undoes("mark sheets put into a box, a new one or one that is there")
def test_a_mark_sheet_is_taken_out_and_its_box_opened():
    built = sheet_boxing.sheets_boxed()
    sheet_boxing.take_out(built.paper, "1")
    assert queries.sheets_in_no_box(built.paper) == BoxedSheets(first=1, last=1, count=1)
    services.open_box(paper=built.paper, box=FIRST, reason="À répartir", **BY_OFFICE)
    assert queries.sheets_in_no_box(built.paper).count == 2
    assert sheet_boxing.box(built.paper)[0] != FIRST
