"""Why a paper has not as many scripts as candidates: each reason counted, and the figures add up."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from massicot.core.ladder import Ladder
from massicot.results.rules.centres import CentreProgress
from massicot.results.rules.ladder import CountedPaper, from_candidates
from tests.results.sound_paper import NORTH, SOUND, SOUTH, with_centre

CLOSED = datetime(2017, 5, 10, 18, tzinfo=UTC)


def counted(facts, *open_ones):
    """Count the paper of two centres, those named with their day open."""
    rows = [(uai, None if uai in open_ones else CLOSED) for uai in (NORTH, SOUTH)]
    centres = [CentreProgress(uai=uai, expected=3, rooms=1, rooms_confirmed=1, closed_at=at) for uai, at in rows]
    return CountedPaper(facts, Ladder([], [], {}), centres)


def adds_up(why):
    return why.entered - why.elsewhere - why.days_open + why.differing == why.items


def test_as_many_scripts_as_candidates_ask_for_no_word():
    why = from_candidates(counted(SOUND), 0)
    assert (why.is_even, why.entered, why.items) == (True, 5, 5)
    assert not from_candidates(counted(SOUND), 3).is_even


@pytest.mark.parametrize(
    ("facts", "open_ones", "reasons"),
    [
        (replace(SOUND, entered={**SOUND.entered, "90003": 97}), (), (97, 0, 0)),
        (with_centre(items=0), (NORTH,), (0, 3, 0)),
        (with_centre(items=2), (), (0, 0, -1)),
        (with_centre(items=4), (), (0, 0, 1)),
        (replace(with_centre(items=0), entered={**SOUND.entered, "90003": 2}), (NORTH,), (2, 3, 0)),
    ],
    ids=["another route", "a day open", "one fewer", "one more", "two reasons"],
)
def test_each_reason_is_counted_by_itself_and_all_add_up(facts, open_ones, reasons):
    why = from_candidates(counted(facts, *open_ones), 0)
    assert (why.elsewhere, why.days_open, why.differing) == reasons
    assert adds_up(why)
