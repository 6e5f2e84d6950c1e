"""Two clerks on one parcel: the same script scanned twice, a tick taken back while the reception is closed."""

import threading
from uuid import uuid4

import pytest
from django.db import transaction

from massicot.audit import queries as audit
from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.consignments import queries, rules, services
from massicot.consignments.models import Parcel, ParcelScript
from massicot.consignments.rules import Tick, parcels, progress
from massicot.consignments.rules.reception import Verdict
from massicot.consignments.services.tallies import HeldTally, places_of
from massicot.custody.models import Event
from massicot.custody.rules import Act
from tests import world
from tests.cast import ARRIVAL, MARC, PERRIN, TYPING
from tests.consignments.conftest import parcels_of
from tests.racing import WAIT_S, at_once, somebody_waits

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]


@pytest.fixture
def here():
    """Both parcels at the marking centre."""
    return parcels_of(world.arrived())


def scan(parcel, number, scan_id=None):
    return services.scan_script(
        code=parcel.code, number=number, scan_id=scan_id or uuid4(), by=MARC, at=ARRIVAL
    ).verdict


def received(here):
    return queries.numbers_ticked(here.paper.pk, Tick.RECEIVED)


def while_under_way(first, second):
    """Do a second act while the first is under way, which ends only once the second waits for it."""
    started = threading.Event()

    def slowly():
        with transaction.atomic():
            done = first()
            started.set()
            assert somebody_waits()
            return done

    def meanwhile():
        assert started.wait(WAIT_S)
        return second()

    return at_once(slowly, meanwhile)


def test_without_the_guard_the_tick_of_one_clerk_is_lost(here):
    both_have_looked = threading.Barrier(2, timeout=WAIT_S)
    parcel, (first, second, third, *_) = queries.parcel_by_code(here.code), here.numbers
    scan(here, third)

    def read_then_write(number):
        tally, places = HeldTally(parcel), places_of(parcel, [number])
        both_have_looked.wait()
        tally.tick(places, by=MARC)

    at_once(lambda: read_then_write(first), lambda: read_then_write(second))
    assert len(received(here)) == 2


def test_two_clerks_who_scan_in_one_parcel_at_once_both_count(here):
    first, second, *_ = here.numbers
    verdicts = while_under_way(lambda: scan(here, first), lambda: scan(here, second))
    assert verdicts == [Verdict.RIGHT, Verdict.RIGHT]
    assert received(here) == sorted([first, second])


def test_a_script_scanned_while_it_is_ticked_by_hand_and_one_taken_back_meanwhile(here):
    first, second, *_ = here.numbers
    act = {"code": here.code, "by": MARC, "at": ARRIVAL}
    by_hand = {"numbers": [first], **act}
    _, verdict = while_under_way(lambda: services.tick_scripts(**by_hand), lambda: scan(here, first))
    assert (verdict, received(here)) == (Verdict.DOUBLE, [first])
    while_under_way(lambda: services.untick_script(number=first, **act), lambda: scan(here, second))
    assert received(here) == [second]


def test_batches_made_while_a_script_is_scanned_hold_what_was_scanned_and_leave_the_next(here):
    first, second, *_ = here.numbers
    scan(here, first)
    where = {"paper": here.paper, "centre_uai": PERRIN, "by": MARC, "at": TYPING}
    while_under_way(lambda: batch_acts.make_batches(**where), lambda: scan(here, second))
    assert received(here) == sorted([first, second])
    (batch,) = batches.batches_of(here.paper.pk)
    assert batches.numbers_of(batch.pk) == [first]


def test_one_script_scanned_by_two_clerks_at_once_counts_once(here):
    number = here.numbers[0]
    verdicts = while_under_way(lambda: scan(here, number), lambda: scan(here, number))
    assert verdicts == [Verdict.RIGHT, Verdict.DOUBLE]
    assert received(here) == [number]


def test_one_scan_sent_twice_at_once_counts_once_and_is_right_both_times(here):
    number, scan_id = here.numbers[0], uuid4()
    verdicts = while_under_way(lambda: scan(here, number, scan_id), lambda: scan(here, number, scan_id))
    assert verdicts == [Verdict.RIGHT, Verdict.RIGHT]
    assert received(here) == [number]


def all_ticked(here):
    services.tick_scripts(code=here.code, numbers=here.numbers, by=MARC, at=ARRIVAL)


def close(here):
    services.close_reception(code=here.code, by=MARC, at=ARRIVAL)


def state_of(here):
    parcel = queries.parcel_by_code(here.code)
    return parcel.closed_at is not None, queries.ticks_of(parcel).get(Tick.NOT_YET, 0)


def test_a_reception_closed_by_two_at_once_is_written_once(here):
    all_ticked(here)
    refusal = while_under_way(lambda: close(here), lambda: close(here))[1]
    assert isinstance(refusal, rules.ReceptionClosed)
    assert Event.objects.filter(act=Act.TICKED).count() == len(here.numbers)
    assert [line.act for line in audit.acts_of(f"parcel:{here.code}")].count("ScriptsTicked") == 1


def test_a_scan_that_comes_while_the_reception_is_closed_writes_nothing(here):
    all_ticked(here)
    verdict = while_under_way(lambda: close(here), lambda: scan(here, here.numbers[0]))[1]
    assert verdict is Verdict.DOUBLE
    assert state_of(here) == (True, 0)


def test_without_the_guard_a_tick_is_taken_back_behind_the_closing(here):
    all_ticked(here)
    services.write_ticks_towards(paper_id=here.paper.pk, centre_uai=PERRIN, by=MARC, at=ARRIVAL)
    row = ParcelScript.objects.filter(number=here.numbers[0])
    looked, taken_back = threading.Event(), threading.Event()

    def close_on_what_was_read():
        with transaction.atomic():
            parcels.check_all_looked_for(here.code, queries.ticks_of(queries.parcel_by_code(here.code)))
            looked.set()
            assert taken_back.wait(WAIT_S)
            Parcel.objects.filter(code=here.code).update(closed_at=ARRIVAL)

    def take_back():
        assert looked.wait(WAIT_S)
        row.update(tick=Tick.NOT_YET)
        taken_back.set()

    at_once(close_on_what_was_read, take_back)
    assert state_of(here) == (True, 1)


def test_a_tick_is_not_taken_back_behind_the_closing(here):
    all_ticked(here)
    number = here.numbers[0]
    refusal = while_under_way(
        lambda: close(here), lambda: services.untick_script(code=here.code, number=number, by=MARC, at=ARRIVAL)
    )[1]
    assert isinstance(refusal, rules.ReceptionClosed)
    assert state_of(here) == (True, 0)


def test_a_scan_under_way_is_counted_by_the_closing(here):
    first, *others = here.numbers
    services.tick_scripts(code=here.code, numbers=others, by=MARC, at=ARRIVAL)
    services.declare_missing(code=here.code, number=first, by=MARC, at=ARRIVAL)
    verdict, refusal = while_under_way(lambda: scan(here, first), lambda: close(here))
    assert (verdict, refusal) == (Verdict.FOUND, None)
    assert state_of(here) == (True, 0)
    closing = audit.facts_on(f"parcel:{here.code}", "ReceptionWasClosed")
    assert closing == [{"received": 6, "missing": 0}]


def test_a_parcel_that_comes_while_it_is_declared_lost_is_here(db):
    packed = parcels_of(world.packed())
    world.send(packed.code)
    refusal = while_under_way(
        lambda: services.receive_parcel(code=packed.code, by=MARC, at=TYPING),
        lambda: services.declare_parcel_lost(code=packed.code, reason="no trace", by=MARC, at=TYPING),
    )[1]
    assert isinstance(refusal, (rules.AlreadyReceived, progress.AlreadyLost))
    assert queries.lost_parcels(packed.paper.pk) == []
    assert queries.ticks_of(queries.parcel_by_code(packed.code)) == {Tick.NOT_YET: 6}
