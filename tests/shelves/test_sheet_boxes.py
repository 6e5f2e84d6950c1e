"""Boxes of mark sheets at the exam office: filled, put on a shelf, opened, taken for no box of scripts."""

import pytest
from django.db import IntegrityError, transaction

from massicot.accounts.rules import NotFromOffice
from massicot.audit import queries as audit
from massicot.batches import queries as batches
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind, Place
from massicot.exams.models import Paper
from massicot.results.queries.printing import printable
from massicot.results.rules.papers import PrintKind
from massicot.shelves import queries, services
from massicot.shelves.models import SheetReceipt
from massicot.shelves.rules import boxes as box_rules
from massicot.shelves.rules import sheet_boxes as rules
from massicot.shelves.rules.boxes import BoxOfAnother, BoxUnknown
from massicot.shelves.rules.sheet_boxes import BoxedSheets
from massicot.shelves.rules.sheets import SheetNotRead, SheetReasonMissing
from tests import sheet_boxing, shelving
from tests.cast import MARC, PERRIN
from tests.keeping import kept
from tests.sheet_boxing import box, print_again, receive, take_back, take_out
from tests.shelving import BY_OFFICE, CELLAR, FIRST, SECOND

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]

built = kept(sheet_boxing.sheets_here)


def codes(built):
    return [row.code for row in batches.batches_of(built.paper.pk, PERRIN)]


def held(built):
    return {one.code: one.sheets for one in queries.boxes_of(built.paper)}


def lying(built):
    """Say of each printed sheet whether it is here, and in which box and place."""
    rows = queries.with_shelf(list(queries.sheets_of(built.paper.pk)))
    return [(sheet.is_here, sheet.box, sheet.shelf) for sheet in rows]


def test_all_received_sheets_go_into_one_box_and_the_journal_names_them(built):
    assert box(built.paper) == (FIRST, 2, True)
    assert held(built) == {FIRST: BoxedSheets(first=1, last=2, count=2)}
    assert queries.sheets_in_no_box(built.paper) == BoxedSheets()
    told = {"code": FIRST, "sheets": [f"{code}/1" for code in codes(built)], "counted": 2}
    assert audit.facts_on("shelves:BTS-2017/CGE", "SheetsBoxed") == [told]
    with pytest.raises(rules.NoSheetToBox):
        box(built.paper)


def test_what_is_not_in_the_pile_stays_out_and_goes_into_that_box_later(built):
    assert box(built.paper, counted=1, but=["2"]) == (FIRST, 1, True)
    assert list(queries.count_sheets_to_box_by_paper().values_list("paper_id", "sheets")) == [(built.paper.pk, 1)]
    assert box(built.paper, counted=1, into="1b") == (FIRST, 1, False)
    assert held(built) == {FIRST: BoxedSheets(first=1, last=2, count=2)}
    assert not queries.count_sheets_to_box_by_paper()


def test_a_wrong_count_makes_no_box(built):
    with pytest.raises(rules.BoxedSheetsDiffer):
        box(built.paper, counted=3)
    assert held(built) == {}
    assert box(built.paper)[0] == FIRST


def test_a_box_holds_sheets_or_scripts_and_each_has_a_number_of_its_own(built):
    assert shelving.make(built.paper) == [FIRST]
    for into in (FIRST, "1B"):
        with pytest.raises(rules.BoxOfScripts, match=FIRST):
            box(built.paper, into=into)
    assert box(built.paper)[0] == SECOND
    assert held(built) == {FIRST: None, SECOND: BoxedSheets(first=1, last=2, count=2)}


@pytest.mark.parametrize(
    ("into", "refusal"), [("X-BTS-2016-CGE-001B", BoxOfAnother), ("2C", BoxUnknown), ("1C", box_rules.BoxNotRead)]
)
def test_a_label_that_is_none_of_this_paper_is_refused(built, into, refusal):
    with pytest.raises(refusal):
        box(built.paper, into=into)
    assert queries.sheets_in_no_box(built.paper).count == 2


def test_it_is_moved_and_opened_as_a_box_of_scripts_is_and_its_sheets_stay_received(built):
    box(built.paper)
    assert shelving.shelve(built.paper, "1B") == ([FIRST], CELLAR)
    assert lying(built) == [(True, FIRST, CELLAR)] * 2
    services.take_down_box(paper=built.paper, box="1B", reason="Travaux", **BY_OFFICE)
    assert lying(built) == [(True, FIRST, "")] * 2
    shelving.shelve(built.paper, FIRST)
    services.open_box(paper=built.paper, box=FIRST, reason="À répartir", **BY_OFFICE)
    assert lying(built) == [(True, "", "")] * 2
    assert ledger.where(ItemKind.BOX, FIRST) is None
    assert box(built.paper)[0] == SECOND


def test_what_the_ledger_counts_in_it_are_no_scripts(built):
    box(built.paper)
    shelving.shelve(built.paper, FIRST)
    assert [event.count for event in ledger.story_of(ItemKind.BOX, FIRST)] == [0, 0]
    assert ledger.where(ItemKind.BOX, FIRST).place == Place.SHELF


def test_one_that_does_not_lie_there_is_taken_out_and_the_last_one_ends_its_box(built):
    box(built.paper)
    shelving.shelve(built.paper, FIRST)
    assert take_out(built.paper, "1").batch_code == codes(built)[0]
    assert held(built) == {FIRST: BoxedSheets(first=2, last=2, count=1)}
    with pytest.raises(rules.SheetInNoBox):
        take_out(built.paper, "1")
    take_out(built.paper, codes(built)[1])
    assert (held(built), queries.sheets_in_no_box(built.paper).count) == ({}, 2)
    assert audit.facts_on("shelves:BTS-2017/CGE", "SheetOutOfBox")[0]["sheet"] == f"{codes(built)[0]}/1"
    with pytest.raises(BoxUnknown):
        shelving.shelve(built.paper, FIRST)


def test_a_sheet_whose_receipt_is_taken_back_leaves_its_box(built):
    box(built.paper)
    assert take_back(built.paper, "2").box == FIRST
    assert held(built) == {FIRST: BoxedSheets(first=1, last=1, count=1)}
    assert lying(built)[1] == (False, "", "")
    take_back(built.paper, "1")
    assert held(built) == {}
    receive(built.paper, "2")
    assert queries.sheets_in_no_box(built.paper) == BoxedSheets(first=2, last=2, count=1)


def test_a_void_printing_lies_beside_the_one_that_counts_and_is_told_apart(built):
    print_again(codes(built)[0])
    receive(built.paper, "1/2")
    box(built.paper, counted=3)
    assert held(built) == {FIRST: BoxedSheets(first=1, last=2, count=3, apart=1)}
    take_out(built.paper, "1/1")
    assert held(built) == {FIRST: BoxedSheets(first=1, last=2, count=2)}


def test_one_that_is_voided_in_its_box_stays_there(built):
    box(built.paper)
    print_again(codes(built)[1])
    assert held(built) == {FIRST: BoxedSheets(first=1, last=2, count=2, apart=1)}
    receive(built.paper, "2/2")
    assert queries.sheets_in_no_box(built.paper) == BoxedSheets(first=2, last=2, count=1)


def test_a_sheet_given_up_is_in_no_box_until_it_is_found(built):
    take_back(built.paper, "2")
    services.give_up_sheet(paper=built.paper, code="2", reason="Perdu", **BY_OFFICE)
    assert queries.sheets_in_no_box(built.paper).count == 1
    with pytest.raises(rules.NotSheetToBox):
        box(built.paper, counted=1, but=["2"])
    assert box(built.paper, counted=1) == (FIRST, 1, True)
    receive(built.paper, "2")
    assert box(built.paper, counted=1, into=FIRST) == (FIRST, 1, False)
    with pytest.raises(IntegrityError), transaction.atomic():
        SheetReceipt.objects.filter(sheet__batch__sequence=2).update(given_up="Perdu")


def test_a_sheet_of_another_paper_goes_into_no_box_of_this_one(built):
    other = Paper.objects.get(pk=built.paper.pk)
    other.pk, other.code, other.site_code = None, "LV1", "B03"
    other.save()
    assert queries.sheets_in_no_box(other) == BoxedSheets()
    with pytest.raises(rules.NoSheetToBox):
        box(other)
    box(built.paper)
    with pytest.raises(SheetNotRead):
        take_out(other, codes(built)[0])


def test_nothing_is_done_without_a_reason_or_from_elsewhere(built):
    box(built.paper)
    with pytest.raises(SheetReasonMissing):
        services.take_sheet_out_of_box(paper=built.paper, code="1", reason=" ", **BY_OFFICE)
    for act in (
        lambda: box(built.paper, by=MARC),
        lambda: services.take_sheet_out_of_box(paper=built.paper, code="1", reason="x", **BY_OFFICE | {"by": MARC}),
    ):
        with pytest.raises(NotFromOffice):
            act()
    assert held(built)[FIRST].count == 2


def test_its_label_is_printed_with_the_others(built):
    shelving.make(built.paper)
    box(built.paper)
    assert [row.code for row in printable(built.paper, PrintKind.BOX_LABELS)] == [FIRST, SECOND]
    assert services.print_box_label(paper=built.paper, code=SECOND, at=BY_OFFICE["at"]).startswith(b"%PDF")
