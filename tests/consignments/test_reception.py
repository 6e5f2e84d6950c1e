"""Ticking a parcel: received, declared missing, found; nothing is missing because nobody looked."""

import json

import pytest

from massicot.audit import queries as audit
from massicot.consignments import queries, rules, services
from massicot.consignments.rules import Tick, arrival, parcels
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind
from massicot.scripts.rules import NumberMistyped
from tests import world
from tests.cast import ARRIVAL, EVENING, MARC

pytestmark = pytest.mark.django_db


def tick(parcel, *numbers):
    services.tick_scripts(code=parcel.code, numbers=list(numbers), by=MARC, at=ARRIVAL)


def miss(parcel, number):
    services.declare_missing(code=parcel.code, number=number, by=MARC, at=ARRIVAL)


def find(parcel, number):
    services.find_script(code=parcel.code, number=number, by=MARC, at=ARRIVAL)


def close(parcel):
    services.close_reception(code=parcel.code, by=MARC, at=ARRIVAL)


def ticks(parcel):
    return queries.ticks_of(queries.parcel_by_code(parcel.code))


def place(number):
    item = ledger.where(ItemKind.SCRIPT, number)
    return item.place, item.place_ref, item.inside


def test_ticked_scripts_lie_loose_in_the_marking_centre_once_their_parcel_is_closed(arrived):
    first, *others = arrived.numbers
    tick(arrived, f" {first.lower()} ", first)
    assert ticks(arrived) == {Tick.RECEIVED: 1, Tick.NOT_YET: 5}
    assert place(first) == ("marking-centre", "0130053M", arrived.code)
    tick(arrived, *others)
    close(arrived)
    assert {place(number) for number in arrived.numbers} == {("marking-centre", "0130053M", "")}
    assert ticks(arrived) == {Tick.RECEIVED: 6}


def test_ticking_nothing_leaves_no_line(arrived):
    before = len(audit.acts_of(f"parcel:{arrived.code}"))
    tick(arrived)
    assert len(audit.acts_of(f"parcel:{arrived.code}")) == before


def test_a_foreign_script_stops_the_whole_tick(arrived):
    foreign = queries.contents_of(queries.parcel_by_code(arrived.other))[0].number
    for act in (lambda number: tick(arrived, arrived.numbers[0], number), lambda number: miss(arrived, number)):
        with pytest.raises(parcels.ForeignScript) as refused:
            act(foreign)
        assert refused.value.values == {"code": arrived.code, "number": foreign}
    assert ticks(arrived) == {Tick.NOT_YET: 6}


def test_a_number_misread_is_told_before_it_is_called_foreign(arrived):
    number = arrived.numbers[0]
    wrong = f"{(int(number[0]) + 1) % 10}{number[1:]}"
    for act in (tick, miss, find):
        with pytest.raises(NumberMistyped):
            act(arrived, wrong)


def test_a_received_script_is_not_ticked_lost_or_found_again(arrived):
    number = arrived.numbers[0]
    tick(arrived, number)
    for act in (tick, miss, find):
        with pytest.raises(parcels.AlreadyTicked):
            act(arrived, number)
    assert ticks(arrived) == {Tick.RECEIVED: 1, Tick.NOT_YET: 5}


def test_a_missing_script_is_found_not_ticked(arrived):
    number = arrived.numbers[0]
    with pytest.raises(parcels.NotMissing):
        find(arrived, number)
    miss(arrived, number)
    assert place(number) == ("missing", "", "")
    for act in (tick, miss):
        with pytest.raises(parcels.DeclaredMissing):
            act(arrived, number)
    find(arrived, number)
    assert place(number) == ("marking-centre", "0130053M", "")
    assert queries.found_again(arrived.paper.pk) == [number]


def test_a_reception_closes_only_when_each_script_was_looked_for(arrived):
    first, *others = arrived.numbers
    tick(arrived, *others)
    with pytest.raises(parcels.NotAllLookedFor) as refused:
        close(arrived)
    assert refused.value.values == {"code": arrived.code, "count": 1}
    miss(arrived, first)
    close(arrived)
    assert json.loads(audit.acts_of(f"parcel:{arrived.code}")[-1].facts) == {"missing": 1, "received": 5}


def test_after_the_closing_only_finding_is_left(arrived):
    first, *others = arrived.numbers
    tick(arrived, *others)
    miss(arrived, first)
    close(arrived)
    for act in (lambda: tick(arrived, first), lambda: miss(arrived, first), lambda: close(arrived)):
        with pytest.raises(rules.ReceptionClosed):
            act()
    find(arrived, first)
    assert queries.missing_by_parcel(arrived.paper.pk) == {}
    assert queries.numbers_ticked(arrived.paper.pk, Tick.RECEIVED) == arrived.numbers


def test_nothing_is_ticked_in_a_parcel_that_has_not_arrived(packed):
    for act in (
        lambda: tick(packed, packed.numbers[0]),
        lambda: miss(packed, packed.numbers[0]),
        lambda: close(packed),
    ):
        with pytest.raises(parcels.NotReceived):
            act()


def counted_parcel(arrived):
    parcel = world.packed_for_the_hub(arrived.world)
    world.send(parcel.code, at=EVENING)
    services.receive_parcel(code=parcel.code, by=MARC, at=ARRIVAL)
    return parcel.code


def test_a_counted_parcel_is_closed_by_its_counts(arrived):
    code = counted_parcel(arrived)
    assert queries.counted_specialties(arrived.paper.pk) == {"90003": (2, None)}
    for wrong in ({}, {"90001": 2}, {"90003": 2, "90001": 0}):
        with pytest.raises(parcels.CountsOfOtherSpecialties):
            services.acknowledge_counts(code=code, counts=wrong, by=MARC, at=ARRIVAL)
    with pytest.raises(arrival.ArrivedCountsDiffer) as refused:
        services.acknowledge_counts(code=code, counts={"90003": 1}, by=MARC, at=ARRIVAL)
    told = "90003, 2 announced and 1 counted (one script is missing)"
    assert str(refused.value.values["specialties"]) == told
    services.acknowledge_counts(code=code, counts={"90003": 1}, gap_reason="Une seule", by=MARC, at=ARRIVAL)
    assert json.loads(audit.acts_of(f"parcel:{code}")[-1].facts)["gap_reason"] == "Une seule"
    assert queries.reasons_of(queries.parcel_by_code(code)) == {"90003": "Une seule"}
    assert queries.counted_specialties(arrived.paper.pk) == {"90003": (2, 1)}
    assert ledger.find(code).place == "scan-hub"
    with pytest.raises(rules.ReceptionClosed):
        services.acknowledge_counts(code=code, counts={"90003": 2}, by=MARC, at=ARRIVAL)
    services.reopen_reception(code=code, reason="A second bundle", by=MARC, at=ARRIVAL)
    assert queries.counted_specialties(arrived.paper.pk) == {"90003": (2, None)}
    services.acknowledge_counts(code=code, counts={"90003": 2}, by=MARC, at=ARRIVAL)
    assert queries.counted_specialties(arrived.paper.pk) == {"90003": (2, 2)}
