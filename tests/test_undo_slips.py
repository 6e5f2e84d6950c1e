"""The rows of docs/undo.md about the scripts that are fetched from their boxes, undone."""

import pytest

from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind, Place
from massicot.shelves import queries, services
from massicot.shelves.rules.slips import SlipState
from tests import shelving
from tests.shelving import BY_OFFICE
from tests.test_undo import undoes

pytestmark = pytest.mark.django_db


def standing(built, number):
    [*_, slip] = queries.slips_of(built.paper, *SlipState)
    item = ledger.where(ItemKind.SCRIPT, number)
    return slip.state, item.place


@undoes("script asked for, to be fetched from its box")
def test_a_slip_is_withdrawn():
    built, number = shelving.asked()
    services.withdraw_slip(paper=built.paper, number=number, **BY_OFFICE)
    assert standing(built, number) == ("withdrawn", Place.SHELF)
    shelving.ask(built.paper, number)
    assert queries.open_slip_of(number).state == SlipState.WAITING


@undoes("script out of its box")
def test_a_fetching_is_taken_back():
    built, number = shelving.asked()
    shelving.fetch(built.paper)
    assert standing(built, number) == ("out", Place.OFFICE)
    services.take_back_fetching(paper=built.paper, number=number, reason="Restée", **BY_OFFICE)
    assert standing(built, number) == ("waiting", Place.SHELF)
    assert queries.open_slip_of(number).holder == ""


@undoes("script back in its box")
def test_a_script_said_to_be_back_is_out():
    built, number = shelving.asked()
    shelving.fetch(built.paper)
    shelving.put_back(built.paper)
    services.take_back_return(paper=built.paper, number=number, reason="Encore lue", **BY_OFFICE)
    assert standing(built, number) == ("out", Place.OFFICE)
    assert queries.open_slip_of(number).back_on is None


@undoes("script missing from its box, or while it was out")
def test_a_missing_script_is_found():
    built, number = shelving.asked()
    services.miss_script(paper=built.paper, number=number, reason="Pas là", **BY_OFFICE)
    assert standing(built, number) == ("missing", Place.MISSING)
    services.find_missing(paper=built.paper, number=number, **BY_OFFICE)
    assert standing(built, number) == ("waiting", Place.SHELF)
