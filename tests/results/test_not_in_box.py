"""A script that is not in its box at the exam office: a gap of the ladder until it is found, or decided of."""

import pytest

from massicot.results import queries, services
from massicot.results.rules import Decision
from massicot.results.rules.ladder import those_that_bar
from massicot.shelves import services as shelves
from tests import shelving
from tests.cast import ODILE
from tests.keeping import kept
from tests.shelving import BY_OFFICE, CAME

pytestmark = pytest.mark.django_db

built = kept(shelving.shelved)


def gaps(built):
    counted = queries.ladder_at(built.paper, CAME)
    assert not [gap for gap in those_that_bar(counted) if gap.kind == "not-in-box"]
    return {gap.key: gap.state for gap in counted.rung("scripts returned").gaps}


def test_it_is_a_gap_that_is_decided_and_is_none_once_it_is_found(built):
    number = shelving.first_number(built)
    about = {"paper": built.paper, "number": number, **BY_OFFICE}
    shelving.ask(built.paper, number)
    assert gaps(built) == {}
    shelves.miss_script(reason="Pas là", **about)
    key = f"not-in-box:{number}"
    assert gaps(built) == {key: "open"}
    said = {"decision": Decision.LOST, "reason": "Cherchée partout.", "by": ODILE, "at": CAME}
    services.decide_gap(paper=built.paper, key=key, seen="", **said)
    assert gaps(built) == {key: "decided"}
    shelves.find_missing(**about)
    assert gaps(built) == {}
    shelves.miss_script(reason="Encore", **about)
    assert gaps(built) == {key: "open"}
