"""A script packed in another parcel than its own: received where it lies, ticked where it was announced."""

import json

import pytest

from massicot.audit import queries as audit
from massicot.consignments import queries, services
from massicot.consignments.models import Parcel
from massicot.consignments.rules import Tick, parcels, reception
from massicot.custody import queries as ledger
from massicot.custody.rules import Act, ItemKind
from tests import world
from tests.cast import ARRIVAL, MARC, MORNING

pytestmark = pytest.mark.django_db


def receive(parcel, number):
    return services.receive_stray(found_in=parcel.code, number=number, by=MARC, at=ARRIVAL)


def stray_of(parcel):
    return queries.contents_of(queries.parcel_by_code(parcel.other))[0].number


def tick_of(code, number):
    return queries.parcel_by_code(code).contents.get(number=number).tick


def test_a_stray_is_ticked_in_its_own_parcel_and_its_story_says_where_it_lay(arrived):
    number = stray_of(arrived)
    assert receive(arrived, number).code == arrived.other
    assert tick_of(arrived.other, number) == Tick.RECEIVED
    last = ledger.story_of(ItemKind.SCRIPT, number)[-1]
    assert (last.act, last.found_in, last.to_ref, last.inside) == (Act.STRAY, arrived.code, "0130053M", "")
    line = audit.acts_of(f"parcel:{arrived.other}")[-1]
    assert (line.act, json.loads(line.facts)) == ("StrayReceived", {"number": number, "found_in": arrived.code})
    assert queries.strays(arrived.paper.pk) == [number]


def test_a_stray_declared_missing_before_is_told_once(arrived):
    number = stray_of(arrived)
    services.declare_missing(code=arrived.other, number=number, by=MARC, at=ARRIVAL)
    receive(arrived, number)
    assert (queries.strays(arrived.paper.pk), queries.found_again(arrived.paper.pk)) == ([number], [])
    assert queries.missing_by_parcel(arrived.paper.pk) == {}


def test_a_stray_is_received_while_its_own_parcel_is_still_on_its_way(packed):
    number = stray_of(packed)
    world.send(packed.code)
    services.receive_parcel(code=packed.code, by=MARC, at=ARRIVAL)
    with pytest.raises(parcels.NotSent) as refused:
        receive(packed, number)
    assert refused.value.values == {"code": packed.other}
    world.send(packed.other)
    receive(packed, number)
    services.receive_parcel(code=packed.other, by=MARC, at=ARRIVAL)
    item = ledger.where(ItemKind.SCRIPT, number)
    assert (item.place, item.inside) == ("marking-centre", "")
    assert queries.ticks_of(queries.parcel_by_code(packed.other)) == {Tick.RECEIVED: 1, Tick.NOT_YET: 5}


def test_a_stray_counts_once(arrived):
    number = stray_of(arrived)
    receive(arrived, number)
    with pytest.raises(parcels.AlreadyTicked):
        receive(arrived, number)
    assert [event.act for event in ledger.story_of(ItemKind.SCRIPT, number)].count(Act.STRAY) == 1


def test_a_script_is_no_stray_in_its_own_parcel_and_none_without_a_parcel(arrived):
    with pytest.raises(reception.NotAStray):
        receive(arrived, arrived.numbers[0])
    with pytest.raises(reception.InNoParcel):
        receive(arrived, "00000001B")


def test_a_script_that_goes_to_another_marking_centre_is_not_received_here(arrived):
    Parcel.objects.filter(code=arrived.other).update(destination_uai="0750999X")
    with pytest.raises(reception.StrayOfAnotherCentre) as refused:
        receive(arrived, stray_of(arrived))
    assert refused.value.values["destination"] == "0750999X"


def test_nothing_is_found_in_a_parcel_that_is_not_here(packed):
    world.send(packed.code, at=MORNING)
    with pytest.raises(parcels.NotReceived):
        receive(packed, stray_of(packed))


def test_a_stray_ticked_by_mistake_is_looked_for_in_its_own_parcel_again(arrived):
    number = stray_of(arrived)
    receive(arrived, number)
    services.untick_script(code=arrived.other, number=number, by=MARC, at=ARRIVAL)
    assert queries.strays(arrived.paper.pk) == []
    assert ledger.where(ItemKind.SCRIPT, number).inside == arrived.other
    services.tick_scripts(code=arrived.other, numbers=[number], by=MARC, at=ARRIVAL)
    assert queries.strays(arrived.paper.pk) == []
