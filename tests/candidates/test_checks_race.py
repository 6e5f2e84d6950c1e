"""Two clerks who check one room, or stick one spare, at the same time; the race, then the guard."""

import threading

import pytest
from django.db import IntegrityError, transaction

from massicot.anonymity import queries as numbers
from massicot.anonymity import services as anonymity
from massicot.candidates import queries, services
from massicot.candidates.models import RoomCheck
from massicot.candidates.rules.checks import BY_ONE, Scrutiny
from tests import later_world, world
from tests.cast import CEDRES, CLAIRE, EVENING, KEY, candidate_number
from tests.racing import WAIT_S, at_once

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]


@pytest.fixture
def keyed():
    """Les Cèdres keyed and confirmed; the day is open."""
    built = world.prepared()
    world.key_room(built, CEDRES, absent=(2,), blank=(5,))
    return built


def in_a1(built):
    return {"paper": built.paper, "centre_uai": CEDRES, "room": "A1", "by": CLAIRE, "at": EVENING}


def kinds_of(outcomes):
    return sorted(type(outcome).__name__ for outcome in outcomes)


def test_without_the_guard_two_who_check_one_room_would_end_in_an_error(keyed):
    looked = threading.Barrier(2, timeout=WAIT_S)

    def check_unguarded():
        with transaction.atomic():
            assert queries.checks_of_room(keyed.paper.pk, CEDRES, "A1") == {}
            looked.wait()
            where = {"paper": keyed.paper, "centre_uai": CEDRES, "room": "A1", "kind": Scrutiny.PAGES}
            RoomCheck.objects.create(**where, done_by=CLAIRE.login, done_at=EVENING)

    with pytest.raises(IntegrityError):
        at_once(check_unguarded, check_unguarded)


def test_two_who_check_one_room_at_once_check_it_once(keyed):
    outcomes = at_once(*[lambda: services.check_scripts(checks=BY_ONE, **in_a1(keyed))] * 2)
    assert kinds_of(outcomes) == ["CheckedAlready", "list"]
    assert set(queries.checks_of_room(keyed.paper.pk, CEDRES, "A1")) == set(BY_ONE)


def test_one_spare_is_stuck_for_one_of_two_candidates(keyed):
    spare = numbers.unused_spares(keyed.paper, CEDRES, numbers.sealer_of(keyed.paper, KEY))[0]

    def stick(rank):
        where = {"paper": keyed.paper, "centre_uai": CEDRES, "key": KEY, "by": CLAIRE, "at": EVENING}
        anonymity.stick_spare(candidate_number=candidate_number(rank), number=spare, **where)

    outcomes = at_once(lambda: stick(1), lambda: stick(5))
    assert kinds_of(outcomes) == ["NoneType", "NotASpare"]
    assert [later_world.number_of(keyed, rank) for rank in (1, 5)].count(spare) == 1
