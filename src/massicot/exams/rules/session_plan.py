"""What a session is made of before it is created, what must be sound in it, and what in it does not agree.

What a session says to those who are called: its meetings, the hours of its marking days, how large its reserve is. The
notice calls the markers of a paper to an agreement meeting on the first morning and to a harmonisation board the day
after. The hours of a marking day stand on every convocation, and the person who signs is named by a function: people
change, and letters are kept.

What a paper must be in itself, whoever writes it: its dates in order, its site code one that a sheet can print.

What does not agree between the title, the code, the year and the dates of a session: told, and never refused. The four
are typed apart, and a copy of last year's session bears last year's title. None of it is forbidden: a session may be
sat in the autumn before its year, and its code may bear no year at all. So each doubt is said where the session is made
or changed, and whoever reads it goes on.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, tzinfo

from massicot.core.marks import Scale
from massicot.core.refused import N_, Phrase, Refused
from massicot.exams.rules.networks import EntryPlace
from massicot.exams.rules.sessions import RouteKind

RESERVE_PERCENT = 10
"""How many more are called than the scripts ask for, when the session does not say."""

RESERVES = (0, 100)
"""Bounds of the reserve, in percent."""

KEPT_MONTHS = 12
"""Months from the lifting on during which scripts, and mark sheets, are kept, when the session does not say."""

MONTHS_KEPT = (1, 120)
"""Bounds of these months."""

FILE_MONTHS = (3, 120)
"""Bounds of the months of files: the copy of a script that was sent is kept for two."""

COPY_CENTS = 18
"""The price of a page of a script copied on paper, in cents, when the session does not say."""

COPY_PRICES = (0, 1000)
"""Bounds of that price."""

MARKING_STARTS = time(9)
MARKING_ENDS = time(17)
"""The hours of a marking day, on the clock of the session, when the paper does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutePlan:
    """Where one or more steering academies send the scripts of a paper."""

    steering_academies: Sequence[str]
    kind: RouteKind
    copy_model: str
    destination_uai: str
    destination_name: str
    attention: str
    effective_at: datetime
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperValues:
    """What the office may edit of a paper: its title, its calendar, its scale, its batches, its portal.

    `agreement_at` and `board_at` are when its markers meet, if they do. `return_by` is when the scripts and the mark
    sheets are back at the exam office at the latest, if it says so; the two attentions are to whom they go there.
    """

    title: str
    starts_at: datetime
    ends_at: datetime
    despatch_hours: int
    marking_opens_on: date
    marking_closes_on: date
    entry_opens_at: datetime
    entry_closes_at: datetime
    site_code: str
    scale: Scale
    are_totals_required: bool
    batch_size: int
    batch_ceiling: int
    agreement_at: datetime | None = None
    board_at: datetime | None = None
    marking_starts: time = MARKING_STARTS
    marking_ends: time = MARKING_ENDS
    return_by: datetime | None = None
    return_attention: str = ""
    sheets_attention: str = ""
    """Functions or bureaus, never names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPlan(PaperValues):
    """One paper to be created."""

    code: str
    routes: Sequence[RoutePlan]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionValues:
    """What the office may correct of a session: how it is called, whom people call, who signs, its reserve."""

    title: str
    authority: str
    office: str
    office_telephone: str
    office_address: str
    signatory: str
    reserve_percent: int
    year: int
    results_on: date | None = None
    """The day on which the results are out: candidates see their scripts after it; None: it is not said yet."""
    scripts_kept_months: int = KEPT_MONTHS
    sheets_kept_months: int = KEPT_MONTHS
    files_kept_months: int = KEPT_MONTHS
    """Months of the files of requests to see a script and of disputes, from the day on which each is closed."""
    copy_price_cents: int = COPY_CENTS


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPlan:
    """One session to be created."""

    code: str
    title: str
    authority: str
    year: int
    time_zone: str
    papers: Sequence[PaperPlan]
    centres: Mapping[str, str] = field(default_factory=dict)
    exam_centres: Sequence[str] = ()
    entry_from: EntryPlace = EntryPlace.ANYWHERE
    networks: Mapping[str, Sequence[str]] = field(default_factory=dict)
    office: str = ""
    office_telephone: str = ""
    office_address: str = ""
    signatory: str = ""
    """The function of whoever signs convocations for the authority, never a name."""
    reserve_percent: int = RESERVE_PERCENT
    results_on: date | None = None
    scripts_kept_months: int = KEPT_MONTHS
    sheets_kept_months: int = KEPT_MONTHS
    files_kept_months: int = KEPT_MONTHS
    copy_price_cents: int = COPY_CENTS

    @property
    def destinations(self) -> dict[str, str]:
        """Map the places where scripts go, by UAI, to their names; those that the plan names itself are left out."""
        routes = [route for paper in self.papers for route in paper.routes]
        named = {route.destination_uai: route.destination_name for route in routes if route.destination_uai}
        return {uai: name for uai, name in named.items() if uai not in self.centres}


SITE_CODE = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*")
SCRIPTS = (1, 1000)
"""Bounds of a batch."""


class EndsNotInOrder(Refused):
    sentence = N_("{paper} must end after it begins: correct its hours.")


class MarkingNotInOrder(Refused):
    sentence = N_("The marking of {paper} must end on its first day or later: correct its days.")


class MarkingBeforeThePaper(Refused):
    sentence = N_("The marking of {paper} cannot begin before the paper is written: correct its first day.")


class EntryBeforeThePaper(Refused):
    sentence = N_("Mark entry of {paper} cannot open before the paper is written: correct its opening.")


class SiteCodeImpossible(Refused):
    sentence = N_("{site} is no site code: write letters without accents, digits, and dashes between them.")


class BatchSizeImpossible(Refused):
    sentence = N_("Batches of {paper} hold between {least} and {most} scripts: correct their size and their ceiling.")


class EntryNotInOrder(Refused):
    sentence = N_("Mark entry of {paper} must close after it opens: correct its instants.")


class MarkingDayNotInOrder(Refused):
    sentence = N_("A marking day of {paper} must end after it begins: correct its hours.")


class MeetingBeforeThePaper(Refused):
    sentence = N_("The markers of {paper} cannot meet before the paper is written: correct the meeting.")


class ReturnBeforeMarkingEnds(Refused):
    sentence = N_(
        "The scripts of {paper} cannot be back at the exam office before the last day of its marking: correct their "
        "return, or that day."
    )


class CeilingBelowSize(Refused):
    sentence = N_("The ceiling of a batch of {paper} must be at least its size: correct one of the two.")


def check_sound(code: str, names: Collection[str], after: PaperValues, zone: tzinfo | None) -> None:
    """Refuse dates that cannot stand together, a site code or a size of batches that can be none.

    What stands before the paper, or is due back before its marking ends, but is not among the `names` that change, was
    there before and keeps nobody from correcting something else.
    """
    _check_order(code, after)
    _check_after_the_paper(code, names, after, zone)
    _check_return(code, names, after, zone)
    _check_shapes(code, after)


def _check_shapes(code: str, after: PaperValues) -> None:
    """Refuse a site code or a size of batches that can be none."""
    if not SITE_CODE.fullmatch(after.site_code):
        raise SiteCodeImpossible(site=after.site_code)
    if not all(SCRIPTS[0] <= count <= SCRIPTS[1] for count in (after.batch_size, after.batch_ceiling)):
        raise BatchSizeImpossible(paper=code, least=SCRIPTS[0], most=SCRIPTS[1])


def _check_after_the_paper(code: str, names: Collection[str], after: PaperValues, zone: tzinfo | None) -> None:
    written_on = after.starts_at.astimezone(zone).date()
    if {"starts_at", "marking_opens_on"}.intersection(names) and after.marking_opens_on < written_on:
        raise MarkingBeforeThePaper(paper=code)
    if {"starts_at", "entry_opens_at"}.intersection(names) and after.entry_opens_at < after.starts_at:
        raise EntryBeforeThePaper(paper=code)
    for name, meeting in (("agreement_at", after.agreement_at), ("board_at", after.board_at)):
        if name in names and meeting is not None and meeting < after.starts_at:
            raise MeetingBeforeThePaper(paper=code)


def _check_return(code: str, names: Collection[str], after: PaperValues, zone: tzinfo | None) -> None:
    if after.return_by is None or not {"return_by", "marking_closes_on"}.intersection(names):
        return
    if _day(after.return_by, zone) < after.marking_closes_on:
        raise ReturnBeforeMarkingEnds(paper=code)


def _check_order(code: str, after: PaperValues) -> None:
    in_order = (
        (after.starts_at < after.ends_at, EndsNotInOrder),
        (after.marking_opens_on <= after.marking_closes_on, MarkingNotInOrder),
        (after.entry_opens_at < after.entry_closes_at, EntryNotInOrder),
        (after.marking_starts < after.marking_ends, MarkingDayNotInOrder),
        (after.batch_size <= after.batch_ceiling, CeilingBelowSize),
    )
    for holds, refusal in in_order:
        if not holds:
            raise refusal(paper=code)


FAR_DAYS = 183
"""Marks that are typed, or scripts that come back, half a year after their paper or later: a year was mistyped."""

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
    "return_by": N_("The scripts of {paper} are due back {days} days after it is written: check the year."),
}
_RESULTS_EARLY = N_(
    "The results are out on {day}, and the marks of {paper} are typed until {last}: check the day of the results."
)
_RESULTS_FAR = N_("The results are out {days} days after {paper} is written: check their year.")
_GONE_BY = N_("These dates have gone by: check the year.")


def doubts_of(code: str, title: str, year: int, papers: Mapping[str, PaperValues], zone: tzinfo | None) -> list[Phrase]:
    """Tell what does not agree in a session: its code, its title, its year, and what its papers say of theirs."""
    doubts = [*_year_doubts(_CODE, code, year, code=code), *_year_doubts(_TITLE, title, year)]
    for paper, values in papers.items():
        doubts += doubts_of_paper(paper, year, values, zone)
    return doubts


def doubts_of_paper(paper: str, year: int, values: PaperValues, zone: tzinfo | None) -> list[Phrase]:
    """Tell what does not agree between a paper and the year of its session, and among its own dates."""
    doubts = list(_year_doubts(_PAPER_TITLE, values.title, year, paper=paper))
    written = values.starts_at.astimezone(zone).date()
    if written.year != year:
        doubts.append(Phrase(_WRITTEN, values={"paper": paper, "found": written.year, "year": year}))
    for name, sentence in _FAR.items():
        day = getattr(values, name)
        if day is not None and (days := (_day(day, zone) - written).days) > FAR_DAYS:
            doubts.append(Phrase(sentence, values={"paper": paper, "days": days}))
    return doubts


def doubts_of_results(
    results_on: date | None, papers: Mapping[str, PaperValues], zone: tzinfo | None
) -> Iterator[Phrase]:
    """Tell of a day of the results that comes before the marks of a paper are typed, or long after it is written."""
    if results_on is None:
        return
    for paper, values in papers.items():
        last = max(values.marking_closes_on, _day(values.entry_closes_at, zone))
        if results_on < last:
            days = {"day": f"{results_on:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}"}
            yield Phrase(_RESULTS_EARLY, values={"paper": paper, **days})
        elif (days_after := (results_on - _day(values.starts_at, zone)).days) > FAR_DAYS:
            yield Phrase(_RESULTS_FAR, values={"paper": paper, "days": days_after})


def doubts_of_plan(plan: SessionPlan, zone: tzinfo, at: datetime) -> list[Phrase]:
    """Tell what does not agree in a session to be created, and whether its first paper has gone by."""
    papers = {paper.code: paper for paper in plan.papers}
    doubts = doubts_of(plan.code, plan.title, plan.year, papers, zone)
    doubts += doubts_of_results(plan.results_on, papers, zone)
    if min(paper.starts_at for paper in plan.papers) < at:
        doubts.append(Phrase(_GONE_BY))
    return doubts


def _year_doubts(sentence: str, text: str, year: int, **values: object) -> Iterator[Phrase]:
    """Tell of a text that names years, and not this one: “2017-2018” names that of the session of 2018."""
    if (found := _YEARS.findall(text)) and str(year) not in found:
        yield Phrase(sentence, values={"found": ", ".join(dict.fromkeys(found)), "year": year, **values})


def _day(value: date, zone: tzinfo | None) -> date:
    return value.astimezone(zone).date() if isinstance(value, datetime) else value
