"""A session and its papers as the pages of the office show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from massicot.candidates import queries as candidates
from massicot.exams import queries as exams
from massicot.exams.rules import despatch_deadline
from massicot.exams.rules.session_plan import (
    PaperPlan,
    PaperValues,
    SessionPlan,
    doubts_of,
    doubts_of_plan,
    doubts_of_results,
)
from massicot.results import queries as results
from massicot.results.rules.results_day import doubts_of_lifting
from massicot.web.office.corrigenda.effects import TITLES, places_told, value_words
from massicot.web.shared.refusals import translate

DATES = (
    "starts_at",
    "ends_at",
    "marking_opens_on",
    "marking_closes_on",
    "entry_opens_at",
    "entry_closes_at",
    "return_by",
)
ADDRESSEES = ("return_attention", "sheets_attention")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPaper:
    """One paper: its counts, its dates in words."""

    paper: exams.Paper
    entries: int
    centres: int
    dates: list[tuple[str, str]]
    due: str
    corrigenda: int


@dataclass(frozen=True, slots=True)
class ShownPlan:
    """A session that is not created yet: its papers with their dates in words."""

    plan: SessionPlan
    papers: list[tuple[PaperPlan, list[tuple[str, str]]]]
    doubts: list[str]


def shown_papers(session: exams.Session) -> list[ShownPaper]:
    """Show the papers of a session."""
    return [_paper_line(paper, exams.zone_of(session)) for paper in exams.papers_of(session)]


def shown_plan(plan: SessionPlan, now: datetime) -> ShownPlan:
    """Show the dates of a session to be created, and what looks like a slip."""
    zone = ZoneInfo(plan.time_zone)
    doubts = [*(translate(doubt) for doubt in doubts_of_plan(plan, zone, now)), *places_told(plan.destinations)]
    return ShownPlan(plan, [(paper, dates_of(paper, zone)) for paper in plan.papers], doubts)


def doubts_on(session: exams.Session, shown: Sequence[ShownPaper], now: datetime) -> list[str]:
    """Tell what does not agree in a session; the dates of a rehearsal are moved on purpose."""
    if session.is_rehearsal:
        return []
    papers = {each.paper.code: exams.values_of(each.paper) for each in shown}
    zone = exams.zone_of(session)
    doubts = [
        *doubts_of(session.code, session.title, session.year, papers, zone),
        *doubts_of_results(session.results_on, papers, zone),
    ]
    if session.results_on is not None:
        lifted = results.days_of_lifting([each.paper for each in shown])
        today = now.astimezone(zone).date()
        doubts += doubts_of_lifting(
            session.results_on, {each.paper.code: lifted.get(each.paper.pk) for each in shown}, today
        )
    return [translate(doubt) for doubt in doubts]


def dates_of(values: PaperValues, zone: ZoneInfo) -> list[tuple[str, str]]:
    """Write the dates of a paper, each with its title, and to whom what is marked goes where it says so."""
    named = (name for name in ADDRESSEES if getattr(values, name))
    return [(str(TITLES[name]), value_words(getattr(values, name), zone)) for name in (*DATES, *named)]


def _paper_line(paper: exams.Paper, zone: ZoneInfo) -> ShownPaper:
    entries, centres = candidates.count_roll(paper.pk)
    values = exams.values_of(paper)
    due = despatch_deadline(values.ends_at, values.despatch_hours)
    return ShownPaper(
        paper=paper,
        entries=entries,
        centres=centres,
        dates=dates_of(values, zone),
        due=value_words(due, zone),
        corrigenda=exams.count_corrigenda(paper.pk),
    )
