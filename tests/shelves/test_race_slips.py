"""Two of the office before the same list of scripts to fetch."""

import threading

import pytest

from massicot.custody.models import Event
from massicot.custody.rules import Act
from massicot.shelves import queries, services
from massicot.shelves.rules import slips as rules
from massicot.shelves.rules.slips import SlipState
from tests import shelving
from tests.cast import ODILE, OMAR
from tests.racing import WAIT_S, at_once, meanwhile
from tests.shelving import BY_OFFICE

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]


def test_without_the_guard_both_read_that_the_script_has_no_slip():
    built = shelving.shelved()
    number = shelving.first_number(built)
    both_have_read = threading.Barrier(2, timeout=WAIT_S)

    def bare():
        slip = queries.open_slip_of(number)
        both_have_read.wait()
        return slip

    assert at_once(bare, bare) == [None, None]


def test_of_two_who_fetch_one_round_the_second_is_told_that_nothing_waits():
    built, number = shelving.asked()
    both = meanwhile(lambda: shelving.fetch(built.paper), lambda: shelving.fetch(built.paper))
    assert (both[0], type(both[1])) == ([number], rules.NoneWaits)
    assert Event.objects.filter(ref=number, act=Act.FETCHED).count() == 1


def test_of_many_who_ask_for_one_script_at_once_one_slip_is_made():
    built = shelving.shelved()
    number = shelving.first_number(built)
    asking = [
        lambda by=by: services.ask_script(paper=built.paper, number=number, by=by, at=BY_OFFICE["at"])
        for by in (ODILE, OMAR, ODILE)
    ]
    answers = at_once(*asking)
    assert sum(isinstance(answer, rules.SlipIsOpen) for answer in answers) == 2
    assert len(queries.slips_of(built.paper, SlipState.WAITING)) == 1
