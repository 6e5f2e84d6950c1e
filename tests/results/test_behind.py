"""Behind each rung: its things with both counts, and the scripts named in its gaps."""

from dataclasses import replace

import pytest

from massicot.core.ladder import RungLine, Thing
from massicot.results.rules import ladder
from massicot.results.rules.ladder import lines_behind
from tests.results.sound_paper import NORTH, NUMBERS, SOUND, SOUTH, WATER, WOOD, with_batch, with_parcel


def behind(name, facts=SOUND):
    rung = next(rung for rung in ladder.rungs(facts) if rung.name == name)
    return lines_behind(rung, facts)


EXPECTED = {
    "entered": [RungLine(Thing.SPECIALTY, WOOD, 4, 4), RungLine(Thing.SPECIALTY, WATER, 1, 1)],
    "present+absent": [RungLine(Thing.ROOM, f"{NORTH}/A1", 3, 3), RungLine(Thing.ROOM, f"{SOUTH}/A1", 2, 2)],
    "written+blank+placeholder": [RungLine(Thing.CENTRE, NORTH, 3, 3), RungLine(Thing.CENTRE, SOUTH, 2, 2)],
    "packed": [RungLine(Thing.PARCEL, "P-1", 3, 3), RungLine(Thing.PARCEL, "P-2", 2, 2)],
    "marks+AB+CB": [RungLine(Thing.BATCH, "B-1", 3, 3), RungLine(Thing.BATCH, "B-2", 2, 2)],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_rung_lists_what_it_counts_with_both_counts(name):
    assert behind(name) == EXPECTED[name]


@pytest.mark.parametrize("rung", ladder.rungs(SOUND), ids=lambda rung: rung.name)
def test_the_lines_of_a_rung_add_up_to_its_second_source(rung):
    assert sum(line.second for line in lines_behind(rung, SOUND)) == rung.found


def test_a_script_that_is_missing_is_a_line_without_counts():
    facts = with_parcel(received=2, missing=[NUMBERS[0]])
    assert behind("received", facts)[-1] == RungLine(Thing.SCRIPT, NUMBERS[0])


def test_what_is_ticked_and_not_written_is_counted_by_parcel_behind_the_batches():
    lines = behind("in batches", replace(SOUND, received=8, in_reception={"P-3": 3}))
    assert lines[-1] == RungLine(Thing.PARCEL, "P-3", 3, 0)
    assert sum(line.first for line in lines) == 8


def test_a_batch_with_a_gap_is_not_listed_twice():
    lines = behind("marks+AB+CB", with_batch(is_locked=False, locked_lines=0))
    assert [line.subject for line in lines] == ["B-1", "B-2"]


def test_a_script_in_no_parcel_is_listed_behind_the_parcels():
    facts = replace(SOUND, not_packed=NUMBERS[:2])
    assert [line.subject for line in behind("packed", facts)] == ["P-1", "P-2", *NUMBERS[:2]]
