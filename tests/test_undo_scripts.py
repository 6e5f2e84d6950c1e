"""docs/undo.md, row by row: scripts left out or received on one count, outside parcels, liftings, batches parted."""

from uuid import uuid4

import pytest

from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.batches.rules import SplitChoice
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.consignments.rules.arrival import ParcelAcknowledgement
from massicot.consignments.rules.despatch import AllBut
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind, Place
from massicot.marks import services as marks
from massicot.results import queries
from massicot.results import services as results
from massicot.results.rules.lifting import Case, ScriptLiftingNotOpen
from massicot.scripts import queries as scripts
from tests import later_world, other_routes, world
from tests.cast import ARRIVAL, CEDRES, CLAIRE, EVENING, KEY, MARC, MARKING, ODILE, OMAR, PERRIN, TYPING
from tests.test_undo import undoes

pytestmark = pytest.mark.django_db


@undoes("lifting of one script proposed")
def test_a_proposal_is_withdrawn_and_then_confirms_nothing():
    built = later_world.locked()
    script = {"paper": built.paper, "number": later_world.number_of(built, 1)}
    propose = {"case": Case.APPEAL, "reason": "Recours", "key": KEY, "by": ODILE, "at": TYPING}
    results.propose_script_lifting(**script, **propose)
    results.withdraw_script_lifting(**script, reason="Numéro mal lu", by=OMAR, at=TYPING)
    with pytest.raises(ScriptLiftingNotOpen):
        results.confirm_script_lifting(**script, key=KEY, by=OMAR, at=TYPING)
    assert queries.open_script_lifting(**script) is None
    results.propose_script_lifting(**script, **propose)


@undoes("lifting of a paper proposed")
def test_a_proposal_to_lift_a_paper_is_taken_over_by_another_person():
    built = later_world.locked()
    later_world.propose(built, ODILE)
    seen = queries.shown_lifting(built.paper).seen
    results.propose_anew(paper=built.paper, seen=seen, by=OMAR, at=TYPING)
    assert not queries.is_lifted(built.paper)
    later_world.propose(built, ODILE)
    assert queries.lifting_of(built.paper).proposed_by == OMAR.login
    assert queries.is_lifted(built.paper)


@undoes("script signed as not there when its parcel is made")
def test_a_script_that_was_not_there_is_in_the_hand_again_once_it_is_found():
    built = world.sat()
    lost = next(iter(scripts.in_hand_of_centre(built.paper.pk, CEDRES)))
    where = {"paper": built.paper, "centre_uai": CEDRES, "by": CLAIRE, "at": EVENING}
    route, lacking = world.on_site_route(built), AllBut([lost], "Mme Second")
    consignments.pack_numbered(route=route, counted=5, lacking=lacking, **where)
    consignments.find_left_out(number=lost, **where)
    assert lost in ledger.refs_at(ItemKind.SCRIPT, Place.EXAM_CENTRE, CEDRES)


@undoes("parcel acknowledged by its outside centre")
def test_an_acknowledgement_is_taken_back_and_written_down_again():
    built = world.sat()
    code = other_routes.outside(built).code
    world.send(code)
    said = {"said": ParcelAcknowledgement("Mme Dehors", ARRIVAL), "counts": {"90003": 2}, "by": ODILE, "at": ARRIVAL}
    consignments.acknowledge_outside(code=code, **said)
    consignments.reopen_reception(code=code, reason="Mal lu", by=ODILE, at=ARRIVAL)
    assert parcels.outside_waiting().filter(paper=built.paper).count() == 1
    consignments.acknowledge_outside(code=code, **said)


@undoes("scripts of a specialty received on one count")
def test_a_script_received_unseen_is_looked_for_again_and_one_named_by_mistake_is_received():
    built = world.arrived()
    parcel = parcels.parcels_of(built.paper.pk, CEDRES)[0]
    named, lost, *_ = parcels.waiting_in(parcel, "90001")
    act = {"code": parcel.code, "by": MARC, "at": ARRIVAL}
    lacking = AllBut([named], "Mme Second")
    consignments.receive_all_but(specialty_code="90001", counted=3, lacking=lacking, **act)
    consignments.find_script(number=named, **act)
    consignments.untick_script(number=lost, **act)
    consignments.declare_missing(number=lost, **act)
    assert parcels.missing_by_parcel(built.paper.pk) == {parcel.code: [lost]}


def regrouped(act, **said):
    """Do an act on batches that lie at the desk; give what comes of it."""
    return act(**said, reason="Accident", by=MARC, at=TYPING)


@undoes("batch split")
def test_the_parts_of_a_batch_are_merged_again():
    built = world.sealed()
    wood = batches.batches_of(built.paper.pk)[0]
    numbers = batches.numbers_of(wood.pk)
    parts = regrouped(marks.split_batch, code=wood.code, choice=SplitChoice(4))
    whole = regrouped(marks.merge_batches, codes=[part.code for part in parts])
    assert batches.numbers_of(whole.pk) == numbers


@undoes("batches merged")
def test_a_merged_batch_is_split_where_it_was_joined():
    built = world.sealed()
    wood = batches.batches_of(built.paper.pk)[0]
    parts = regrouped(marks.split_batch, code=wood.code, choice=SplitChoice(4))
    held = [batches.numbers_of(part.pk) for part in parts]
    whole = regrouped(marks.merge_batches, codes=[part.code for part in parts])
    typed = " ".join(number[4:] for number in held[1])
    again = regrouped(marks.split_batch, code=whole.code, choice=SplitChoice(typed=typed))
    assert [batches.numbers_of(part.pk) for part in again] == held


@undoes("script signed as not there received by its scan")
def test_a_script_signed_as_not_there_that_was_scanned_by_mistake_is_looked_for_in_its_parcel():
    built = world.sat()
    lost = next(iter(scripts.in_hand_of_centre(built.paper.pk, CEDRES)))
    where = {"paper": built.paper, "centre_uai": CEDRES, "by": CLAIRE, "at": EVENING}
    route, lacking = world.on_site_route(built), AllBut([lost], "Mme Second")
    parcel = consignments.pack_numbered(route=route, counted=5, lacking=lacking, **where)
    world.send(parcel.code)
    consignments.receive_parcel(code=parcel.code, by=MARC, at=ARRIVAL)
    act = {"code": parcel.code, "number": lost, "by": MARC, "at": ARRIVAL}
    consignments.scan_script(scan_id=uuid4(), **act)
    consignments.untick_script(**act)
    consignments.declare_missing(**act)
    assert parcels.missing_by_parcel(built.paper.pk) == {parcel.code: [lost]}


@undoes("batches shared out among markers")
def test_batches_are_shared_out_again_among_others():
    built = world.sealed()
    where = {"paper": built.paper, "centre_uai": PERRIN, "by": MARC, "at": MARKING}
    first = batch_acts.share_out_batches(takers=["BOB", "CHARLIE"], **where)
    assert set(first) == {"BOB", "CHARLIE"}
    again = batch_acts.share_out_batches(takers=["BOB"], **where)
    assert sorted(again["BOB"]) == sorted(code for codes in first.values() for code in codes)
