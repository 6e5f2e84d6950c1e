"""What a job may hold, and how far it is."""

from datetime import UTC, datetime

import pytest

from massicot.core.refused import Refused
from massicot.jobs import rules
from massicot.jobs.rules import MOVES, OPEN, JobState

AT = datetime(2017, 6, 1, 9, tzinfo=UTC)


def test_ids_codes_and_counts_are_written_the_same_way_each_time():
    one = rules.text_of({"paper": 3, "centre": "9900001W", "kind": "mark-sheets"})
    assert one == rules.text_of({"kind": "mark-sheets", "centre": "9900001W", "paper": 3})
    assert one == '{"centre":"9900001W","kind":"mark-sheets","paper":3}'


@pytest.mark.parametrize("text", ["ABRICOT Camille", "Élodie", "a" * 2001, "one\nline"])
def test_free_text_is_refused_as_a_fault_of_the_program(text):
    with pytest.raises(rules.NotACodeError):
        rules.text_of({"who": text})


def test_the_values_of_a_refusal_are_kept_as_they_would_be_told():
    class TooMany(Refused):
        sentence = "{count} at {centre}."

    assert rules.written_values(TooMany(count=3, centre="Les Cèdres")) == '{"centre": "Les Cèdres", "count": 3}'


def test_a_job_that_has_ended_never_moves_again():
    assert {state for state in JobState if not MOVES[state]} == {JobState.DONE, JobState.FAILED}
    assert {JobState.WAITING, JobState.RUNNING} == OPEN


@pytest.mark.parametrize(
    ("last", "is_silent"), [(None, False), (AT, False), (AT - rules.LEASE, False), (AT - rules.SILENT_AFTER, True)]
)
def test_workers_that_give_no_sign_for_a_while_are_none(last, is_silent):
    assert rules.is_silent(last, AT) == is_silent


@pytest.mark.parametrize(
    ("done", "total", "percent"), [(0, 0, 0), (0, 90, 0), (45, 90, 50), (89, 90, 98), (95, 90, 100)]
)
def test_a_bar_is_full_only_at_the_end(done, total, percent):
    assert rules.percent(done, total) == percent
