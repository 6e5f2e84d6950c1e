"""Batches made up, handed out, taken back; and what is refused."""

import json

import pytest

from massicot.audit import queries as audit
from massicot.batches import queries, rules, services
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.custody import queries as ledger
from massicot.custody.rules import Kind
from massicot.markers.rules import MarkerUnknown
from massicot.scripts import queries as scripts
from massicot.scripts.rules import PUPIL_KEY
from tests import later_world, world
from tests.world import ARRIVAL, KEY, MARC, MARKING, PERRIN

pytestmark = pytest.mark.django_db


def make(built):
    return services.make_batches(paper=built.paper, centre_uai=PERRIN, by=MARC, at=MARKING)


def hand_out(code, marker="BOB"):
    return services.hand_out_batch(
        code=code, marker_identifier=marker, pupil_key=KEY.sub_key(PUPIL_KEY), by=MARC, at=MARKING
    )


def give_back(code, count):
    return services.return_batch(code=code, count=count, by=MARC, at=MARKING)


@pytest.fixture
def batches():
    """The two batches of the world: woodwork (8) and water (4)."""
    return queries.batches_of(world.batched().paper.pk)


def test_each_specialty_has_its_batch_numbers_ascending():
    built = world.received()
    wood, water = make(built)
    assert [(one.code, one.specialty_code, one.size) for one in (wood, water)] == [
        ("B-BTS-2017-CGE-0001", "90001", 8),
        ("B-BTS-2017-CGE-0002", "90002", 4),
    ]
    for batch in (wood, water):
        numbers = queries.numbers_of(batch.pk)
        assert numbers == sorted(numbers) == ledger.contents_of(batch.code)
        assert set(scripts.specialties_of(numbers).values()) == {batch.specialty_code}


def test_placeholders_are_in_batches_like_any_script():
    built = world.received()
    make(built)
    assert queries.batch_of_number(later_world.number_of(built, 2)).specialty_code == "90002"
    assert queries.batch_of_number("00000042W") is None


def test_there_is_nothing_to_batch_before_a_tick():
    with pytest.raises(rules.NothingToBatch):
        make(world.arrived())


def test_making_batches_twice_leaves_the_first_ones_alone():
    built = world.received()
    make(built)
    with pytest.raises(rules.NothingToBatch):
        make(built)
    assert len(queries.batches_of(built.paper.pk)) == 2


def test_a_late_script_makes_a_supplementary_batch():
    built = later_world.with_one_lost()
    before = {batch.code: queries.numbers_of(batch.pk) for batch in make(built)}
    lost = later_world.number_of(built, 1)
    code = parcels.parcel_and_tick(built.paper.pk)[lost][0]
    consignments.find_script(code=code, number=lost, by=MARC, at=MARKING)
    (late,) = make(built)
    assert (late.code, queries.numbers_of(late.pk)) == ("B-BTS-2017-CGE-0003", [lost])
    assert {code: queries.numbers_of(queries.batch_by_code(code).pk) for code in before} == before


def test_scripts_still_in_an_unfinished_parcel_are_not_batched():
    built = world.arrived()
    parcel, _ = parcels.parcels_of(built.paper.pk)
    ticked = [row.number for row in parcels.contents_of(parcel)][:3]
    consignments.tick_scripts(code=parcel.code, numbers=ticked, by=MARC, at=ARRIVAL)
    made = make(built)
    assert sorted(number for batch in made for number in queries.numbers_of(batch.pk)) == ticked


def test_a_batch_handed_out_carries_its_scripts_to_the_marker(batches):
    code = batches[0].code
    hand_out(code.lower())
    number = queries.numbers_of(batches[0].pk)[0]
    item = ledger.where(Kind.SCRIPT, number)
    assert (item.place, item.place_ref, item.inside) == ("marker", "BOB", code)
    assert ledger.holder_of_batch(code) == queries.open_hand_out(batches[0].pk).marker == "BOB"


def test_a_batch_cannot_be_handed_out_twice(batches):
    hand_out(batches[0].code)
    for marker in ("BOB", "CHARLIE"):
        with pytest.raises(rules.BatchAlreadyOut) as refused:
            hand_out(batches[0].code, marker)
        assert refused.value.values["holder"] == "BOB"
    assert len(queries.hand_outs_of(batches[0].pk)) == 1


def test_a_marker_never_gets_pupils_of_their_own_school_and_is_not_told_which(batches):
    with pytest.raises(rules.OwnPupils) as refused:
        hand_out(batches[0].code, "ALICE")
    assert refused.value.values == {"marker": "ALICE", "code": batches[0].code}
    sentence = str(refused.value)
    assert not any(number in sentence for number in queries.numbers_of(batches[0].pk))
    assert ledger.holder_of_batch(batches[0].code) == ""
    assert "BatchHandedOut" not in {line.act for line in audit.acts_of(f"batch:{batches[0].code}")}


def test_a_marker_of_elsewhere_or_unknown(batches):
    assert hand_out(batches[0].code, " CHARLIE ").code == batches[0].code
    with pytest.raises(MarkerUnknown):
        hand_out(batches[1].code, "NOBODY")
    with pytest.raises(rules.BatchUnknown):
        hand_out("B-NOWHERE-0001")


@pytest.mark.parametrize("count", [0, 7, 9])
def test_a_batch_is_taken_back_with_all_its_scripts_counted(batches, count):
    code = batches[0].code
    hand_out(code)
    with pytest.raises(rules.ReturnCountDiffers) as refused:
        give_back(code, count)
    assert refused.value.values == {"code": code, "size": 8, "count": count}
    assert ledger.holder_of_batch(code) == "BOB"


def test_a_batch_given_back_in_the_evening_goes_out_again_in_the_morning(batches):
    code = batches[0].code
    hand_out(code)
    give_back(code, 8)
    with pytest.raises(rules.BatchNotOut):
        give_back(code, 8)
    hand_out(code, "CHARLIE")
    assert [stay.marker for stay in queries.hand_outs_of(batches[0].pk)] == ["BOB", "CHARLIE"]
    facts = [json.loads(line.facts) for line in audit.acts_of(f"batch:{code}") if line.act == "BatchReturned"]
    assert facts == [{"code": code, "marker": "BOB", "scripts": 8}]
