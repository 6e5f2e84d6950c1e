"""A candidate who keeps a mark and sat: nothing is lifted before the office says which counts, and that one leaves."""

from datetime import date

import pytest

from massicot.candidates import queries as candidates
from massicot.candidates.rules.elsewhere import WhatCounts
from massicot.results import queries, services
from massicot.results.rules import decisions
from tests import kept_mark, later_world, world
from tests.cast import CEDRES, CLAIRE, EVENING, KEY, MURIERS, ODILE, TYPING, candidate_number
from tests.keeping import kept
from tests.kept_mark import KEPT

pytestmark = pytest.mark.django_db

ELSEWHERE = 12
"""On the list of Les Mûriers, and sits at Les Cèdres."""


def locked():
    """Lock all marks of a paper that somebody with a kept mark sat, and somebody of the list of another centre."""
    built = world.prepared()
    kept_mark.listed(built)
    kept_mark.seat(built)
    kept_mark.seat(built, ELSEWHERE, date(1997, 3, 1 + ELSEWHERE % 9))
    for centre in (CEDRES, MURIERS):
        key_the_rest(built, centre)
        world.close_day(built, centre)
    for stage in (world.packed, world.arrived, world.received):
        stage(built)
    return later_world.locked(world.handed_out(built))


def key_the_rest(built, centre):
    register = candidates.rooms_of(built.paper, centre)["A1"]
    others = register.not_keyed
    count = {"others_present": others, "counted": register.scripts + others}
    where = {"paper": built.paper, "centre_uai": centre, "room": "A1"}
    world.attendance.confirm_room(**where, **count, by=CLAIRE, at=EVENING)


built = kept(locked)


def decide(built, counts):
    row = candidates.kept_and_sat(built.paper.pk)[0]
    said = {"counts": counts, "reason": "asked in writing", "by": ODILE, "at": TYPING}
    services.decide_kept_mark(paper=built.paper, entry_id=row.entry_id, **said)


def lines(built):
    return {line.candidate_number: line for line in queries.mark_lines(built.paper, KEY)}


def test_nothing_is_lifted_before_the_office_says_which_counts(built):
    with pytest.raises(decisions.KeptMarksUndecided, match=candidate_number(KEPT)):
        later_world.lift(built)


@pytest.mark.parametrize("counts", WhatCounts)
def test_the_sitting_leaves_with_the_marks_only_where_it_counts(built, counts):
    decide(built, counts)
    later_world.lift(built)
    assert (candidate_number(KEPT) in lines(built)) is (counts is WhatCounts.SITTING)
    with pytest.raises(decisions.DecidedAfterLifting):
        decide(built, WhatCounts.MARK)


def test_who_sat_elsewhere_has_one_line_that_of_where_they_sat(built):
    decide(built, WhatCounts.SITTING)
    later_world.lift(built)
    exported = [line.candidate_number for line in queries.mark_lines(built.paper, KEY)]
    assert exported.count(candidate_number(ELSEWHERE)) == 1
    assert lines(built)[candidate_number(ELSEWHERE)].mark
