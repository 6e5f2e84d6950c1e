"""Two clerks of one exam centre sign, find or pack one script that is not there, at the same time."""

import threading

import pytest
from django.db import IntegrityError

from massicot.consignments import queries, services
from massicot.consignments.models import LeftOut
from massicot.consignments.rules import parcels
from massicot.consignments.rules.despatch import AllBut, NotLeftOut
from massicot.scripts import queries as scripts
from tests import world
from tests.cast import CEDRES, CLAIRE, EVENING
from tests.racing import WAIT_S, at_once, meanwhile

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]


@pytest.fixture
def sat():
    return world.sat()


@pytest.fixture
def lost(sat):
    """Give the first number of Les Cèdres."""
    return next(iter(scripts.in_hand_of_centre(sat.paper.pk, CEDRES)))


def pack(built, counted, lost="", **more):
    lacks = AllBut([lost] if lost else [], "Mme Second")
    where = {"paper": built.paper, "centre_uai": CEDRES, "route": world.on_site_route(built)}
    return services.pack_numbered(counted=counted, lacking=lacks, **where, **more, by=CLAIRE, at=EVENING)


def find(built, lost):
    services.find_left_out(paper=built.paper, centre_uai=CEDRES, number=lost, by=CLAIRE, at=EVENING)


def test_without_the_guard_the_second_who_signs_meets_an_error(sat, lost):
    def bare():
        row = {"paper": sat.paper, "centre_uai": CEDRES, "number": lost, "specialty_code": "90001"}
        LeftOut.objects.create(**row, signed_by="Mme Second")

    with pytest.raises(IntegrityError):
        meanwhile(bare, bare)


def test_of_two_who_pack_all_but_the_same_script_one_finds_nothing_left(sat, lost):
    answers = meanwhile(lambda: pack(sat, 5, lost), lambda: pack(sat, 5, lost))
    assert isinstance(answers[1], parcels.NothingToPack)
    assert [parcel.announced for parcel in queries.parcels_of(sat.paper.pk, CEDRES)] == [5]


def test_without_the_guard_a_script_is_found_twice(sat, lost):
    pack(sat, 5, lost)
    both_have_read = threading.Barrier(2, timeout=WAIT_S)

    def bare():
        is_left_out = lost in queries.left_out_at(sat.paper.pk, CEDRES)
        both_have_read.wait()
        return is_left_out

    assert at_once(bare, bare) == [True, True]


def test_of_two_who_find_one_script_one_is_told(sat, lost):
    pack(sat, 5, lost)
    answers = meanwhile(lambda: find(sat, lost), lambda: find(sat, lost))
    assert isinstance(answers[1], NotLeftOut)


def test_a_script_that_one_finds_while_another_scans_it_in_is_packed_once(sat, lost):
    pack(sat, 5, lost)
    answers = meanwhile(lambda: pack(sat, 1, numbers=[lost]), lambda: find(sat, lost))
    assert isinstance(answers[1], NotLeftOut)
    assert queries.announcement_of(lost).parcel == answers[0].code
