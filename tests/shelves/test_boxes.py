"""Boxes at the exam office: made of what is received, put on a shelf with their scripts, taken down, opened."""

import pytest

from massicot.batches import queries as batches
from massicot.consignments import services as consignments
from massicot.consignments.rules.return_arrivals import ReturnIsBoxed
from massicot.consignments.rules.returns import ReturnCounts
from massicot.custody import queries as ledger
from massicot.custody.rules import Act, ItemKind, Place
from massicot.exams.queries import Session
from massicot.results.queries.printing import printable
from massicot.results.rules.papers import PrintKind
from massicot.shelves import queries, services
from massicot.shelves.queries.boxes import ShelvedAt
from massicot.shelves.rules import boxes as rules
from massicot.shelves.rules.boxes import BoxChoice
from tests import going_back, shelving
from tests.cast import PERRIN
from tests.keeping import kept
from tests.shelving import BY_OFFICE, CELLAR, FIRST, SECOND

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]

built = kept(shelving.received)


def rows(built):
    return batches.batches_of(built.paper.pk, PERRIN)


def place_of(kind, ref):
    item = ledger.where(kind, ref)
    return item.place, item.place_ref, item.inside


def number_in(built, rank=0):
    return batches.numbers_of(rows(built)[rank].pk)[0]


def test_two_small_specialties_share_a_box(built):
    [code] = shelving.make(built.paper)
    [box] = queries.boxes_of(built.paper)
    assert (code, box.code, box.shelf) == (FIRST, FIRST, "")
    assert box.specialties == sorted(row.specialty_code for row in rows(built))
    assert box.batches == sorted(row.code for row in rows(built))
    assert box.scripts == sum(row.size for row in rows(built))
    assert queries.to_box(built.paper) == []
    with pytest.raises(rules.NothingToBox):
        shelving.make(built.paper)


def test_what_is_not_there_stays_out_and_goes_into_a_later_box(built):
    first, second = rows(built)
    assert shelving.make(built.paper, but=[second.code]) == [FIRST]
    assert [one.ref for one in queries.to_box(built.paper)] == [second.code]
    assert place_of(ItemKind.BATCH, second.code) == (Place.OFFICE, "", "")
    assert place_of(ItemKind.BATCH, first.code) == (Place.OFFICE, "", FIRST)
    assert shelving.make(built.paper) == [SECOND]


def test_a_wrong_count_makes_no_box(built):
    choice = BoxChoice(specialties=[row.specialty_code for row in rows(built)], fits=500)
    with pytest.raises(rules.BoxedCountDiffers):
        services.make_boxes(paper=built.paper, choice=choice, counted=ReturnCounts(3, 11), **BY_OFFICE)
    assert queries.boxes_of(built.paper) == []


def test_a_box_takes_its_batches_and_their_scripts_to_its_shelf(built):
    shelving.make(built.paper)
    assert shelving.shelve(built.paper, "1B", shelf="cave/travée 3/ tablette B") == ([FIRST], CELLAR)
    for kind, ref, inside in (
        (ItemKind.BOX, FIRST, ""),
        (ItemKind.BATCH, rows(built)[0].code, FIRST),
        (ItemKind.SCRIPT, number_in(built), rows(built)[0].code),
    ):
        assert place_of(kind, ref) == (Place.SHELF, CELLAR, inside)
    acts = [event.act for event in ledger.story_of(ItemKind.SCRIPT, number_in(built))]
    assert acts[-3:] == [Act.TAKEN_IN, Act.PUT_IN_BOX, Act.SHELVED]
    assert queries.shelved_at(number_in(built)) == ShelvedAt(FIRST, CELLAR)
    assert queries.shelves_known() == [CELLAR]


def test_what_is_not_received_yet_goes_into_no_box(built):
    consignments.untick_return(code=going_back.the_parcel(built).code, ref="2", **BY_OFFICE)
    shelving.make(built.paper)
    assert queries.shelved_at(number_in(built)) == ShelvedAt(FIRST, "")
    assert queries.shelved_at(number_in(built, 1)) is None


def test_boxes_are_moved_together_or_not_at_all(built):
    shelving.make(built.paper, fits=max(row.size for row in rows(built)))
    with pytest.raises(rules.BoxUnknown):
        shelving.shelve(built.paper, "1B", "3D")
    assert queries.shelves_known() == []
    assert shelving.shelve(built.paper, "1B", "2C") == ([FIRST, SECOND], CELLAR)
    with pytest.raises(rules.BoxStandsThere):
        shelving.shelve(built.paper, "2C", shelf="CAVE / travée 3 / tablette B")


def test_a_box_label_of_last_year_is_told_apart(built):
    shelving.make(built.paper)
    with pytest.raises(rules.BoxOfAnother):
        shelving.shelve(built.paper, "X-BTS-2016-CGE-001B")


def test_a_box_is_taken_down_and_opened_and_its_code_goes_to_no_other(built):
    shelving.make(built.paper)
    shelving.shelve(built.paper, FIRST)
    services.open_box(paper=built.paper, box="1B", reason="Trop lourd", **BY_OFFICE)
    assert ledger.where(ItemKind.BOX, FIRST) is None
    assert place_of(ItemKind.BATCH, rows(built)[0].code) == (Place.OFFICE, "", "")
    assert place_of(ItemKind.SCRIPT, number_in(built))[:2] == (Place.OFFICE, "")
    assert shelving.make(built.paper) == [SECOND]
    with pytest.raises(rules.BoxUnknown):
        services.open_box(paper=built.paper, box=FIRST, reason="Encore", **BY_OFFICE)
    with pytest.raises(rules.BoxNotOnShelf):
        services.take_down_box(paper=built.paper, box=SECOND, reason="Rien", **BY_OFFICE)


def test_a_batch_that_is_not_in_its_box_is_declared_missing_where_it_came_in(built):
    code, second = going_back.the_parcel(built).code, rows(built)[1]
    shelving.make(built.paper)
    shelving.shelve(built.paper, FIRST)
    back = {"code": code, "ref": "2", **BY_OFFICE}
    with pytest.raises(ReturnIsBoxed, match=FIRST):
        consignments.untick_return(**back)
    assert services.take_out_of_box(paper=built.paper, ref="2", reason="Absent", **BY_OFFICE) == second.code
    consignments.untick_return(**back)
    consignments.miss_return(reason="Cherché partout", **back)
    assert place_of(ItemKind.BATCH, second.code)[0] == Place.MISSING
    assert [one.ref for one in queries.to_box(built.paper)] == []
    assert [box.batches for box in queries.boxes_of(built.paper)] == [[rows(built)[0].code]]


def test_nothing_is_taken_out_that_lies_in_no_box_or_without_a_reason(built):
    with pytest.raises(rules.NotInBox):
        services.take_out_of_box(paper=built.paper, ref="1", reason="Absent", **BY_OFFICE)
    shelving.make(built.paper)
    with pytest.raises(rules.BoxReasonMissing):
        services.take_out_of_box(paper=built.paper, ref="1", reason=" ", **BY_OFFICE)


def test_boxes_of_a_session_that_is_put_away_are_moved_all_the_same(built):
    shelving.make(built.paper)
    Session.objects.filter(pk=built.paper.session_id).update(archived_at=BY_OFFICE["at"], archived_reason="Finie")
    assert shelving.shelve(built.paper, FIRST)[1] == CELLAR


def test_the_label_of_each_box_can_be_printed(built):
    shelving.make(built.paper, fits=max(row.size for row in rows(built)))
    assert [row.code for row in printable(built.paper, PrintKind.BOX_LABELS)] == [FIRST, SECOND]
    assert services.print_box_label(paper=built.paper, code=FIRST, at=BY_OFFICE["at"]).startswith(b"%PDF")
