"""The calendar of a rehearsal: a session that is moved moves whole."""

from dataclasses import fields
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from massicot.exams.rules.session_file import shipped_plan
from massicot.rehearsal import world


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
