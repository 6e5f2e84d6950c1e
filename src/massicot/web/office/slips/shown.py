"""Slips to fetch as the page of the office shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext, gettext_lazy

from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.shelves import queries
from massicot.shelves.rules.slips import OPEN, STATES, SlipState, is_late
from massicot.web.shared.instants import day
from massicot.web.shared.listing import ListColumn

_ORDER = {state: rank for rank, state in enumerate(SlipState)}


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipLine:
    """One slip in the list; `moved`: since when its box stands elsewhere than when it was fetched or asked for."""

    number: str
    state: str
    standing: str
    batch: str
    box: str
    place: str
    moved: str
    holder: str
    fetched_on: str
    due_on: str
    back_on: str
    is_late: bool


COLUMNS = (
    ListColumn("number", gettext_lazy("Anonymity number")),
    ListColumn("standing", gettext_lazy("State")),
    ListColumn("batch", gettext_lazy("Batch")),
    ListColumn("box", gettext_lazy("Box")),
    ListColumn("place", gettext_lazy("Place")),
    ListColumn("holder", gettext_lazy("Who has it")),
    ListColumn("fetched_on", gettext_lazy("Fetched on"), order_by=""),
    ListColumn("due_on", gettext_lazy("Back by"), order_by=""),
    ListColumn("back_on", gettext_lazy("Back on"), order_by=""),
)


def lines_of(paper: Paper, slips: Sequence[queries.Slip], today: date) -> list[SlipLine]:
    """Put slips into words, those that have no end first, each with where its script belongs."""
    homes = queries.homes_of([slip.number for slip in slips if slip.state in OPEN])
    ordered = sorted(slips, key=lambda slip: (_ORDER[SlipState(slip.state)], slip.number))
    return [_line(paper, slip, homes.get(slip.number), today) for slip in ordered]


def place_of(home: queries.ScriptHome | None) -> str:
    """Write where a script belongs."""
    if home is None or not home.box:
        return gettext("in no box any more")
    return home.shelf or gettext("in the office, on no shelf")


def _line(paper: Paper, slip: queries.Slip, home: queries.ScriptHome | None, today: date) -> SlipLine:
    is_open = slip.state in OPEN
    stands_since = exams.local(paper, home.since).date() if home and home.since else slip.week
    seen_on = slip.fetched_on or slip.week + timedelta(days=6)
    return SlipLine(
        number=slip.number,
        state=slip.state,
        standing=gettext(STATES[SlipState(slip.state)]),
        batch=home.batch if home else "",
        box=home.box if home else "",
        place=place_of(home) if is_open else "",
        moved=day(stands_since) if stands_since > seen_on else "",
        holder=slip.holder,
        fetched_on=_day(slip.fetched_on),
        due_on=_day(slip.due_on) if slip.state == SlipState.OUT else "",
        back_on=_day(slip.back_on),
        is_late=slip.state == SlipState.OUT and is_late(slip.due_on, today),
    )


def _day(on: date | None) -> str:
    return day(on) if on else ""
