"""Snapshots of a large paper: who is shown which, and who waits for another to be taken or read."""

from datetime import UTC, datetime, timedelta

import pytest

from massicot.core.ladder import Ladder
from massicot.results.queries import Kept
from massicot.results.rules.counts import CLOCKS_DIFFER
from massicot.results.rules.ladder import CountedPaper
from massicot.web.office.ladder.snapshots import RENEWED_FOR, Snapshot, SnapshotCache, SnapshotSource
from tests.results.sound_paper import SOUND

NOON = datetime(2017, 5, 12, 12, tzinfo=UTC)


def counted(candidates):
    return CountedPaper(SOUND, Ladder([], [], {"candidates": candidates}), [])


def source(taken, candidates=200_000, fetched=None):
    """Count as a page does, and fetch what is kept."""
    return SnapshotSource(
        lambda: taken.append("counted") or counted(candidates), lambda: taken.append("fetched") or fetched
    )


def snapshot(at):
    """Take a snapshot of a count that is known to stand at its own instant."""
    return Snapshot(counted(200_000), at, at)


def count_of(at):
    """Say that the count which a worker began at an instant is kept."""
    return Kept(at, at)


@pytest.mark.parametrize(("candidates", "seconds"), [(200_000, 10), (40_000, 2), (19_999, 0)])
def test_a_snapshot_is_shown_for_as_long_as_the_paper_is_large(candidates, seconds):
    cache, taken = SnapshotCache(), []
    for after in (0, seconds - 0.1, seconds):
        cache.look(1, NOON + timedelta(seconds=after), None, source(taken, candidates))
    assert len(taken) == (2 if seconds else 3)


def test_each_paper_has_its_own_snapshot():
    cache = SnapshotCache()
    one, two = (cache.look(paper, NOON, None, source([])) for paper in (1, 2))
    assert one is not two
    assert cache.look(1, NOON, None, source([])) is one


def test_a_count_that_is_kept_is_fetched_once_and_shown_until_there_is_another():
    cache, taken, later = SnapshotCache(), [], NOON + timedelta(hours=1)
    kept = snapshot(NOON)
    shown = [cache.look(1, at, count_of(NOON), source(taken, fetched=kept)) for at in (NOON, later)]
    assert (shown, taken) == ([kept, kept], ["fetched"])
    newer = snapshot(later)
    assert cache.look(1, later, count_of(later), source(taken, fetched=newer)) is newer


def test_a_snapshot_of_tomorrow_is_put_away_once_the_clock_is_right():
    cache, tomorrow = SnapshotCache(), NOON + timedelta(days=1)
    cache.look(1, tomorrow, None, source([]))
    kept = snapshot(NOON)
    assert cache.look(1, NOON, count_of(NOON), source([], fetched=kept)) is kept


def test_a_count_that_is_gone_when_it_is_fetched_is_made_by_the_page():
    taken = []
    assert SnapshotCache().look(1, NOON, count_of(NOON), source(taken)).taken_at == NOON
    assert taken == ["fetched", "counted"]


def test_what_the_page_counted_is_not_put_back_by_an_older_count():
    cache, taken = SnapshotCache(), []
    own = cache.look(1, NOON, None, source(taken))
    assert cache.look(1, NOON, count_of(NOON - timedelta(seconds=1)), source(taken)) is own


def test_who_looks_while_a_new_count_is_read_is_shown_the_one_before():
    cache, before, taken = looked_at(), snapshot(NOON), []
    cache.are_renewed(NOON)
    soon, late = (NOON + RENEWED_FOR + timedelta(seconds=after) for after in (-1, 0))
    newer = snapshot(soon)
    shown = [cache.look(1, at, count_of(soon), source(taken, fetched=newer)) for at in (soon, late)]
    assert (shown[0].taken_at, shown[1], taken) == (before.taken_at, newer, ["fetched"])


def test_a_new_count_is_shown_with_all_that_was_worked_out_of_the_one_before():
    cache, later, worked = looked_at(), NOON + timedelta(seconds=2), []
    look(cache, NOON).once("one", worked.append)
    newer = snapshot(later)
    cache.renew(1, count_of(later), later, lambda: newer)
    look(cache, later).once("one", worked.append)
    assert look(cache, later) is newer
    assert worked == [look(looked_at(), NOON).counted, newer.counted]


def test_a_count_that_still_stands_is_not_read_again():
    cache, later = looked_at(), NOON + timedelta(seconds=2)
    cache.renew(1, Kept(NOON, later), later, fetch=None)
    assert look(cache, NOON).stands_at == later


@pytest.mark.parametrize(("ahead", "is_read"), [(timedelta(0), True), (timedelta(seconds=1), False)])
def test_a_count_of_a_clock_that_runs_a_minute_ahead_is_read_and_one_further_waits(ahead, is_read):
    cache, begun = looked_at(), NOON + CLOCKS_DIFFER + ahead
    cache.renew(1, count_of(begun), NOON, lambda: snapshot(begun))
    assert look(cache, NOON).taken_at == (begun if is_read else NOON)


def test_a_worker_whose_clock_runs_ahead_has_no_page_read_its_count():
    cache, taken = looked_at(), []
    kept = count_of(NOON + timedelta(seconds=30))
    cache.renew(1, kept, NOON, lambda: snapshot(kept.counted_at))
    assert cache.look(1, NOON, kept, source(taken)).taken_at == kept.counted_at
    assert taken == []


def looked_at():
    """Give a cache in which somebody saw the count of noon."""
    cache = SnapshotCache()
    cache.look(1, NOON, count_of(NOON), source([], fetched=snapshot(NOON)))
    return cache


def look(cache, at):
    """Look at what a cache shows while no count is newer."""
    return cache.look(1, at, count_of(NOON), source([]))
