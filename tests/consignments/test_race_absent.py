"""A script signed as not there: its centre finds it while the reception of its parcel scans it, at the same time."""

import threading
from uuid import uuid4

import pytest

from massicot.consignments import queries, services
from massicot.consignments.models import LeftOut
from massicot.consignments.rules.despatch import AllBut, NotLeftOut
from massicot.consignments.rules.reception import Verdict
from massicot.scripts import queries as scripts
from tests import world
from tests.cast import ARRIVAL, CEDRES, CLAIRE, EVENING, MARC
from tests.racing import WAIT_S, at_once, meanwhile

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]


@pytest.fixture
def built():
    """The parcel of Les Cèdres is at the marking centre, made without a script."""
    built = world.sat()
    built.lost = next(iter(scripts.in_hand_of_centre(built.paper.pk, CEDRES)))
    where = {"paper": built.paper, "centre_uai": CEDRES, "by": CLAIRE, "at": EVENING}
    route, lacking = world.on_site_route(built), AllBut([built.lost], "Mme Second")
    built.code = services.pack_numbered(route=route, counted=5, lacking=lacking, **where).code
    world.send(built.code)
    services.receive_parcel(code=built.code, by=MARC, at=ARRIVAL)
    return built


def find(built):
    services.find_left_out(paper=built.paper, centre_uai=CEDRES, number=built.lost, by=CLAIRE, at=ARRIVAL)


def scan(built):
    return services.scan_script(code=built.code, number=built.lost, scan_id=uuid4(), by=MARC, at=ARRIVAL)


def test_without_the_guard_both_believe_that_they_found_it(built):
    both_have_read = threading.Barrier(2, timeout=WAIT_S)

    def bare():
        is_left_out = built.lost in queries.left_out_at(built.paper.pk, CEDRES)
        both_have_read.wait()
        LeftOut.objects.filter(number=built.lost).delete()
        return is_left_out

    assert at_once(bare, bare) == [True, True]


def test_a_script_found_in_its_centre_first_is_not_received(built):
    _, scanned = meanwhile(lambda: find(built), lambda: scan(built))
    assert scanned.verdict is Verdict.NOT_PACKED


def test_a_script_received_first_is_not_found_in_its_centre(built):
    scanned, refused = meanwhile(lambda: scan(built), lambda: find(built))
    assert scanned.verdict is Verdict.SIGNED_ABSENT
    assert isinstance(refused, NotLeftOut)
