"""Two centres at once, each with a candidate of the other's list; the race with the guard off, then the guard."""

import threading
from datetime import date

import pytest
from django.db import OperationalError, transaction

from massicot.anonymity import queries, services
from massicot.candidates import queries as candidates
from massicot.candidates.models import Entry
from massicot.candidates.rules import OthersChanged
from massicot.candidates.rules.elsewhere import PresentElsewhere
from tests import cast, world
from tests.cast import CEDRES, CLAIRE, EVENING, KEY, MURIERS
from tests.racing import WAIT_S, at_once

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]

ROUNDS = 5
OF_MURIERS, OF_CEDRES = 9, 1


@pytest.fixture
def built():
    """Give numbers drawn in both centres, nobody keyed."""
    return world.prepared()


def seat(built, centre, rank):
    spare = queries.unused_spares(built.paper, centre, queries.sealer_of(built.paper, KEY))[0]
    who = {"candidate_number": cast.candidate_number(rank), "born_on": date(1997, 3, 1 + rank % 9), "seat": ""}
    where = {"paper": built.paper, "centre_uai": centre, "room": "A1"}
    return services.seat_from_elsewhere(**where, **who, number=spare, key=KEY, by=CLAIRE, at=EVENING)


def take_back(built, centre, rank):
    who = {"paper": built.paper, "centre_uai": centre, "candidate_number": cast.candidate_number(rank)}
    services.take_back_seating(**who, key=KEY, by=CLAIRE, at=EVENING)


def test_without_the_guard_two_centres_would_wait_for_one_another_for_good(built):
    held = threading.Barrier(2, timeout=WAIT_S)

    def hold_unguarded(first, second):
        with transaction.atomic():
            candidates.hold_whoever_is_expected(built.paper, first)
            held.wait()
            try:
                with transaction.atomic():
                    candidates.hold_whoever_is_expected(built.paper, second)
            except OperationalError:
                return "deadlock"
            return "done"

    outcomes = at_once(lambda: hold_unguarded(CEDRES, MURIERS), lambda: hold_unguarded(MURIERS, CEDRES))
    assert sorted(outcomes) == ["deadlock", "done"]


def test_two_centres_enter_somebody_of_one_another_at_once(built):
    for _ in range(ROUNDS):
        entered = at_once(lambda: seat(built, CEDRES, OF_MURIERS), lambda: seat(built, MURIERS, OF_CEDRES))
        assert not [one for one in entered if isinstance(one, Exception)]
        assert Entry.objects.exclude(comes_from="").count() == 2
        gone = at_once(lambda: take_back(built, CEDRES, OF_MURIERS), lambda: take_back(built, MURIERS, OF_CEDRES))
        assert gone == [None, None]


def test_a_candidate_is_entered_in_one_of_two_rooms_of_two_clerks(built):
    outcomes = at_once(*[lambda: seat(built, CEDRES, OF_MURIERS)] * 2)
    assert sum(isinstance(one, Exception) for one in outcomes) == 1
    assert Entry.objects.exclude(comes_from="").count() == 1


def test_who_is_confirmed_present_on_the_list_meanwhile_is_not_entered_here_as_well(built):
    def confirm():
        where = {"paper": built.paper, "centre_uai": MURIERS, "room": "A1"}
        world.attendance.confirm_room(**where, others_present=8, counted=8, by=CLAIRE, at=EVENING)

    for _ in range(ROUNDS):
        confirmed, seated = at_once(confirm, lambda: seat(built, CEDRES, OF_MURIERS))
        listed = Entry.objects.get(candidate__candidate_number=cast.candidate_number(OF_MURIERS), comes_from="")
        assert isinstance(confirmed, OthersChanged) == (listed.attendance == "absent")
        assert isinstance(seated, PresentElsewhere) == (listed.attendance == "present")
        if confirmed is None:
            where = {"paper": built.paper, "centre_uai": MURIERS, "room": "A1"}
            world.attendance.take_back_confirmation(**where, reason="once more", by=CLAIRE, at=EVENING)
        else:
            take_back(built, CEDRES, OF_MURIERS)
