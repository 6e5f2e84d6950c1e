"""Two clerks who count one specialty, and one who scans meanwhile: first without the guard, then with it."""

import threading
from uuid import uuid4

import pytest
from django.db import transaction

from massicot.audit import queries as audit
from massicot.consignments import queries, services
from massicot.consignments.models import ParcelScript
from massicot.consignments.rules import Tick
from massicot.consignments.rules.despatch import NOTHING_LACKS, AllBut
from massicot.consignments.rules.reception import HeldCountDiffers, Pile, SpecialtyLookedFor, Verdict, look_through
from tests import world
from tests.cast import ARRIVAL, MARC
from tests.consignments.conftest import parcels_of
from tests.racing import WAIT_S, at_once, meanwhile

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]

WOOD = "90001"


@pytest.fixture
def here():
    """The parcel of Les Cèdres at the marking centre, and its four scripts of woodwork."""
    here = parcels_of(world.arrived())
    here.parcel = queries.parcel_by_code(here.code)
    here.wood = queries.waiting_in(here.parcel, WOOD)
    return here


def receive(here, counted, lacking=NOTHING_LACKS):
    said = {"specialty_code": WOOD, "counted": counted, "lacking": lacking}
    return services.receive_all_but(code=here.code, **said, by=MARC, at=ARRIVAL)


def scan(here):
    said = {"number": here.wood[0], "scan_id": uuid4()}
    return services.scan_script(code=here.code, **said, by=MARC, at=ARRIVAL).verdict


def ticks(here):
    return dict(queries.ticks_by_specialty(here.parcel)[WOOD])


def test_without_the_guard_a_script_named_as_missing_is_received_by_whoever_counted_it(here):
    planned, written = threading.Event(), threading.Event()

    def look_then_write():
        with transaction.atomic():
            found = look_through(Pile(here.code, WOOD, here.wood, 0), 4, NOTHING_LACKS)
            planned.set()
            assert written.wait(WAIT_S)
            ParcelScript.objects.filter(number__in=found.received).update(tick=Tick.RECEIVED)

    def name_one():
        assert planned.wait(WAIT_S)
        receive(here, 3, AllBut([here.wood[0]], "Mme Second"))
        written.set()

    at_once(look_then_write, name_one)
    assert ticks(here) == {Tick.RECEIVED: 4}


def test_of_two_who_count_one_specialty_the_second_is_told_that_it_was_looked_for(here):
    lacking = AllBut([here.wood[0]], "Mme Second")
    _, refusal = meanwhile(lambda: receive(here, 3, lacking), lambda: receive(here, 4))
    assert isinstance(refusal, SpecialtyLookedFor)
    assert ticks(here) == {Tick.RECEIVED: 3, Tick.MISSING: 1}
    assert [line.act for line in audit.acts_of(f"parcel:{here.code}")].count("AllButReceived") == 1


def test_a_script_scanned_while_its_specialty_is_counted_is_received_once(here):
    _, verdict = meanwhile(lambda: receive(here, 4), lambda: scan(here))
    assert verdict is Verdict.DOUBLE
    assert ticks(here) == {Tick.RECEIVED: 4}


def test_a_scan_under_way_is_counted_with_the_pile(here):
    verdict, found = meanwhile(lambda: scan(here), lambda: receive(here, 4))
    assert (verdict, list(found.received)) == (Verdict.RIGHT, here.wood[1:])


def test_a_script_named_as_missing_that_somebody_has_just_scanned_is_not_missing(here):
    lacking = AllBut([here.wood[1]], "Mme Second")
    verdict, refusal = meanwhile(lambda: scan(here), lambda: receive(here, 2, lacking))
    assert (verdict, type(refusal)) == (Verdict.RIGHT, HeldCountDiffers)
    assert ticks(here) == {Tick.RECEIVED: 1, Tick.NOT_YET: 3}
