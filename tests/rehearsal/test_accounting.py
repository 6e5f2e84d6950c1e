"""What a rehearsal holds against itself: scripts that no gap tells of, and faults that are told otherwise than once."""

import pytest

from massicot.core.ladder import Gap, Ladder, LadderEvent, Rung
from massicot.rehearsal import play
from massicot.rehearsal.play import SCRIPTS_BACK, RehearsalStep

LOST = Gap(kind="missing-script", subject="12")


def after(act, *rungs, destroyed=0, left_out=0):
    return RehearsalStep(act, Ladder(rungs, [], {}), destroyed, left_out)


def back(found):
    return Rung(SCRIPTS_BACK, 10, found, [LOST] * (10 - found))


def test_a_rung_that_lacks_scripts_of_which_no_gap_tells_is_named_with_its_act():
    received = Rung("received", 10, 9)
    assert play.unaccounted([after("sent", back(10)), after("received", received, back(10))]) == [
        ("received", "received")
    ]


@pytest.mark.parametrize("rung", [Rung("received", 10, 10), Rung("received", 10, 9, [LOST]), Rung("received", 10, 0)])
def test_a_rung_that_is_whole_or_tells_of_a_gap_or_was_not_reached_yet_is_not(rung):
    assert play.unaccounted([after("received", rung, back(10))]) == []


@pytest.mark.parametrize(("destroyed", "left_out", "told"), [(7, 2, []), (7, 1, [("destroyed", SCRIPTS_BACK)])])
def test_what_came_back_is_destroyed_by_a_certificate_or_left_out_by_one(destroyed, left_out, told):
    assert play.unaccounted([after("destroyed", back(9), destroyed=destroyed, left_out=left_out)]) == told


def test_a_fault_is_told_once_and_what_was_not_planted_is_strange():
    ladder = Ladder([back(9)], [LadderEvent("blank", "13")], {})
    assert play.surprises(ladder, [LOST.key, "blank:13"]) == []
    assert play.surprises(ladder, [LOST.key, "blank:14"]) == ["blank:13", "blank:14"]
