"""The calendar of a rehearsal: a session that is moved moves whole."""

from dataclasses import fields
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from massicot.exams.rules.session_file import shipped_plan
from massicot.rehearsal import world
from massicot.results.rules.access import AccessTimes
from massicot.results.rules.destruction import due_on


def test_every_date_of_a_paper_moves_with_a_rehearsal():
    (before,), (after,) = shipped_plan().papers, world.shift_plan(shipped_plan(), 9).papers
    dates = {field.name for field in fields(before) if isinstance(getattr(before, field.name), date)}
    moved = {name for name in dates if getattr(after, name) - getattr(before, name) == timedelta(days=9)}
    assert (moved, "return_by" in dates) == (dates, True)


def test_the_scripts_of_a_rehearsal_are_due_back_a_few_days_after_entry_closes():
    (paper,) = shipped_plan().papers
    assert timedelta(days=1) < paper.return_by - paper.entry_closes_at < timedelta(days=7)


@pytest.mark.parametrize("hour", [8, 12, 16, 18, 23])
def test_what_is_lifted_in_a_demonstration_is_not_overdue_at_any_hour(hour):
    (paper,) = shipped_plan().papers
    zone = ZoneInfo(shipped_plan().time_zone)
    now = datetime(2026, 12, 1, hour, tzinfo=zone)
    days = timedelta(days=world.days_to_stage(paper, zone, world.Stage.LIFTED, now))
    assert world.calendar_of(paper, zone).lifted + days < now < paper.return_by + days


@pytest.mark.parametrize("hour", [0, 8, 12, 16, 23])
def test_what_is_not_back_in_a_demonstration_of_the_return_is_overdue_at_any_hour(hour):
    (paper,) = shipped_plan().papers
    zone = ZoneInfo(shipped_plan().time_zone)
    now = datetime(2026, 12, 1, hour, tzinfo=zone)
    days = timedelta(days=world.days_to_stage(paper, zone, world.Stage.RETURNED, now))
    plays = world.calendar_of(paper, zone)
    assert paper.return_by + days < plays.boxed + days <= now < plays.boxed + days + timedelta(days=1)


@pytest.mark.parametrize("hour", [0, 8, 12, 16, 23])
@pytest.mark.parametrize("day", [date(2026, 12, 1), date(2028, 2, 29), date(2029, 6, 1), date(2030, 3, 31)])
def test_a_list_of_two_years_ago_waits_in_a_demonstration_of_the_destruction_at_any_hour(day, hour):
    (paper,) = shipped_plan().papers
    zone = ZoneInfo(shipped_plan().time_zone)
    now = datetime.combine(day, time(hour), zone)
    days = timedelta(days=world.days_to_stage(paper, zone, world.Stage.DESTROYED, now))
    (moved,) = world.shift_plan(shipped_plan(), days.days).papers
    plays = world.calendar_of(moved, zone)
    assert now - timedelta(days=1) < plays.signed_again <= now < plays.destroyed_again
    assert 2 * 365 < (now - moved.starts_at).days < 2 * 366 + 60
    due = due_on(AccessTimes(plays.lifted.date(), shipped_plan().scripts_kept_months))
    assert timedelta(0) <= plays.due.date() - due <= timedelta(days=1)
