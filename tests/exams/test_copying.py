"""A session copied for another year: whole weeks, hours on the wall, last routes; without a database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massicot.exams.rules import RouteKind, copies
from massicot.exams.rules.session_file import ALWAYS, shipped_plan

PARIS = ZoneInfo("Europe/Paris")
PLAN = shipped_plan()
DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))


def copied(plan=PLAN, year=2018, code="BTS-2018"):
    return copies.plan_copy(plan, code=code, title="BTS 2018", year=year)


@pytest.mark.parametrize(
    ("day", "years", "moved"),
    [
        (date(2017, 5, 10), 1, date(2018, 5, 9)),
        (date(2018, 5, 9), 1, date(2019, 5, 8)),
        (date(2019, 5, 8), 1, date(2020, 5, 6)),
        (date(2017, 5, 10), 6, date(2023, 5, 10)),
        (date(2017, 5, 10), 0, date(2017, 5, 10)),
        (date(2018, 5, 9), -1, date(2017, 5, 10)),
        (date(2020, 2, 29), 1, date(2021, 2, 27)),
    ],
)
def test_a_day_moves_by_whole_weeks_to_the_nearest_same_weekday(day, years, moved):
    assert day + timedelta(weeks=copies.whole_weeks(day, years)) == moved


@given(DAYS, st.integers(1, 9))
def test_weekdays_hold_and_no_date_moves_by_more_than_three_days(day, years):
    moved = day + timedelta(weeks=copies.whole_weeks(day, years))
    same = day.replace(year=day.year + years, day=min(day.day, 28) if day.month == 2 else day.day)
    assert moved.weekday() == day.weekday()
    assert abs((moved - same).days) <= 3


def test_the_session_of_the_notice_is_copied_for_2018():
    paper = copied().papers[0]
    assert paper.starts_at == datetime(2018, 5, 9, 14, tzinfo=PARIS)
    assert paper.ends_at == datetime(2018, 5, 9, 18, tzinfo=PARIS)
    assert (paper.marking_opens_on, paper.marking_closes_on) == (date(2018, 5, 30), date(2018, 6, 1))
    assert paper.entry_closes_at == datetime(2018, 6, 6, 17, tzinfo=PARIS)
    assert paper.return_by == datetime(2018, 6, 8, 17, tzinfo=PARIS)
    before = PLAN.papers[0]
    assert (paper.scale, paper.site_code, paper.batch_size) == (before.scale, before.site_code, before.batch_size)


def test_to_whom_what_is_marked_comes_back_is_copied_and_a_date_that_was_not_given_stays_so():
    before = replace(PLAN.papers[0], return_by=None)
    paper = copied(replace(PLAN, papers=[before])).papers[0]
    assert paper.return_by is None
    assert (paper.return_attention, paper.sheets_attention) == (before.return_attention, before.sheets_attention)


def test_hours_stay_on_the_wall_when_one_of_the_two_days_is_in_winter_time():
    march = replace(PLAN.papers[0], starts_at=datetime(2017, 3, 27, 12, tzinfo=UTC))
    moved = copied(replace(PLAN, papers=[march])).papers[0].starts_at.astimezone(PARIS)
    assert (moved.date(), moved.hour) == (date(2018, 3, 26), 14)
    winter = replace(PLAN.papers[0], starts_at=datetime(2018, 3, 26, 12, tzinfo=UTC))
    moved = copied(replace(PLAN, year=2018, papers=[winter]), year=2019).papers[0].starts_at.astimezone(PARIS)
    assert (moved.date(), moved.hour, moved.utcoffset()) == (date(2019, 3, 25), 14, timedelta(hours=1))


def test_all_the_papers_move_by_the_weeks_of_the_first():
    first = PLAN.papers[0]
    second = replace(first, code="MATH", starts_at=first.starts_at + timedelta(days=1))
    moved = copied(replace(PLAN, papers=[second, first])).papers
    assert [paper.starts_at.date() for paper in moved] == [date(2018, 5, 10), date(2018, 5, 9)]


def test_only_the_last_route_of_an_academy_is_copied_without_its_reference():
    paper = PLAN.papers[0]
    scanned = next(route for route in paper.routes if "Bordeaux" in route.steering_academies)
    flipped = replace(
        scanned, steering_academies=["Bordeaux"], kind=RouteKind.ON_SITE, effective_at=datetime(2017, 4, 24, tzinfo=UTC)
    )
    late = replace(flipped, kind=RouteKind.OUTSIDE, effective_at=paper.starts_at + timedelta(days=1))
    routes = copied(replace(PLAN, papers=[replace(paper, routes=[late, flipped, *paper.routes])])).papers[0].routes
    kinds = {academy: route.kind for route in routes for academy in route.steering_academies}
    assert (kinds["Bordeaux"], kinds["Toulouse"], len(kinds)) == (RouteKind.ON_SITE, RouteKind.DEMATERIALISED, 5)
    assert {(route.effective_at, route.reference) for route in routes} == {(ALWAYS, "")}


@pytest.mark.parametrize("code", ["", "bts 2018", "BTS_2018", "BTS-2018-", "B" * 21, "BTS–2018"])
def test_a_code_that_cannot_stand_on_paper_is_refused(code):
    with pytest.raises(copies.SessionCodeImpossible):
        copied(code=code)


@pytest.mark.parametrize("year", [1999, 2101, 20018])
def test_a_year_far_from_ours_is_refused(year):
    with pytest.raises(copies.SessionYearImpossible):
        copied(year=year)
