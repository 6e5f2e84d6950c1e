"""The ladder's arithmetic."""

from massicot.core.ladder import Gap, GapState, Ladder, LadderEvent, Rung, decide

LADDER = Ladder(
    [
        Rung("received", 10, 9, [Gap(kind="missing", subject="00000001B")]),
        Rung("on sheets", 9, 9),
        Rung("marks", 9, 7, [Gap(kind="not-locked", subject="B-2"), Gap(kind="not-locked", subject="B-1")]),
    ],
    [LadderEvent("late", "P-1")],
    {"scripts": 10},
)


def test_a_gap_and_an_event_are_named_by_kind_and_subject():
    assert Gap(kind="missing", subject="00000001B").key == "missing:00000001B"
    assert LadderEvent("late", "P-1").key == "late:P-1"


def test_gaps_come_from_the_first_rung_to_the_last():
    assert [gap.key for gap in LADDER.gaps] == ["missing:00000001B", "not-locked:B-2", "not-locked:B-1"]


def test_a_decided_gap_is_no_longer_open_and_keeps_its_reason():
    decided = decide(LADDER, {("missing:00000001B", ""): "lost by the carrier", ("missing:elsewhere", ""): "nothing"})
    assert [gap.key for gap in decided.open_gaps] == ["not-locked:B-2", "not-locked:B-1"]
    assert next(decided.gaps) == Gap(
        kind="missing", subject="00000001B", state=GapState.DECIDED, reason="lost by the carrier"
    )


def test_a_rung_is_found_by_its_name():
    assert LADDER.rung("on sheets") == Rung("on sheets", 9, 9)


def test_a_decision_changes_neither_counts_nor_events():
    decided = decide(LADDER, {("missing:00000001B", ""): "lost"})
    assert [(rung.expected, rung.found) for rung in decided.rungs] == [(10, 9), (9, 9), (9, 7)]
    assert (decided.events, decided.totals) == (LADDER.events, LADDER.totals)
    assert len(LADDER.open_gaps) == 3
