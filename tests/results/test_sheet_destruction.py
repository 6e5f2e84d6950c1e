"""The destruction of mark sheets: from which day on, as a whole, by two, never while somebody asks about a script."""

from datetime import date

import pytest

from massicot.accounts.rules import NotFromOffice
from massicot.audit import queries as audit
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind
from massicot.exams.models import Session
from massicot.results import queries as results
from massicot.results import services
from massicot.results.models import Dispute
from massicot.results.queries.matters import matters_of
from massicot.results.rules import destruction as due_rules
from massicot.shelves import queries as shelves
from massicot.shelves import services as shelf_acts
from massicot.shelves.models import SheetReceipt
from massicot.shelves.rules import destruction as rules
from massicot.shelves.rules.boxes import BoxKind
from massicot.shelves.rules.sheet_boxes import BoxedSheets
from massicot.shelves.rules.sheet_destruction import NoSheetBoxed, SheetsToDestroy
from massicot.shelves.rules.sheets import SheetDestroyed, SheetRange
from tests import destroying, sheet_boxing, sheet_destroying, shelving
from tests.cast import MARC, ODILE, PERRIN
from tests.destroying import CODE, DESTROYED, LAST, LISTED, SIGNED
from tests.documents.reading import Reader
from tests.keeping import kept
from tests.sheet_destroying import BOX, destroy, make_list, sign
from tests.shelving import FIRST

pytestmark = pytest.mark.django_db

due = kept(sheet_destroying.due)


def test_it_is_due_after_its_own_months_and_never_before_the_scripts(due):
    with pytest.raises(due_rules.SheetsNotDue) as refused:
        make_list(due, at=LAST)
    assert refused.value.values == {"paper": "CGE", "day": "01/06/2018"}
    sheet_destroying.keep_sheets(due, 6)
    with pytest.raises(due_rules.SheetsNotDue):
        make_list(due, at=LAST)
    sheet_destroying.keep_sheets(due, 13)
    with pytest.raises(due_rules.SheetsNotDue) as refused:
        make_list(due)
    assert refused.value.values["day"] == "01/07/2018"
    sheet_destroying.keep_sheets(due, 12)
    assert make_list(due).code == CODE


def test_months_that_were_changed_since_the_page_was_read_count(due):
    make_list(due)
    sign(due)
    Session.objects.update(sheets_kept_months=13)
    with pytest.raises(due_rules.SheetsNotDue) as refused:
        destroy(due)
    assert refused.value.values["day"] == "01/07/2018"


def test_its_list_names_every_box_of_sheets_and_no_box_of_scripts(due):
    row = make_list(due)
    assert shelves.listed_sheets(row) == [SheetsToDestroy(box=BOX, first=1, last=2, count=2)]
    assert (row.kind, row.seed, row.share) == (BoxKind.SHEETS, "", 0)
    assert audit.facts_on("shelves:BTS-2017/CGE", "SheetDestructionListed") == [{"code": CODE, "boxes": 1, "sheets": 2}]
    with pytest.raises(rules.ListOpen):
        make_list(due)


def test_lists_of_both_kinds_are_open_at_once_and_neither_is_taken_for_the_other(due):
    row, scripts = make_list(due), destroying.make_list(due)
    assert scripts.code != row.code
    assert shelves.open_list(due.paper) == scripts
    assert shelves.open_list(due.paper, BoxKind.SHEETS) == row
    with pytest.raises(rules.ListUnknown):
        sign(due, scripts.code)
    with pytest.raises(rules.ListUnknown):
        destroying.sign(due, row.code)
    with pytest.raises(rules.ListUnknown):
        destroy(due, scripts.code)
    sign(due, row.code)
    destroy(due, row.code)
    assert shelves.certificates_of(due.paper) == []
    assert shelves.count_destroyed(due.paper) == 0
    destroying.sign(due, scripts.code)
    destroying.destroy(due, scripts.code)
    assert [one.code for one in shelves.certificates_of(due.paper)] == [scripts.code]


def test_two_sign_and_its_box_is_destroyed_with_what_lay_in_it_which_no_act_moves_any_more(due):
    make_list(due)
    sign(due)
    with pytest.raises(rules.SameSigner):
        destroy(due, by=ODILE)
    destroy(due)
    assert ledger.story_of(ItemKind.BOX, BOX)[-1].act == "destroyed"
    told = {box.code: (box.destroyed_by, box.sheets) for box in shelves.boxes_of(due.paper)}
    assert told[BOX] == (CODE, BoxedSheets(first=1, last=2, count=2))
    assert told[FIRST] == ("", None)
    for act in (
        lambda: shelving.shelve(due.paper, BOX, shelf="grenier"),
        lambda: shelf_acts.open_box(paper=due.paper, box=BOX, reason="Vide", by=ODILE, at=DESTROYED),
        lambda: sheet_boxing.take_out(due.paper, "1"),
        lambda: sheet_boxing.take_back(due.paper, "1"),
    ):
        with pytest.raises(rules.BoxDestroyed) as refused:
            act()
        assert refused.value.values["certificate"] == CODE
    with pytest.raises(SheetDestroyed) as refused:
        sheet_boxing.receive(due.paper, "1")
    assert refused.value.values["certificate"] == CODE
    assert SheetReceipt.objects.count() == 2
    fact = {"code": CODE, "boxes": 1, "sheets": 2, "signed_first_by": ODILE.login}
    assert audit.facts_on("shelves:BTS-2017/CGE", "SheetsDestroyed") == [fact]


def test_many_received_at_once_are_told_apart_from_those_destroyed(due):
    def receive(*but):
        asked = SheetRange(first=1, last=2, counted=2 - len(but), but=but)
        return shelf_acts.receive_sheets(paper=due.paper, centre_uai=PERRIN, asked=asked, by=ODILE, at=DESTROYED)

    sheet_boxing.take_back(due.paper, "2")
    make_list(due)
    sign(due)
    destroy(due)
    with pytest.raises(SheetDestroyed) as refused:
        receive()
    assert refused.value.values["certificate"] == CODE
    assert receive(1) == (1, 0)


def test_a_certificate_never_says_that_they_were_kept_beyond_the_day_on_which_they_were_destroyed(due):
    def words():
        printed = shelf_acts.print_destruction(paper=due.paper, code=CODE, kept_until=date(2022, 6, 1))
        return " ".join(Reader(printed).text.split())

    make_list(due)
    sign(due)
    assert "1er juin 2022" in words()
    destroy(due)
    assert "1er juin 2018, puis détruits" in words()
    assert "2022" not in words()


def test_a_sheet_that_comes_later_is_on_the_next_list_alone(due):
    sheet_boxing.take_out(due.paper, "2")
    make_list(due)
    sign(due)
    destroy(due)
    with pytest.raises(rules.BoxDestroyed):
        sheet_boxing.box(due.paper, counted=1, into=BOX)
    code, count, is_new = sheet_boxing.box(due.paper, counted=1)
    assert (count, is_new) == (1, True)
    row = make_list(due)
    assert row.code != CODE
    assert shelves.listed_sheets(row) == [SheetsToDestroy(box=code, first=2, last=2, count=1)]


def test_what_changes_in_a_box_after_the_list_has_it_refused(due):
    make_list(due)
    sign(due)
    sheet_boxing.take_out(due.paper, "2")
    with pytest.raises(rules.BoxesChanged) as refused:
        destroy(due)
    assert refused.value.values == {"code": CODE, "refs": BOX}
    shelf_acts.withdraw_destruction(paper=due.paper, code=CODE, reason="Un bordereau manque", by=ODILE, at=SIGNED)
    assert shelves.listed_sheets(make_list(due))[0].count == 1


def test_with_no_box_of_sheets_there_is_nothing_to_list(due):
    shelf_acts.open_box(paper=due.paper, box=BOX, reason="À répartir", by=ODILE, at=LISTED)
    with pytest.raises(NoSheetBoxed):
        make_list(due)


def test_while_somebody_asks_about_a_script_of_the_paper_every_sheet_stays(due):
    def is_asked_about():
        return matters_of([due.paper.pk])[due.paper.pk].is_asked_about

    make_list(due)
    assert not is_asked_about()
    destroying.dispute(due, 5)
    assert is_asked_about()
    for act in (lambda: make_list(due), lambda: sign(due), lambda: destroy(due)):
        with pytest.raises(due_rules.SheetsAskedAbout):
            act()
    row = Dispute.objects.get()
    services.end_dispute(paper=due.paper, dispute_id=row.pk, reason="Jugé", by=ODILE, at=SIGNED)
    assert not is_asked_about()
    sign(due)
    destroying.dispute(due, 4)
    with pytest.raises(due_rules.SheetsAskedAbout):
        destroy(due)


def test_nothing_is_due_before_the_lifting_nor_for_anybody_but_the_office(due):
    with pytest.raises(NotFromOffice):
        make_list(due, by=MARC)
    assert results.sheet_times(due.paper).last_day.isoformat() == "2018-06-01"


def test_the_home_counts_them_until_they_are_destroyed(due):
    def counted():
        found = matters_of([due.paper.pk])[due.paper.pk]
        return found.sheets_to_destroy, found.lists_signed_by

    assert counted() == (2, {})
    make_list(due)
    assert counted() == (2, {BoxKind.SHEETS: ""})
    sign(due)
    destroying.make_list(due)
    assert counted() == (2, {BoxKind.SHEETS: ODILE.login, BoxKind.SCRIPTS: ""})
    destroy(due)
    assert counted() == (0, {BoxKind.SCRIPTS: ""})
