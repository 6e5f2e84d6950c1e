"""The figures of a gap: whatever else is counted is another gap of the same name."""

from dataclasses import replace

import pytest

from massicot.anonymity.rules.rungs import LackingStrip
from massicot.results.rules import ladder
from massicot.results.rules.ladder import OF_A_PLACE, known_as, pair_of, with_figures
from massicot.scripts.rules import ScriptKind
from tests.results.sound_paper import NORTH, NUMBERS, SOUND, WATER, WOOD, with_batch, with_items, with_parcel, with_room
from tests.results.test_rules import TROUBLES


def figures_on(facts, key):
    """Read the figures of one gap."""
    rungs = [with_figures(rung, facts) for rung in ladder.rungs(facts)]
    return next(gap.figures for rung in rungs for gap in rung.gaps if gap.key == key)


@pytest.mark.parametrize("key", TROUBLES)
def test_every_gap_has_figures_but_a_script_that_nothing_was_decided_of(key):
    figures = figures_on(TROUBLES[key][1], key.strip())
    assert bool(figures) is (key.partition(":")[0] not in OF_A_PLACE)


ANOTHER = {
    f"attendance:{NORTH}/A1": (with_room(present=1), with_room(present=0)),
    f"room-count:{NORTH}/A1": (with_room(counted=3), with_room(counted=4)),
    f"room-count:{NORTH}/A1 ": (with_room(counted=3), with_room(present=1, absent=2, counted=2)),
    f"items:{NORTH}": (
        with_items({(NORTH, WATER, ScriptKind.BLANK): 0, (NORTH, WATER, ScriptKind.WRITTEN): 1}),
        with_items({(NORTH, WOOD, ScriptKind.WRITTEN): 0, (NORTH, WOOD, ScriptKind.BLANK): 1}),
    ),
    "not-looked-for:P-1": (with_parcel(received=1, waiting=2), with_parcel(received=1, waiting=1)),
    "sheet:B-1": (with_batch(on_sheet=0), with_batch(on_sheet=2)),
    "totals:B-1": (with_batch(is_altered=True, digest="a1"), with_batch(is_altered=True, digest="b2")),
    f"missing-strip:{NUMBERS[0]}": (
        replace(SOUND, strips_lacking={NUMBERS[0]: LackingStrip("S-1", "Mme Second")}),
        replace(SOUND, strips_lacking={NUMBERS[0]: LackingStrip("S-2", "Mme Second")}),
    ),
    f"blank:{NUMBERS[0]}": (
        replace(SOUND, wrong_blanks={NUMBERS[0]: "CB"}),
        replace(SOUND, wrong_blanks={NUMBERS[0]: "blank"}),
    ),
    f"absence:{NUMBERS[0]}": (
        replace(SOUND, wrong_absences={NUMBERS[0]: "AB"}),
        replace(SOUND, wrong_absences={NUMBERS[0]: "placeholder"}),
    ),
    f"missing-in-batch:{NUMBERS[0]}": (
        replace(SOUND, short=NUMBERS[:1], moves={NUMBERS[0]: 3}),
        replace(SOUND, short=NUMBERS[:1], moves={NUMBERS[0]: 5}),
    ),
    f"missing-script:{NUMBERS[0]}": (
        replace(with_parcel(received=2, missing=[NUMBERS[0]]), moves={NUMBERS[0]: 3}),
        replace(with_parcel(received=2, missing=[NUMBERS[0]]), moves={NUMBERS[0]: 5}),
    ),
}
"""Key of a gap (blanks tell variants apart), and two states of what the areas count in which it is not the same."""


@pytest.mark.parametrize("key", ANOTHER)
def test_what_is_counted_otherwise_is_another_gap_of_the_same_name(key):
    first, second = (figures_on(facts, key.strip()) for facts in ANOTHER[key])
    assert first != second


def test_two_counts_are_read_back_from_the_figures_and_only_they():
    assert pair_of("41/40 3") == (41, 40)
    assert [pair_of(figures) for figures in ("", "3", "AB", "41/None")] == [None] * 4


def test_a_script_decided_since_the_count_was_begun_is_known_without_its_moves():
    assert known_as("missing-script:1", "3") == [("missing-script:1", "3"), ("missing-script:1", "")]
    assert known_as("items:N", "3/2") == [("items:N", "3/2")]
