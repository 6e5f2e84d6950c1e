"""docs/undo.md, row by row: what can be undone of scripts that are not in their batch, and of those set aside."""

import pytest

from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.consignments.rules.despatch import AllBut
from massicot.marks import services as mark_acts
from massicot.setasides import queries as set_asides
from massicot.setasides import services
from massicot.setasides.rules import SlipEnd
from tests import world
from tests.batches.test_shortages import find, miss, return_short, sealed_without_the_third, wood
from tests.cast import CEDRES, MARC, MARKING, PERRIN, TYPING
from tests.setasides.test_services import put, settle
from tests.short_batches import SIGNED
from tests.test_undo import undoes

pytestmark = pytest.mark.django_db


@undoes("envelope closed without a missing script")
def test_a_script_that_was_not_in_its_envelope_is_put_back_at_its_line():
    built = world.batched()
    third = sealed_without_the_third(built)
    find(third)
    assert batches.numbers_of(wood(built).pk)[2] == third
    assert batches.open_shortage(third) is None


@undoes("envelope closed on one count, without a scanner")
def test_an_envelope_that_was_counted_is_opened_again_and_a_script_named_by_mistake_is_put_back():
    built = world.batched()
    first = batches.numbers_of(wood(built).pk)[0]
    act = {"code": wood(built).code, "by": MARC, "at": MARKING}
    mark_acts.seal_all_but(counted=7, lacking=AllBut([first[4:]], "Mme Second"), **act)
    find(first)
    assert batches.numbers_of(wood(built).pk)[0] == first
    batch_acts.unseal_batch(reason="Recount", **act)
    assert batches.count_unchecked(wood(built).pk) == 8


@undoes("batch taken back without a missing script")
def test_a_script_that_was_not_given_back_is_in_its_batch_again():
    built = world.handed_out()
    first = batches.numbers_of(wood(built).pk)[0]
    return_short(wood(built), first, 7)
    find(first)
    assert wood(built).in_hand == 8


@undoes("script missing from a batch at the desk")
def test_a_script_that_was_not_there_before_its_batch_went_out_is_in_it_again():
    built = world.sealed()
    first = batches.numbers_of(wood(built).pk)[0]
    miss(wood(built), first)
    assert wood(built).in_hand == 7
    find(first)
    world.lend(wood(built), "BOB")
    assert wood(built).in_hand == 8


@undoes("script set aside")
def test_a_script_set_aside_by_mistake_has_that_end_and_leaves_the_lists():
    built = world.arrived()
    settle(put(built), SlipEnd.MISTAKE)
    assert set_asides.open_slips().aside == {}


@undoes("place of a script set aside")
def test_a_place_written_down_wrongly_is_written_down_again():
    row = put(world.arrived())
    for place in ("Coffre", "Étagère 3"):
        services.move_set_aside(code=row.code, place=place, by=MARC, at=TYPING)
    assert set_asides.set_aside_by_code(row.code).place == "Étagère 3"


@undoes("script not found as batches are made")
def test_a_script_that_turns_up_after_the_batches_were_made_goes_in_the_next_ones():
    built = world.received()
    parcel = parcels.parcels_of(built.paper.pk, CEDRES)[0]
    lost = parcels.contents_of(parcel)[0].number
    where = {"paper": built.paper, "centre_uai": PERRIN, "by": MARC, "at": MARKING}
    batch_acts.miss_loose(missing=lost, signed=SIGNED, **where)
    consignments.find_script(code=parcel.code, number=lost, by=MARC, at=MARKING)
    made = batch_acts.make_batches(**where)
    assert any(lost in batches.numbers_of(batch.pk) for batch in made)
