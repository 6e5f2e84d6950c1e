"""Kinds of rungs and of gaps: what two sources of a thing count differently is a gap of its kind."""

from hypothesis import given
from hypothesis import strategies as st

from massicot.core.ladder import Gap, GapKind, Rung, RungKind, RungLine, Thing, digest_of

COUNT = GapKind(name="count", title="Counts differ", about=Thing.PARCEL)
LINES = st.lists(
    st.builds(RungLine, st.just(Thing.PARCEL), st.sampled_from("abcdef"), st.integers(0, 3), st.integers(0, 3)),
    unique_by=lambda line: line.subject,
)


def rung_of(lines, **more):
    words = {"name": "counted", "title": "Counted", "slug": "comptes", "sources": ("first", "second")}
    return RungKind(kinds=(COUNT,), lines=lambda _: lines, gaps=lambda _: COUNT.differing(lines), **words, **more)


def test_what_two_sources_count_differently_is_a_gap_for_each_subject():
    lines = [RungLine(Thing.PARCEL, *counts) for counts in (("d", 0, 1), ("b", 3, 2), ("a", 1, 1), ("c", 2, 0))]
    assert COUNT.differing(lines) == [Gap(kind="count", subject=subject) for subject in "bcd"]


@given(LINES)
def test_the_two_sources_play_the_same_part(lines):
    assert COUNT.differing(lines) == COUNT.differing(
        [line._replace(first=line.second, second=line.first) for line in lines]
    )


@given(LINES)
def test_a_rung_adds_up_its_lines_and_holds_if_none_differs(lines):
    rung = rung_of(lines).count(None)
    assert (rung.expected, rung.found) == (sum(line.first for line in lines), sum(line.second for line in lines))
    assert rung.gaps or rung.expected == rung.found


def test_a_first_source_that_its_lines_do_not_add_up_to_is_counted_by_itself():
    assert rung_of([RungLine(Thing.PARCEL, "a", 1, 1)], expected=lambda _: 5).count(None) == Rung("counted", 5, 1, [])


def test_named_gaps_come_in_order_and_are_named_by_kind_and_subject():
    assert COUNT.gaps_on({"c", "a", "b"}) == [Gap(kind="count", subject=subject) for subject in "abc"]
    assert COUNT.key("a") == "count:a"


def test_a_gap_that_a_step_closes_or_that_is_counted_by_itself_is_not_looked_into():
    looked_into = [
        GapKind(name="k", title="K", about=Thing.ROOM, **more).is_looked_into
        for more in ({}, {"is_closed_by_step": True}, {"step": ("one", "many")})
    ]
    assert looked_into == [True, False, False]


def test_a_digest_tells_cells_apart_in_few_signs():
    assert digest_of(["a:1/2"]) != digest_of(["a:2/1"])
    assert len(digest_of(str(cell) for cell in range(100))) == 12
