"""The ladder's arithmetic."""

from hypothesis import given
from hypothesis import strategies as st

from massicot.core.ladder import Event, Gap, Ladder, Rung, State, decide, differing, named

LADDER = Ladder(
    [
        Rung("received", 10, 9, [Gap("missing", "00000001B")]),
        Rung("on sheets", 9, 9),
        Rung("marks", 9, 7, [Gap("not-locked", "B-2"), Gap("not-locked", "B-1")]),
    ],
    [Event("late", "P-1")],
    {"scripts": 10},
)

COUNTS = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 3))


def test_a_gap_and_an_event_are_named_by_kind_and_subject():
    assert Gap("missing", "00000001B").key == "missing:00000001B"
    assert Event("late", "P-1").key == "late:P-1"


def test_gaps_come_from_the_first_rung_to_the_last():
    assert [gap.key for gap in LADDER.gaps] == ["missing:00000001B", "not-locked:B-2", "not-locked:B-1"]


def test_a_decided_gap_is_no_longer_open_and_keeps_its_reason():
    decided = decide(LADDER, {("missing:00000001B", ""): "lost by the carrier", ("missing:elsewhere", ""): "nothing"})
    assert [gap.key for gap in decided.open_gaps] == ["not-locked:B-2", "not-locked:B-1"]
    assert next(decided.gaps) == Gap("missing", "00000001B", State.DECIDED, "lost by the carrier")


def test_a_decision_changes_neither_counts_nor_events():
    decided = decide(LADDER, {("missing:00000001B", ""): "lost"})
    assert [(rung.expected, rung.found) for rung in decided.rungs] == [(10, 9), (9, 9), (9, 7)]
    assert (decided.events, decided.totals) == (LADDER.events, LADDER.totals)
    assert len(LADDER.open_gaps) == 3


def test_what_two_sources_count_differently_is_a_gap_for_each_subject():
    assert differing("count", {"b": 3, "a": 1, "c": 2}, {"b": 2, "a": 1, "d": 1}) == [
        Gap("count", "b"),
        Gap("count", "c"),
        Gap("count", "d"),
    ]


@given(COUNTS, COUNTS)
def test_sources_agree_if_and_only_if_there_is_no_gap(expected, found):
    def seen(counts):
        return {subject: count for subject, count in counts.items() if count}

    assert (differing("k", expected, found) == []) == (seen(expected) == seen(found))


@given(COUNTS, COUNTS)
def test_the_two_sources_play_the_same_part(expected, found):
    assert differing("k", expected, found) == differing("k", found, expected)


def test_named_gaps_come_in_order():
    assert named("missing", {"c", "a", "b"}) == [Gap("missing", subject) for subject in "abc"]
