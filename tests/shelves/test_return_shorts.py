"""A batch that goes back to the exam office stays as it is; a script of it that turns up later goes by its number."""

import pytest

from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.batches.rules import Witnessed
from massicot.batches.rules.batches import BatchGoesBack, SplitChoice
from massicot.consignments import services as consignments
from massicot.core import draws
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind
from massicot.marks import services as marks
from massicot.results import services as office_acts
from massicot.results.queries.printing import printable
from massicot.results.rules.papers import PrintKind
from tests import going_back, later_world, world
from tests.cast import KEY, MARC, ODILE, PERRIN, TYPING
from tests.going_back import PACKED
from tests.keeping import kept
from tests.short_batches import take_back_without
from tests.stages import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]


def back_but_one() -> World:
    """Lock both batches; take the first back without its last script, which is missing."""
    built = later_world.locked()
    first, second = batches.batches_of(built.paper.pk, PERRIN)
    take_back_without(first, batches.numbers_of(first.pk)[-1])
    world.give_back(second)
    return built


built = kept(back_but_one)


def first_of(built):
    return batches.batches_of(built.paper.pk, PERRIN)[0]


def find(number):
    return marks.find_short(shortage_id=batches.open_shortage(number).pk, by=MARC, at=PACKED)


def place_of(number):
    item = ledger.where(ItemKind.SCRIPT, number)
    return item.place, item.place_ref, item.inside


def test_that_it_lacks_a_script_is_no_bar_and_the_parcel_announces_what_is_in_it(built):
    parcel = going_back.pack(built, batches=[first_of(built).code])
    assert parcel.announced == first_of(built).size - 1


def test_a_script_found_after_its_batch_went_back_is_put_aside_and_goes_by_its_number(built):
    missing = batches.numbers_of(first_of(built).pk)[-1]
    going_back.send(going_back.pack(built, batches=[first_of(built).code]))
    assert find(missing).back_in == ""
    assert place_of(missing) == ("aside", PERRIN, "")
    assert (first_of(built).lacking, batches.numbers_of(first_of(built).pk)[-1]) == (1, missing)
    parcel = going_back.pack(built, scripts=[missing], seal="R2")
    assert (parcel.envelopes, parcel.announced, place_of(missing)[2]) == (0, 1, parcel.code)


def test_a_script_found_before_goes_back_into_its_batch(built):
    missing = batches.numbers_of(first_of(built).pk)[-1]
    code = going_back.pack(built, batches=[first_of(built).code]).code
    consignments.open_return(code=code, reason="Retrouvée", by=MARC, at=PACKED)
    assert find(missing).back_in == first_of(built).code
    assert place_of(missing) == ("marking-centre", PERRIN, first_of(built).code)


def test_return_notes_are_printed_for_a_whole_paper(built):
    code = going_back.pack(built, batches=[first_of(built).code]).code
    printed = office_acts.print_documents(
        run=office_acts.PrintRun(
            paper=built.paper, key=KEY, draw=draws.from_seed(5), portal_address="", by=ODILE, at=PACKED, printings={}
        ),
        kind=PrintKind.RETURN_NOTES,
        subjects=[row.code for row in printable(built.paper, PrintKind.RETURN_NOTES)],
    )
    assert [one.subject for one in printed] == [code]


def test_nothing_of_a_batch_in_a_parcel_is_changed(built):
    code, number = first_of(built).code, batches.numbers_of(first_of(built).pk)[0]
    going_back.pack(built, batches=[code])
    office_acts.unlock_batch(batch_code=code, reason="Total", by=ODILE, at=TYPING)
    said = {"code": code, "by": MARC, "at": PACKED}
    for act, typed in (
        (batch_acts.withdraw_script, {"number": number, "reason": "Fraude"}),
        (batch_acts.miss_at_desk, {"counted": 6, "missing": number, "signed": Witnessed("Cherchée", "Mme Roux")}),
        (marks.split_batch, {"choice": SplitChoice(from_line=3), "reason": "Trop grand"}),
    ):
        with pytest.raises(BatchGoesBack):
            act(**typed, **said)
