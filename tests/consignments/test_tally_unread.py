"""Ticks that cannot be opened: without the key, under another one, or altered, and then thrown away."""

import json
from uuid import uuid4

import pytest

from massicot.audit import queries as audit
from massicot.batches import services as batch_acts
from massicot.consignments import queries, services
from massicot.consignments.models import ParcelTally
from massicot.consignments.rules import Tick
from massicot.consignments.rules.reception import Verdict
from massicot.consignments.rules.tally import TicksBroken, TicksReadable, TicksSealed
from massicot.results import queries as results
from massicot.store import key_file
from tests.cast import ARRIVAL, MARC, MARKING, PERRIN

pytestmark = pytest.mark.django_db


def scan(parcel, number, scan_id=None):
    told = services.scan_script(code=parcel.code, number=number, scan_id=scan_id or uuid4(), by=MARC, at=ARRIVAL)
    return told.verdict


def close(parcel):
    services.close_reception(code=parcel.code, by=MARC, at=MARKING)


def throw_away(parcel):
    return services.throw_ticks_away(code=parcel.code, by=MARC, at=MARKING)


def ticks(parcel):
    return queries.ticks_of(queries.parcel_by_code(parcel.code))


def alter(parcel):
    """Change one byte of what is sealed, as a disk does that fails."""
    tally = ParcelTally.objects.get(parcel__code=parcel.code)
    tally.sealed = bytes([*bytes(tally.sealed)[:-1], bytes(tally.sealed)[-1] ^ 1])
    tally.save()


@pytest.fixture
def broken(arrived):
    """A parcel of which two scripts are ticked, which cannot be opened."""
    for number in arrived.numbers[:2]:
        scan(arrived, number)
    alter(arrived)
    return arrived


def test_without_its_key_a_scan_is_refused_and_nothing_is_lost(arrived, settings, tmp_path):
    number, there = arrived.numbers[0], settings.MASSICOT_ANONYMITY_KEY_FILE
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(tmp_path / "nowhere")
    with pytest.raises(TicksSealed):
        scan(arrived, number)
    settings.MASSICOT_ANONYMITY_KEY_FILE = there
    scan(arrived, number)
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(tmp_path / "nowhere")
    for act in (lambda: scan(arrived, arrived.numbers[1]), lambda: close(arrived)):
        with pytest.raises(TicksSealed):
            act()
    assert ticks(arrived) == {Tick.RECEIVED: 1, Tick.NOT_YET: 5}
    settings.MASSICOT_ANONYMITY_KEY_FILE = there
    assert queries.numbers_ticked(arrived.paper.pk, Tick.RECEIVED) == [number]


def test_no_tally_is_begun_or_read_under_another_key(arrived, settings, tmp_path):
    scan(arrived, arrived.numbers[0])
    there, settings.MASSICOT_ANONYMITY_KEY_FILE = settings.MASSICOT_ANONYMITY_KEY_FILE, str(tmp_path / "other.key")
    key_file.make()
    for parcel in map(queries.parcel_by_code, (arrived.code, arrived.other)):
        number = parcel.contents.filter(tick=Tick.NOT_YET).last().number
        with pytest.raises(TicksSealed):
            services.tick_scripts(code=parcel.code, numbers=[number], by=MARC, at=ARRIVAL)
    assert results.ladder(arrived.paper)
    settings.MASSICOT_ANONYMITY_KEY_FILE = there
    scan(arrived, arrived.numbers[1])
    assert ticks(arrived) == {Tick.RECEIVED: 2, Tick.NOT_YET: 4}


def test_the_tally_of_one_parcel_does_not_open_as_that_of_another(arrived):
    scan(arrived, arrived.numbers[0])
    ParcelTally.objects.update(parcel=queries.parcel_by_code(arrived.other))
    with pytest.raises(TicksBroken, match=arrived.other):
        queries.parcel_and_tick(arrived.paper.pk)


def test_the_first_tally_of_all_is_begun_under_the_key_that_was_confirmed_kept(arrived, settings, tmp_path):
    there, settings.MASSICOT_ANONYMITY_KEY_FILE = settings.MASSICOT_ANONYMITY_KEY_FILE, str(tmp_path / "other.key")
    key_file.make()
    with pytest.raises(TicksSealed):
        scan(arrived, arrived.numbers[0])
    assert not ParcelTally.objects.exists()
    settings.MASSICOT_ANONYMITY_KEY_FILE = there
    assert scan(arrived, arrived.numbers[0]) is Verdict.RIGHT


def test_what_does_not_open_stops_its_parcel_alone_and_says_where_it_goes_on(broken):
    first, _, third, *_ = broken.numbers
    for act in (
        lambda: scan(broken, third),
        lambda: services.tick_scripts(code=broken.code, numbers=[third], by=MARC, at=ARRIVAL),
        lambda: services.untick_script(code=broken.code, number=first, by=MARC, at=ARRIVAL),
        lambda: services.declare_missing(code=broken.code, number=third, by=MARC, at=ARRIVAL),
        lambda: close(broken),
        lambda: batch_acts.make_batches(paper=broken.paper, centre_uai=PERRIN, by=MARC, at=MARKING),
    ):
        with pytest.raises(TicksBroken, match=f"{broken.code} that are not written yet \\(2\\)"):
            act()
    other = queries.contents_of(queries.parcel_by_code(broken.other))[0].number
    services.tick_scripts(code=broken.other, numbers=[other], by=MARC, at=ARRIVAL)
    assert results.ladder(broken.paper).rung("received").found == 3


def test_it_is_thrown_away_and_its_parcel_is_looked_through_again(broken):
    assert throw_away(broken) == 2
    assert ticks(broken) == {Tick.NOT_YET: 6}
    (line,) = audit.lines_of_act("TicksThrownAway", f"parcel:{broken.code}")
    assert (json.loads(line.facts), line.by) == ({"count": 2, "tickers": [MARC.login]}, MARC.login)
    assert [scan(broken, number) for number in broken.numbers] == [Verdict.RIGHT] * 6
    close(broken)
    assert ticks(broken) == {Tick.RECEIVED: 6}


def test_what_can_be_opened_is_not_thrown_away(arrived, settings):
    with pytest.raises(TicksReadable):
        throw_away(arrived)
    scan(arrived, arrived.numbers[0])
    with pytest.raises(TicksReadable):
        throw_away(arrived)
    settings.MASSICOT_ANONYMITY_KEY_FILE += ".away"
    with pytest.raises(TicksSealed):
        throw_away(arrived)
    assert ticks(arrived) == {Tick.RECEIVED: 1, Tick.NOT_YET: 5}


def test_of_two_who_throw_it_away_the_second_is_told_that_nothing_is_left(broken):
    throw_away(broken)
    scan(broken, broken.numbers[0])
    with pytest.raises(TicksReadable):
        throw_away(broken)
    assert ticks(broken) == {Tick.RECEIVED: 1, Tick.NOT_YET: 5}


def test_ticks_begun_under_another_key_are_thrown_away_under_the_right_one(arrived):
    scan(arrived, arrived.numbers[0])
    ParcelTally.objects.update(key="0" * 16)
    alter(arrived)
    with pytest.raises(TicksBroken):
        scan(arrived, arrived.numbers[0])
    assert throw_away(arrived) == 1


def test_of_one_whose_ticks_are_all_written_nothing_is_lost_and_nobody_is_asked(arrived):
    missing, *others = arrived.numbers
    services.tick_scripts(code=arrived.code, numbers=others, by=MARC, at=ARRIVAL)
    services.declare_missing(code=arrived.code, number=missing, by=MARC, at=ARRIVAL)
    close(arrived)
    alter(arrived)
    assert scan(arrived, others[0]) is Verdict.DOUBLE
    assert scan(arrived, missing) is Verdict.FOUND
    assert ticks(arrived) == {Tick.RECEIVED: 6}
