"""What does not agree between the title, the code, the year and the dates of a session: told, and never refused.

The four are typed apart, and a copy of last year's session bears last year's title. None of it is forbidden: a session
may be sat in the autumn before its year, and its code may bear no year at all. So each doubt is said where the session
is made or changed, and whoever reads it goes on.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, tzinfo

from massicot.core.refused import N_, Phrase
from massicot.exams.rules.session_plan import PaperValues, SessionPlan

FAR_DAYS = 183
"""Marks that are typed half a year after their paper, or later: a year was mistyped."""

_YEARS = re.compile(r"(?<![0-9])(?:20[0-9]{2}|2100)(?![0-9])")

_CODE = N_("The code {code} bears the year {found}, and the session is that of {year}: check both.")
_TITLE = N_("The title names the year {found}, and the session is that of {year}: check both.")
_PAPER_TITLE = N_("The title of {paper} names the year {found}, and the session is that of {year}: check both.")
_WRITTEN = N_("{paper} is written in {found}, and the session is that of {year}: check its dates.")
_FAR = {
    "marking_opens_on": N_("The marking of {paper} begins {days} days after it is written: check its year."),
    "marking_closes_on": N_("The marking of {paper} ends {days} days after it is written: check its year."),
    "entry_opens_at": N_("Mark entry of {paper} opens {days} days after it is written: check its year."),
    "entry_closes_at": N_("Mark entry of {paper} closes {days} days after it is written: check its year."),
}
_GONE_BY = N_("These dates have gone by: check the year.")


def doubts_of(code: str, title: str, year: int, papers: Mapping[str, PaperValues], zone: tzinfo | None) -> list[Phrase]:
    """Tell what does not agree in a session: its code, its title, its year, and what its papers say of theirs."""
    doubts = [*_named(_CODE, code, year, code=code), *_named(_TITLE, title, year)]
    for paper, values in papers.items():
        doubts += doubts_of_paper(paper, year, values, zone)
    return doubts


def doubts_of_paper(paper: str, year: int, values: PaperValues, zone: tzinfo | None) -> list[Phrase]:
    """Tell what does not agree between a paper and the year of its session, and among its own dates."""
    doubts = list(_named(_PAPER_TITLE, values.title, year, paper=paper))
    written = values.starts_at.astimezone(zone).date()
    if written.year != year:
        doubts.append(Phrase(_WRITTEN, values={"paper": paper, "found": written.year, "year": year}))
    for name, sentence in _FAR.items():
        if (days := (_day(getattr(values, name), zone) - written).days) > FAR_DAYS:
            doubts.append(Phrase(sentence, values={"paper": paper, "days": days}))
    return doubts


def doubts_of_plan(plan: SessionPlan, zone: tzinfo, at: datetime) -> list[Phrase]:
    """Tell what does not agree in a session to be created, and whether its first paper has gone by."""
    papers = {paper.code: paper for paper in plan.papers}
    doubts = doubts_of(plan.code, plan.title, plan.year, papers, zone)
    if min(paper.starts_at for paper in plan.papers) < at:
        doubts.append(Phrase(_GONE_BY))
    return doubts


def _named(sentence: str, text: str, year: int, **values: object) -> Iterator[Phrase]:
    """Tell of a text that names years, and not this one: “2017-2018” names that of the session of 2018."""
    if (found := _YEARS.findall(text)) and str(year) not in found:
        yield Phrase(sentence, values={"found": ", ".join(dict.fromkeys(found)), "year": year, **values})


def _day(value: date, zone: tzinfo | None) -> date:
    return value.astimezone(zone).date() if isinstance(value, datetime) else value
