"""A decision on a script holds while it is not moved; once it is there after all, the office says what counts."""

from types import SimpleNamespace

import pytest

from massicot.audit import queries as audit
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.core.ladder import GapState
from massicot.exams import queries as exams
from massicot.results import queries, services
from massicot.results.rules import Decision, decisions
from tests import cast, later_world
from tests.cast import ARRIVAL, MARC, ODILE, OMAR, TYPING
from tests.keeping import kept

pytestmark = pytest.mark.django_db


def decided_lost():
    """One script of Les Cèdres is missing, and the office decided that it is to be sat again."""
    built = later_world.with_one_lost()
    number = later_world.number_of(built, 1)
    later_world.decide_lost(built, number)
    return SimpleNamespace(built=built, number=number, key=f"missing-script:{number}")


lost = kept(decided_lost)


def find(lost):
    code = parcels.announcement_of(lost.number).parcel
    consignments.find_script(code=code, number=lost.number, by=MARC, at=cast.later())


def lose_again(lost):
    code = parcels.announcement_of(lost.number).parcel
    consignments.reopen_reception(code=code, reason="Recompte", by=MARC, at=ARRIVAL)
    consignments.untick_script(code=code, number=lost.number, by=MARC, at=cast.later())
    consignments.declare_missing(code=code, number=lost.number, by=MARC, at=cast.later())


def gap_of(lost):
    return next((gap for gap in queries.ladder(lost.built.paper).gaps if gap.key == lost.key), None)


def settle(lost, reason="La copie compte.", by=ODILE):
    services.settle_decision(paper=lost.built.paper, key=lost.key, reason=reason, by=by, at=TYPING)


def test_a_script_decided_lost_and_lost_anew_after_it_was_found_is_open_again(lost):
    assert gap_of(lost).state is GapState.DECIDED
    find(lost)
    assert gap_of(lost) is None
    lose_again(lost)
    assert gap_of(lost).state is GapState.OPEN
    assert queries.decision_on_missing(lost.built.paper, lost.number) is None


def test_it_is_decided_anew_beside_the_decision_before(lost):
    find(lost)
    lose_again(lost)
    said = {"decision": Decision.LOST, "reason": "Perdue de nouveau.", "by": ODILE, "at": TYPING}
    services.decide_gap(paper=lost.built.paper, key=lost.key, seen=gap_of(lost).figures, **said)
    assert gap_of(lost).state is GapState.DECIDED
    assert len(queries.decisions_on_script(lost.built.paper, lost.number)) == 2


def test_what_counts_is_said_once_of_a_script_that_is_there_after_all(lost):
    find(lost)
    assert queries.matters_of([lost.built.paper.pk])[lost.built.paper.pk].to_settle == {lost.key}
    settle(lost)
    (row,) = queries.decisions_on_script(lost.built.paper, lost.number)
    assert (row.settled_reason, row.settled_by) == ("La copie compte.", ODILE.login)
    assert audit.acts_of(exams.subject_of(lost.built.paper))[-1].act == "WhatCountsSaid"
    with pytest.raises(decisions.DecisionSettled):
        settle(lost, by=OMAR)


def test_whether_a_script_is_there_by_now_is_known_without_a_count_of_the_paper(lost):
    keys = {lost.key, f"not-packed:{lost.number}", "missing-script:00000042W"}
    assert queries.found_by_now(keys) == keys - {lost.key, "missing-script:00000042W"}
    find(lost)
    assert queries.found_by_now(keys) == keys - {"missing-script:00000042W"}


def test_what_counts_is_not_said_while_the_script_is_missing(lost):
    with pytest.raises(decisions.GapStillThere):
        settle(lost)


def test_what_counts_is_said_in_words(lost):
    find(lost)
    with pytest.raises(decisions.DecisionReasonMissing):
        settle(lost, reason=" ")
