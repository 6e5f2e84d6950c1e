"""A decision on a gap keeps the figures it was about: another gap of the same name is open again."""

from types import SimpleNamespace

import pytest

from massicot.audit.rules import LineNamesBoth
from massicot.consignments import services as consignments
from massicot.core import codes
from massicot.core.ladder import GapState
from massicot.results import queries, services
from massicot.results.rules import Decision
from massicot.results.rules import decisions as decision_rules
from massicot.results.rules.lifting import ScriptReasonNamesCandidate
from tests import world
from tests.cast import ARRIVAL, CEDRES, MARC, ODILE, TYPING, candidate_number
from tests.keeping import kept

pytestmark = pytest.mark.django_db


def counted_short():
    """Of the two scripts that Les Cèdres announced to the hub one came, and Marc said why."""
    built = world.sat()
    world.box_strips(built, CEDRES)
    code = world.packed_for_the_hub(built).code
    world.send(code)
    consignments.receive_parcel(code=code, by=MARC, at=ARRIVAL)
    count(code, 1)
    return SimpleNamespace(built=built, code=code, key=f"arrival-count:{code}")


short = kept(counted_short)


def count(code, arrived):
    """Count what arrived."""
    counts = {"90003": arrived}
    consignments.acknowledge_counts(code=code, counts=counts, gap_reason="Paquet ouvert", by=MARC, at=ARRIVAL)


def recount(code, arrived):
    """Count anew what arrived."""
    consignments.reopen_reception(code=code, reason="Recompte", by=MARC, at=ARRIVAL)
    count(code, arrived)


def gap_of(short):
    return next(gap for gap in queries.ladder(short.built.paper).gaps if gap.key == short.key)


def decide(short, reason="Perdue."):
    said = {"decision": Decision.LOST, "reason": reason, "by": ODILE, "at": TYPING}
    services.decide_gap(paper=short.built.paper, key=short.key, seen=gap_of(short).figures, **said)


def test_a_gap_that_grew_since_it_was_decided_is_open_again(short):
    decide(short)
    assert gap_of(short).state is GapState.DECIDED
    recount(short.code, 0)
    assert gap_of(short).state is GapState.OPEN


def test_it_is_decided_anew_and_both_decisions_are_kept(short):
    decide(short, reason="Une perdue.")
    recount(short.code, 0)
    decide(short, reason="Deux perdues.")
    gap, decisions = gap_of(short), queries.decisions_on(short.built.paper)
    assert (gap.state, gap.reason) == (GapState.DECIDED, "Deux perdues.")
    assert [row.reason for row in decisions.before(gap)] == ["Une perdue."]
    assert [row.figures.split()[0] for row in decisions.of(short.key)] == ["2/1", "2/0"]


def test_figures_that_are_again_those_of_a_decision_are_decided(short):
    decide(short)
    recount(short.code, 0)
    recount(short.code, 1)
    assert gap_of(short).state is GapState.DECIDED


def test_figures_that_changed_since_they_were_seen_are_not_decided(short):
    seen = gap_of(short).figures
    recount(short.code, 0)
    said = {"decision": Decision.LOST, "reason": "Perdue.", "by": ODILE, "at": TYPING}
    with pytest.raises(decision_rules.FiguresChanged) as refused:
        services.decide_gap(paper=short.built.paper, key=short.key, seen=seen, **said)
    assert refused.value.values == {"key": short.key, "first": 2, "second": 0}
    assert gap_of(short).state is GapState.OPEN


def test_a_decision_whose_gap_closed_is_told_as_gone(short):
    decide(short)
    recount(short.code, 2)
    gone = queries.decisions_on(short.built.paper).without_gap(queries.ladder(short.built.paper).gaps)
    assert {key: [row.reason for row in rows] for key, rows in gone.items()} == {short.key: ["Perdue."]}


def test_a_parcel_counted_otherwise_than_announced_counts_in_the_totals_of_what_is_received(short):
    rung = next(one for one in queries.ladder(short.built.paper).rungs if one.name == "received")
    assert (rung.expected, rung.found) == (2, 1)
    assert gap_of(short).cells == [("90003", 2, 1)]


def test_no_reason_beside_a_script_names_a_candidate(short):
    said = {"decision": Decision.LOST, "reason": f"Perdue : {candidate_number(1)}.", "by": ODILE, "at": TYPING}
    key = f"missing-script:{codes.number_of(219949)}"
    with pytest.raises(ScriptReasonNamesCandidate):
        services.decide_gap(paper=short.built.paper, key=key, seen="", **said)


def test_a_reason_beside_a_count_names_a_candidate_or_a_script_and_never_both(short):
    who, number = candidate_number(1), codes.number_of(219949)
    with pytest.raises(LineNamesBoth):
        decide(short, f"{who} a rendu {number}.")
    decide(short, f"{who} n’a rien rendu.")
    assert gap_of(short).state is GapState.DECIDED
