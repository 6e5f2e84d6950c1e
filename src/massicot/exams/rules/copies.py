"""A session copied from an earlier one.

A session resembles the one before it: the same papers, scales, routes and centres, on the same weekdays. So a copy
moves the whole calendar by as many whole weeks as bring the first paper nearest to the same date of the new year: a
paper of Wednesday 10 May 2017 falls, for 2018, on Wednesday 9 May. Hours stay as they are on the wall, also when one
of the two days is in winter time. Of each route only its last version is copied, without the reference of the text
that gave it: the new session has texts of its own.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from massicot.core.refused import N_, Refused
from massicot.exams.rules.session_file import ALWAYS, SESSION_CODE_LENGTH
from massicot.exams.rules.session_plan import PaperPlan, RoutePlan, SessionPlan
from massicot.exams.rules.toml_file import YEARS, is_code

DAYS_A_WEEK = 7


class SessionCodeImpossible(Refused):
    sentence = N_("“{code}” is not a code: write letters, digits and dashes, {maximum} signs at most.")


class SessionYearImpossible(Refused):
    sentence = N_("{year} is not between {first} and {last}: check the year.")


def whole_weeks(day: date, years: int) -> int:
    """Count the weeks that bring a day nearest to the same date so many years on: 10 May 2017 + 1 → 52, 9 May 2018."""
    return round((_anniversary(day, day.year + years) - day).days / DAYS_A_WEEK)


def plan_copy(plan: SessionPlan, *, code: str, title: str, year: int) -> SessionPlan:
    """Plan a copy of a session for another year; raise SessionCodeImpossible or SessionYearImpossible."""
    check_code(code)
    check_year(year)
    zone = ZoneInfo(plan.time_zone)
    first = min(paper.starts_at for paper in plan.papers)
    weeks = timedelta(weeks=whole_weeks(first.astimezone(zone).date(), year - plan.year))
    papers = [_move_paper(paper, weeks, zone) for paper in plan.papers]
    results_on = plan.results_on and plan.results_on + weeks
    return replace(plan, code=code, title=title, year=year, papers=papers, results_on=results_on)


def check_code(code: str) -> None:
    """Refuse a code of a shape that no session has."""
    if not is_code(code, SESSION_CODE_LENGTH):
        raise SessionCodeImpossible(code=code, maximum=SESSION_CODE_LENGTH)


def check_year(year: int) -> None:
    """Refuse a year far from ours."""
    if not YEARS[0] <= year <= YEARS[1]:
        raise SessionYearImpossible(year=year, first=YEARS[0], last=YEARS[1])


def last_routes(routes: Iterable[RoutePlan], at: datetime) -> list[RoutePlan]:
    """Keep of each academy the route in force at an instant, as if it had always been, without its reference."""
    kept: dict[str, RoutePlan] = {}
    for route in sorted(routes, key=lambda route: route.effective_at):
        if route.effective_at <= at:
            kept |= dict.fromkeys(route.steering_academies, route)
    return [
        replace(route, steering_academies=[academy], effective_at=ALWAYS, reference="")
        for academy, route in kept.items()
    ]


def _move_paper(paper: PaperPlan, weeks: timedelta, zone: ZoneInfo) -> PaperPlan:
    def later(instant: datetime) -> datetime:
        # Added to the hour on the wall: 14:00 stays 14:00.
        return instant.astimezone(zone) + weeks

    optional = (paper.agreement_at, paper.board_at, paper.return_by)
    agreement, board, back = (instant and later(instant) for instant in optional)
    return replace(
        paper,
        starts_at=later(paper.starts_at),
        ends_at=later(paper.ends_at),
        marking_opens_on=paper.marking_opens_on + weeks,
        marking_closes_on=paper.marking_closes_on + weeks,
        agreement_at=agreement,
        board_at=board,
        return_by=back,
        entry_opens_at=later(paper.entry_opens_at),
        entry_closes_at=later(paper.entry_closes_at),
        routes=last_routes(paper.routes, paper.starts_at),
    )


def _anniversary(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=day.day - 1)
