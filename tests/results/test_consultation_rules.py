"""The life of a request is one table, printed in the docs; its month and the two months that follow, to the day."""

from datetime import date

import pytest

from massicot.results.rules.access import ASKERS
from massicot.results.rules.consultations import (
    ENDED,
    LIFE,
    PROOFS,
    PROOFS_OF,
    STATES,
    STEPS,
    ConsultationState,
    ConsultationStep,
    SilenceClock,
    Waiting,
    count_silent,
    months_after,
    state_after,
    steps_for,
    table,
    waiting_since,
)
from tests.architecture.docs import DOCS


def test_the_table_is_printed_in_the_docs():
    printed = (DOCS / "consultations.md").read_text(encoding="utf-8").splitlines()
    assert [line for line in printed if line.startswith("|")] == table()


def test_every_step_and_every_state_stands_in_the_table_and_has_its_words():
    assert {row.step for row in LIFE} == set(ConsultationStep) == set(STEPS)
    assert {row.to for row in LIFE if row.to} == set(ConsultationState) == set(STATES)
    assert {proof for proofs in PROOFS_OF.values() for proof in proofs} == set(PROOFS)
    assert set(PROOFS_OF) == set(ASKERS)


def test_every_state_but_the_first_has_a_way_back():
    assert {state for state in ConsultationState if ConsultationStep.TAKE_BACK not in steps_for(state)} == {
        ConsultationState.ASKED
    }
    assert set(ENDED) == set(ConsultationState) - {ConsultationState.ASKED, ConsultationState.CHECKED}


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        (["ask", "check", "show", "copy"], "copied"),
        (["ask", "check", "show", "copy", "take-back"], "shown"),
        (["ask", "check", "show", "copy", "take-back", "take-back"], "checked"),
        (["ask", "check", "take-back", "refuse", "take-back"], "asked"),
    ],
)
def test_what_is_taken_back_is_what_it_was_before(steps, state):
    assert state_after(steps) == state


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2017, 6, 12), 1, date(2017, 7, 12)),
        (date(2018, 1, 31), 1, date(2018, 2, 28)),
        (date(2020, 1, 30), 1, date(2020, 2, 29)),
        (date(2017, 12, 31), 2, date(2018, 2, 28)),
        (date(2017, 11, 15), 2, date(2018, 1, 15)),
    ],
)
def test_months_are_counted_to_the_same_day_or_the_last_one(day, months, then):
    assert months_after(day, months) == then


@pytest.mark.parametrize(
    ("today", "clock"),
    [
        (date(2017, 7, 12), SilenceClock.RUNNING),
        (date(2017, 7, 13), SilenceClock.SILENT),
        (date(2017, 9, 12), SilenceClock.SILENT),
        (date(2017, 9, 13), SilenceClock.LAPSED),
    ],
)
def test_a_month_of_silence_is_a_refusal_and_two_more_end_the_appeal(today, clock):
    waiting = waiting_since(date(2017, 6, 12))
    assert waiting == Waiting(date(2017, 7, 12), date(2017, 9, 12))
    assert waiting.clock(today) is clock


def test_the_silent_ones_are_counted_apart():
    received = [date(2017, 6, 12), date(2017, 6, 13), date(2017, 7, 1)]
    assert [count_silent(received, date(2017, 7, day)) for day in (12, 13, 14)] == [0, 1, 2]
