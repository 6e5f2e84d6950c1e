"""A script that comes back to the exam office in no batch: it lies in its box by its number."""

import pytest

from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.consignments import services as consignments
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind, Place
from massicot.shelves import queries, services
from massicot.shelves.queries.boxes import ShelvedAt
from massicot.shelves.rules import boxes as rules
from massicot.shelves.rules.slips import SlipState
from tests import going_back, shelving
from tests.cast import ODILE, PERRIN
from tests.going_back import PACKED
from tests.keeping import kept
from tests.shelving import BY_OFFICE, CELLAR, FIRST, SECOND

pytestmark = pytest.mark.django_db

built = kept(going_back.locked_and_back)


def boxed_loose(built):
    """Put a script that was withdrawn from its batch into a box at the office; give its number."""
    batch = batches.batches_of(built.paper.pk, PERRIN)[0]
    number = batches.numbers_of(batch.pk)[0]
    batch_acts.withdraw_script(code=batch.code, number=number, reason="Fraude", by=ODILE, at=PACKED)
    parcel = going_back.send(going_back.pack(built, scripts=[number]))
    going_back.receive(parcel)
    consignments.tick_return(code=parcel.code, ref=number, **BY_OFFICE)
    shelving.make(built.paper)
    return number


def test_it_lies_in_its_box_alone_and_is_taken_out_by_the_end_of_its_number(built):
    number = boxed_loose(built)
    shelving.shelve(built.paper, FIRST)
    assert ledger.where(ItemKind.SCRIPT, number).inside == FIRST
    assert queries.shelved_at(number) == ShelvedAt(FIRST, CELLAR)
    services.take_out_of_box(paper=built.paper, ref=number[4:], reason="Ailleurs", **BY_OFFICE)
    item = ledger.where(ItemKind.SCRIPT, number)
    assert (item.place, item.place_ref, item.inside) == (Place.OFFICE, "", "")
    assert queries.shelved_at(number) is None


def test_a_box_is_opened_while_a_script_in_no_batch_is_out_of_it_which_is_boxed_when_it_is_back(built):
    number = boxed_loose(built)
    shelving.ask(built.paper, number)
    shelving.fetch(built.paper)
    with pytest.raises(rules.ThingIsAway):
        services.take_out_of_box(paper=built.paper, ref=number, reason="Ailleurs", **BY_OFFICE)
    services.open_box(paper=built.paper, box=FIRST, reason="À répartir", **BY_OFFICE)
    with pytest.raises(rules.AllIsAway):
        shelving.make_counted(built.paper, 0, 0)
    shelving.put_back(built.paper)
    assert shelving.make_counted(built.paper, 0, 1) == [SECOND]
    assert ledger.where(ItemKind.SCRIPT, number).inside == SECOND


@pytest.mark.parametrize("state", [SlipState.WAITING, SlipState.OUT, SlipState.MISSING])
def test_a_box_on_its_shelf_is_opened_wherever_its_script_in_no_batch_is(built, state):
    number = boxed_loose(built)
    shelving.shelve(built.paper, FIRST)
    shelving.ask(built.paper, number)
    if state == SlipState.OUT:
        shelving.fetch(built.paper)
    elif state == SlipState.MISSING:
        services.miss_script(paper=built.paper, number=number, reason="Introuvable", **BY_OFFICE)
    services.open_box(paper=built.paper, box=FIRST, reason="À répartir", **BY_OFFICE)
    assert (queries.boxes_of(built.paper), queries.open_slip_of(number).state) == ([], state)


def test_a_script_in_no_batch_that_is_out_has_its_place_in_the_box_of_the_others(built):
    number = boxed_loose(built)
    shelving.ask(built.paper, number)
    shelving.fetch(built.paper)
    services.open_box(paper=built.paper, box=FIRST, reason="À répartir", **BY_OFFICE)
    codes = [batch.code for batch in batches.batches_of(built.paper.pk, PERRIN)]
    parcel = going_back.send(going_back.pack(built, batches=codes, seal="R2"), seal="R2")
    going_back.receive(parcel)
    for ref in codes:
        consignments.tick_return(code=parcel.code, ref=ref, **BY_OFFICE)
    there = sum(one.there for one in queries.to_box(built.paper))
    [code] = shelving.make_counted(built.paper, len(codes), there)
    assert ledger.where(ItemKind.SCRIPT, number).inside == ""
    shelving.put_back(built.paper)
    assert ledger.where(ItemKind.SCRIPT, number).inside == code
