"""Counts by hour as bars: hours without anything are shown too, and long stretches are told by the day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import formats

from massicot.web.shared import instants

LONGEST_BY_HOUR = timedelta(hours=72)
HEIGHT, WIDTH, GAP = 160, 720, 2
WIDEST = 60
"""A bar alone, or one of a few, stays a bar."""
MOST_LABELS = 6
HOURS_APART = (1, 2, 3, 6, 12, 24)
"""How far apart the hours named on the axis may stand, the nearest first."""


@dataclass(frozen=True, slots=True)
class Span:
    """One hour or one day, and what it counts."""

    begins: datetime
    parcels: int
    scripts: int
    is_day: bool = False

    @property
    def title(self) -> str:
        """Write when it begins, on the clock that it was counted by."""
        if self.is_day:
            return f"{formats.date_format(self.begins, 'l')} {instants.day(self.begins)}"
        return f"{formats.date_format(self.begins, 'l j F')} {instants.hour(self.begins)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A span as it is drawn."""

    span: Span
    x: float
    y: float
    width: float
    height: float
    label: str = ""

    @property
    def lines(self) -> Sequence[str]:
        """Write its label one word under the other, the hour first: a telephone is too narrow for both."""
        return self.label.split(" ")[::-1]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars side by side, the highest as high as the drawing."""

    bars: Sequence[Bar]
    highest: int
    is_by_day: bool


def chart_of(hours: Sequence[tuple[datetime, int, int]]) -> Chart:
    """Draw what came hour by hour: (hour, parcels, scripts), oldest first."""
    is_by_day = bool(hours) and hours[-1][0] - hours[0][0] > LONGEST_BY_HOUR
    spans = _fill_in(_by_day(hours) if is_by_day else [Span(*hour) for hour in hours], days=is_by_day)
    highest = max((span.parcels for span in spans), default=0)
    width = min(WIDTH / len(spans), WIDEST) if spans else 0
    labels = _labels(spans, days=is_by_day)
    bars = [_bar(span, rank, width, highest, labels.get(rank, "")) for rank, span in enumerate(spans)]
    return Chart(bars, highest, is_by_day)


def _by_day(hours: Sequence[tuple[datetime, int, int]]) -> list[Span]:
    days: dict[datetime, Span] = {}
    for at, parcels, scripts in hours:
        day = at.replace(hour=0)
        before = days.get(day, Span(day, 0, 0))
        days[day] = Span(day, before.parcels + parcels, before.scripts + scripts, is_day=True)
    return list(days.values())


def _fill_in(spans: Sequence[Span], *, days: bool) -> list[Span]:
    """Put in the spans in which nothing came."""
    by_start = {span.begins: span for span in spans}
    step = timedelta(days=1) if days else timedelta(hours=1)
    filled = []
    at = spans[0].begins if spans else None
    while at is not None and at <= spans[-1].begins:
        filled.append(by_start.get(at, Span(at, 0, 0)))
        at += step
    return filled


def _labels(spans: Sequence[Span], *, days: bool) -> dict[int, str]:
    """Name some bars under the axis: days, or hours with the day where it changes."""
    least = -(-len(spans) // MOST_LABELS)
    apart = least if days else next(step for step in HOURS_APART if step >= least)
    ranks = range(0, len(spans), max(apart, 1))
    named: dict[int, str] = {}
    day = None
    for rank in ranks:
        at = spans[rank].begins
        words = ([formats.date_format(at, "j/m")] if at.date() != day else []) + ([] if days else [instants.hour(at)])
        named[rank] = " ".join(words)
        day = at.date()
    return named


def _bar(span: Span, rank: int, width: float, highest: int, label: str) -> Bar:
    height = HEIGHT * span.parcels / highest
    left = round(rank * width, 1)
    top = round(HEIGHT - height, 1)
    return Bar(span=span, x=left, y=top, width=round(max(width - GAP, 1), 1), height=round(height, 1), label=label)
