"""A candidate who keeps a mark and sits all the same: entered, and decided by the office with a reason."""

import pytest

from massicot.audit import queries as audit
from massicot.candidates import queries, rules, services
from massicot.candidates.models import Entry
from massicot.candidates.rules import Attendance, attendance, elsewhere
from massicot.candidates.rules.elsewhere import WhatCounts
from tests.candidates import lycee
from tests.candidates.lycee import EVENING, NORTH, OFFICE, SOUTH, number
from tests.candidates.test_elsewhere import both_centres, find, refused, seat, take_back


@pytest.fixture
def both(session):
    """Give both centres, one candidate of the south keeping a mark."""
    return both_centres(session)


def test_a_kept_mark_who_sits_is_present_and_keeps_it_until_it_is_decided(session, both):
    seated = seat(both, 7)
    assert seated.is_mark_kept
    assert Entry.objects.get(is_mark_kept=True).attendance == Attendance.NOT_KEYED
    assert queries.kept_undecided(both.pk) == [number(7)]
    assert queries.roll_by_centre(both.pk) == {NORTH: 5, SOUTH: 2}
    kept = {"uai_centre": SOUTH, "epreuves": "MATH", "conservations": "CGE"}
    assert lycee.enter(session, lycee.candidate(7, **kept)).same == 1
    given_up = lycee.candidate(7, **kept | {"epreuves": "MATH CGE", "conservations": ""})
    assert refused(session, given_up) == ["conservations"]


def decide(paper, entry_id, counts, reason="asked for in writing"):
    services.decide_kept_mark_unchecked_lifting(
        paper=paper, entry_id=entry_id, counts=counts, reason=reason, by=OFFICE, at=EVENING
    )


def test_what_counts_is_said_with_a_reason_and_said_otherwise(both):
    seated = seat(both, 7)
    decide(both, seated.entry_id, WhatCounts.MARK)
    assert queries.entries_not_counted(both.pk) == {seated.entry_id}
    with pytest.raises(elsewhere.SaidAlready):
        decide(both, seated.entry_id, WhatCounts.MARK)
    decide(both, seated.entry_id, WhatCounts.SITTING)
    assert queries.entries_not_counted(both.pk) == set()
    assert queries.kept_undecided(both.pk) == []
    acts = [line.act for line in audit.acts_of(queries.day_subject(both, NORTH))]
    assert acts.count("KeptMarkDecided") == 2


def test_nothing_is_decided_of_who_keeps_no_mark_or_without_a_reason(both):
    ordinary, kept = seat(both, 6), seat(both, 7, place="")
    with pytest.raises(elsewhere.NoKeptMarkSat):
        decide(both, ordinary.entry_id, WhatCounts.MARK)
    with pytest.raises(rules.CorrectionReasonMissing):
        decide(both, kept.entry_id, WhatCounts.MARK, reason=" ")
    with pytest.raises(attendance.ReasonNamesScript):
        decide(both, kept.entry_id, WhatCounts.MARK, reason="script 00000042W")


def test_a_decision_goes_with_the_seating_that_is_taken_back(both):
    decide(both, seat(both, 7).entry_id, WhatCounts.MARK)
    take_back(both, 7)
    assert queries.kept_and_sat(both.pk) == []
    assert find(both, 7).is_mark_kept
