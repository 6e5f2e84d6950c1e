"""Reception without a scanner: a specialty counted in its parcel, all received but those named, which are missing."""

import json

import pytest

from massicot.audit import queries as audit
from massicot.batches import services as batch_acts
from massicot.consignments import queries, rules, services
from massicot.consignments.rules import Tick
from massicot.consignments.rules import reception as rule
from massicot.consignments.rules.despatch import AllBut, LackingAmbiguous, SecondPersonMissing
from massicot.core.wall import TextNamesCandidate
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind, Place, Spot
from massicot.results import queries as results
from tests import world
from tests.cast import ARRIVAL, MARC, MARKING, PERRIN
from tests.consignments.conftest import parcels_of
from tests.keeping import kept

pytestmark = pytest.mark.django_db

SECOND = "Mme Second"
WOOD = "90001"

arrived = kept(world.arrived)


@pytest.fixture
def here(arrived):
    """The parcels at the marking centre, and the woodwork of the first: four scripts."""
    here = parcels_of(arrived)
    here.parcel = queries.parcel_by_code(here.code)
    here.wood = queries.waiting_in(here.parcel, WOOD)
    assert len(here.wood) == 4
    return here


def receive(here, counted, lacking=(), by_second=SECOND, specialty=WOOD):
    return services.receive_all_but(
        code=here.code,
        specialty_code=specialty,
        counted=counted,
        lacking=AllBut(lacking, by_second),
        by=MARC,
        at=ARRIVAL,
    )


def ticks(here):
    return queries.ticks_by_specialty(here.parcel)[WOOD]


def test_all_but_one_are_received_in_one_act_and_that_one_is_missing(here):
    lost, *others = here.wood
    found = receive(here, 3, [f" {lost[4:].lower()}"])
    assert (found.received, found.missing) == (others, [lost])
    assert ticks(here) == {Tick.RECEIVED: 3, Tick.MISSING: 1}
    assert ledger.where(ItemKind.SCRIPT, lost).place == Place.MISSING
    assert ledger.count_loose(others, Spot(Place.MARKING_CENTRE, PERRIN)) == 3
    line = audit.acts_of(f"parcel:{here.code}")[-1]
    facts = json.loads(line.facts)
    assert (line.act, facts["counted"], facts["received"]) == ("AllButReceived", 3, 3)
    assert (facts["missing"], facts["signed_by"]) == ([lost], SECOND)
    assert f"missing-script:{lost}" in {gap.key for gap in results.ladder(here.paper).open_gaps}


def test_where_nothing_lacks_nobody_signs_and_other_specialties_wait(here):
    receive(here, 4, by_second="")
    assert ticks(here) == {Tick.RECEIVED: 4}
    assert json.loads(audit.acts_of(f"parcel:{here.code}")[-1].facts)["signed_by"] == ""
    assert queries.ticks_by_specialty(here.parcel)["90002"] == {Tick.NOT_YET: 2}


@pytest.mark.parametrize(
    ("counted", "typed", "second", "refusal"),
    [
        (4, "{one}", SECOND, rule.HeldCountDiffers),
        (3, "", SECOND, rule.HeldCountDiffers),
        (3, "{one}", " ", SecondPersonMissing),
        (3, "{water}", SECOND, rule.NotLookedForHere),
        (3, "9999Z", SECOND, rule.NotLookedForHere),
        (3, "{one}", "Zoé 02100000001", TextNamesCandidate),
    ],
)
def test_what_does_not_agree_is_refused_and_nothing_is_ticked(here, counted, typed, second, refusal):
    water = queries.waiting_in(here.parcel, "90002")[0]
    lacking = [typed.format(one=here.wood[0], water=water)] if typed else []
    with pytest.raises(refusal):
        receive(here, counted, lacking, second)
    assert ticks(here) == {Tick.NOT_YET: 4}


def test_a_refused_count_does_not_tell_the_right_one(here):
    with pytest.raises(rule.HeldCountDiffers) as refused:
        receive(here, 17)
    assert "4" not in str(refused.value.values["counted"]) + refused.value.sentence


def test_what_is_ticked_already_is_counted_with_its_pile_and_keeps_its_scan(here):
    first, second, third, _ = here.wood
    services.tick_scripts(code=here.code, numbers=[first], by=MARC, at=ARRIVAL)
    services.declare_missing(code=here.code, number=second, by=MARC, at=ARRIVAL)
    with pytest.raises(rule.NotLookedForHere):
        receive(here, 2, [first])
    with pytest.raises(rule.HeldCountDiffers):
        receive(here, 1, [third])
    receive(here, 2, [third])
    assert ticks(here) == {Tick.RECEIVED: 2, Tick.MISSING: 2}


def test_what_went_on_into_a_batch_lies_in_the_pile_no_more(here):
    services.tick_scripts(code=here.code, numbers=here.wood[:1], by=MARC, at=ARRIVAL)
    batch_acts.make_batches(paper=here.paper, centre_uai=PERRIN, by=MARC, at=MARKING)
    with pytest.raises(rule.HeldCountDiffers):
        receive(here, 4)
    receive(here, 3)
    assert ticks(here) == {Tick.RECEIVED: 4}


def test_a_script_that_lay_in_another_parcel_is_not_in_the_pile(here):
    services.receive_stray(found_in=here.other, number=here.wood[0], by=MARC, at=ARRIVAL)
    receive(here, 3)
    assert ticks(here) == {Tick.RECEIVED: 4}


def test_all_may_be_missing_and_the_reception_then_closes(here):
    receive(here, 0, here.wood)
    assert ticks(here) == {Tick.MISSING: 4}
    receive(here, 2, specialty="90002")
    services.close_reception(code=here.code, by=MARC, at=ARRIVAL)
    with pytest.raises(rules.ReceptionClosed):
        receive(here, 0)


def test_a_specialty_is_counted_once(here):
    receive(here, 4)
    for specialty in (WOOD, "90003"):
        with pytest.raises(rule.SpecialtyLookedFor):
            receive(here, 4, specialty=specialty)


def test_the_end_of_a_number_that_two_share_is_asked_for_whole():
    pile = rule.Pile("P-1", WOOD, ["11110042A", "22220042A", "33330043B"], 0)
    with pytest.raises(LackingAmbiguous):
        rule.look_through(pile, 2, AllBut(["0042A"], SECOND))
    assert rule.look_through(pile, 2, AllBut(["11110042A"], SECOND)).missing == ["11110042A"]
