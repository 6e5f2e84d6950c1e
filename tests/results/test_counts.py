"""Counts of large papers: what is kept of them, how long it stands, when a paper is counted anew (decision 0010)."""

from dataclasses import fields
from datetime import timedelta

import pytest

from massicot.audit import queries as audit
from massicot.audit.models import JournalLine
from massicot.candidates.models import RollCell
from massicot.consignments.models import Parcel
from massicot.exams.models import Paper
from massicot.results import queries, services
from massicot.results.models import LadderCount
from massicot.results.queries import facts
from massicot.results.rules import counts
from massicot.results.rules.ladder import LadderFacts
from tests import later_world
from tests.cast import TYPING

pytestmark = pytest.mark.django_db
LATER = TYPING + timedelta(hours=1)
SECOND = timedelta(seconds=1)


def enlarge(paper, expected=counts.LARGE):
    """Let a paper expect as many candidates as an examination of several academies."""
    cell = RollCell.objects.filter(paper=paper).order_by("pk").first()
    others = sum(RollCell.objects.filter(paper=paper).exclude(pk=cell.pk).values_list("expected", flat=True))
    RollCell.objects.filter(pk=cell.pk).update(expected=expected - others)


def keep(built, at=LATER):
    services.keep_count(paper=built.paper, at=at)
    return queries.counts_kept([built.paper.pk])[built.paper.pk]


def settle(built):
    """Count a paper, and once more when its last act is long over."""
    keep(built)
    return keep(built, LATER + counts.SETTLED_AFTER)


def test_what_is_read_is_what_was_counted(locked):
    whole = queries.count_paper(locked.paper)
    read = counts.Unpacked(counts.pack(whole))
    assert read.ladder == whole.ladder
    assert read.centres == whole.centres
    for field in fields(LadderFacts):
        assert getattr(read.facts, field.name) == getattr(whole.facts, field.name)


def test_a_count_is_kept_with_its_instant(locked):
    assert keep(locked) == queries.Kept(LATER, LATER)
    kept, count = queries.count_kept(locked.paper.pk)
    assert (kept, count.ladder) == (queries.Kept(LATER, LATER), queries.count_paper(locked.paper).ladder)


def test_a_count_stands_as_long_as_nothing_is_done(locked, django_assert_max_num_queries):
    settled_at = settle(locked).counted_at
    with django_assert_max_num_queries(2):
        services.keep_count(paper=locked.paper, at=settled_at + SECOND)
    assert queries.counts_kept([locked.paper.pk])[locked.paper.pk] == queries.Kept(settled_at, settled_at + SECOND)


def test_no_count_stands_while_a_reception_is_open(locked):
    settled_at = settle(locked).counted_at
    Parcel.objects.filter(paper=locked.paper).update(closed_at=None)
    assert keep(locked, settled_at + SECOND).counted_at == settled_at + SECOND


def test_whatever_is_done_makes_a_new_count(locked):
    settled_at = settle(locked).counted_at
    later_world.amend(locked, 9, "15")
    assert keep(locked, settled_at + SECOND).counted_at == settled_at + SECOND


def test_a_count_begun_soon_after_an_act_is_not_the_last(locked):
    """An act that was under way may have come to its end since: nobody sees that from the journal's last line."""
    keep(locked)
    late = LATER + counts.SETTLED_AFTER
    soon = late - SECOND
    assert keep(locked, soon).counted_at == soon
    assert keep(locked, late).counted_at == late
    assert keep(locked, late + SECOND).counted_at == late


def test_the_instant_of_a_line_says_nothing_of_when_it_was_written(locked):
    """What a marker does is dated at the start of a half-day: it may be hours old when it comes."""
    keep(locked)
    JournalLine.objects.filter(pk=audit.newest_line()).update(at=LATER - timedelta(hours=12))
    soon = LATER + SECOND
    assert keep(locked, soon).counted_at == soon


def test_a_journal_without_a_line_leaves_a_count_as_it_is(locked):
    JournalLine.objects.all().delete()
    settled_at = settle(locked).counted_at
    assert keep(locked, settled_at + SECOND) == queries.Kept(settled_at, settled_at + SECOND)


def test_of_two_counts_the_later_one_stays(locked):
    keep(locked, LATER + SECOND)
    later_world.amend(locked, 9, "15")
    assert keep(locked, LATER) == queries.Kept(LATER + SECOND, LATER + SECOND)


def test_a_count_of_a_clock_that_was_ahead_is_neither_shown_nor_kept(locked):
    enlarge(locked.paper)
    wrong = keep(locked, LATER + timedelta(days=1))
    assert not wrong.is_shown(locked.paper.entry_closes_at, LATER)
    assert len(queries.papers_to_count(LATER)) == 1
    assert keep(locked) == queries.Kept(LATER, LATER)


def test_a_count_of_another_layout_is_none_and_is_made_anew(locked):
    keep(locked)
    LadderCount.objects.update(layout="of another time")
    assert queries.counts_kept([locked.paper.pk]) == {}
    assert queries.count_kept(locked.paper.pk) is None
    assert keep(locked, LATER + SECOND).counted_at == LATER + SECOND


@pytest.mark.parametrize(("expected", "is_counted"), [(counts.LARGE, True), (counts.LARGE - 1, False)])
def test_a_large_paper_is_counted_a_small_one_is_not(locked, expected, is_counted):
    enlarge(locked.paper, expected)
    assert [paper.pk for paper in queries.papers_to_count(LATER)] == [locked.paper.pk] * is_counted


def test_a_paper_is_counted_from_its_beginning_on(locked):
    enlarge(locked.paper)
    assert queries.papers_to_count(locked.paper.starts_at - SECOND) == []
    assert len(queries.papers_to_count(locked.paper.starts_at)) == 1


def test_a_paper_long_closed_is_counted_seldom(locked):
    enlarge(locked.paper)
    old = locked.paper.entry_closes_at + counts.LIVELY_FOR
    keep(locked, old)
    assert queries.papers_to_count(old + counts.SELDOM - SECOND) == []
    assert len(queries.papers_to_count(old + counts.SELDOM)) == 1


@pytest.mark.parametrize(
    ("after_closing", "shown_for"),
    [(-SECOND, counts.PATIENCE), (counts.LIVELY_FOR, counts.SELDOM + counts.PATIENCE)],
)
def test_a_count_that_no_worker_looks_after_is_not_shown(after_closing, shown_for):
    stands_at = TYPING + after_closing
    kept = queries.Kept(stands_at, stands_at)
    assert kept.is_shown(TYPING, stands_at + shown_for - SECOND)
    assert not kept.is_shown(TYPING, stands_at + shown_for)


def test_nothing_of_a_count_is_read_before_it_is_looked_at(locked):
    count = counts.Unpacked(counts.pack(queries.count_paper(locked.paper)))
    count._parts = {name: content if name == "rooms" else b"" for name, content in count._parts.items()}
    assert count.facts.rooms == facts.room_facts(locked.paper)


def test_a_count_from_before_the_day_by_which_things_are_back_does_not_stand_after_it(locked):
    Paper.objects.update(return_by=LATER + timedelta(days=1))
    locked.paper.refresh_from_db()
    settle(locked)
    before = keep(locked, LATER + timedelta(days=1) - SECOND)
    assert before.counted_at < before.stands_at
    assert queries.count_kept(locked.paper.pk)[1].ladder.rung("scripts returned").gaps == []
    after = keep(locked, LATER + timedelta(days=1))
    assert after.counted_at == after.stands_at == LATER + timedelta(days=1)
    assert len(queries.count_kept(locked.paper.pk)[1].ladder.rung("scripts returned").gaps) == 2
    assert keep(locked, LATER + timedelta(days=2)).counted_at == after.counted_at
