"""Exam centres as the office's pages show them: their state, what is left of the 48 hours, whom to call."""

import html
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from django.utils.functional import Promise
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy, ngettext

from massicot.core.refused import NN_
from massicot.exams import queries as exams
from massicot.results.rules.centres import STATE_NAMES, CentreProgress, CentreState, state_of
from massicot.web.office.ladder.maps import Frame

HOUR_S = 3600
STATES = {state: gettext_lazy(STATE_NAMES[state]) for state in CentreState}
GROUP = '<g class="is-{}">\n{}</g>'
POINT = '<use href="#shape-{}" x="{}" y="{}"><title>{}: {}</title></use>\n'
"""Centres of one state on the map, and one of them, as SVG."""

_COUNTED = {
    CentreState.LATE: NN_("centre late to send", "centres late to send"),
    CentreState.KEYING: NN_("centre keying its attendance", "centres keying their attendance"),
    CentreState.TO_SEND: NN_("centre closed, to send", "centres closed, to send"),
    CentreState.AWAITED: NN_("centre where the paper is to come", "centres where the paper is to come"),
    CentreState.SENT: NN_("centre whose parcels are on the way", "centres whose parcels are on the way"),
    CentreState.ARRIVED: NN_("centre being ticked", "centres being ticked"),
    CentreState.RECEIVED: NN_("centre received and ticked", "centres received and ticked"),
}

_PARCELS = {
    "to-send": NN_("{n} to send", "{n} to send"),
    "on-the-way": NN_("{n} on the way", "{n} on the way"),
    "outside": NN_("{n} sent outside", "{n} sent outside"),
    "to-tick": NN_("{n} being ticked", "{n} being ticked"),
    "lost": NN_("{n} lost", "{n} lost"),
    "received": NN_("{n} received", "{n} received"),
}
"""What the parcels of one centre wait for, or have come to."""

RANKS = {state: rank for rank, state in enumerate(CentreState)}


@dataclass(frozen=True, slots=True)
class ShownCentre:
    """One centre as a line of the table and a point of the map."""

    progress: CentreProgress
    state: CentreState
    hours_left: int | None
    contact: exams.Contact | None = None

    @property
    def uai(self) -> str:
        return self.progress.uai

    @property
    def name(self) -> str:
        return self.progress.name

    @property
    def state_title(self) -> str:
        return str(STATES[self.state])

    @property
    def rank(self) -> int:
        """Say how pressing its state is: the lower, the more."""
        return RANKS[self.state]

    @property
    def expected(self) -> int:
        return self.progress.expected

    @property
    def keyed(self) -> str:
        """Say how many of its rooms are keyed and confirmed."""
        return f"{self.progress.rooms_confirmed} / {self.progress.rooms}"

    @property
    def rooms_left(self) -> int:
        """Count the rooms still to be keyed."""
        return self.progress.rooms - self.progress.rooms_confirmed

    @property
    def parcels(self) -> str:
        """Say how far its parcels are: how many wait for what, and how many for nothing any more."""
        progress = self.progress
        counts = (
            (_PARCELS["to-send"], progress.parcels - progress.sent),
            (_PARCELS["on-the-way"], progress.awaited),
            (_PARCELS["outside"], progress.sent - progress.arrived - progress.lost - progress.awaited),
            (_PARCELS["to-tick"], progress.arrived - progress.received),
            (_PARCELS["lost"], progress.lost),
            (_PARCELS["received"], progress.received),
        )
        told = [ngettext(*words, count).format(n=count) for words, count in counts if count > 0]
        return ", ".join(told) or gettext("none")

    @property
    def calls(self) -> str:
        """Say how to reach the centre."""
        return " ".join(filter(None, (self.telephone, self.email)))

    @property
    def parcels_left(self) -> int:
        """Count its parcels that are not received to the end."""
        return self.progress.parcels - self.progress.received

    @property
    def closed_at(self) -> datetime | None:
        """Say when its day was closed."""
        return self.progress.closed_at

    @property
    def telephone(self) -> str:
        """Say which number to call."""
        return self.contact.telephone if self.contact else ""

    @property
    def email(self) -> str:
        return self.contact.email if self.contact else ""


@dataclass(frozen=True, slots=True)
class Map:
    """The map: its frame, its points as they are drawn, and the centres that have no place on it."""

    frame: Frame
    points: SafeString
    placed: int
    unplaced: Sequence[ShownCentre]


def shown_centres(paper: exams.Paper, progress: Sequence[CentreProgress], now: datetime) -> list[ShownCentre]:
    """Show every centre of a paper, the most pressing first."""
    due_at = exams.due_at(paper)
    hours_left = int((due_at - now).total_seconds() // HOUR_S) if now >= paper.ends_at else None
    rows = [
        ShownCentre(centre, state_of(centre, paper.starts_at, due_at, now), None if centre.has_sent_all else hours_left)
        for centre in progress
    ]
    return sorted(rows, key=lambda centre: (RANKS[centre.state], centre.progress.name))


def with_contacts(centres: Sequence[ShownCentre]) -> list[ShownCentre]:
    """Say of some centres whom to call there."""
    contacts = exams.contacts_of([centre.uai for centre in centres])
    return [replace(centre, contact=contacts.get(centre.uai)) for centre in centres]


def caption_of(state: CentreState, count: int) -> str:
    """Say what a number of centres in one state are, under the figure."""
    return ngettext(*_COUNTED[state], count)


def counts_of(centres: Sequence[ShownCentre]) -> list[tuple[CentreState, Promise | str, int]]:
    """Count the centres in each state, and give its name."""
    counts = Counter(centre.state for centre in centres)
    return [(state, title, counts[state]) for state, title in STATES.items()]


def map_of(centres: Sequence[ShownCentre], places: tuple[Frame, Mapping[str, tuple[int, int]]]) -> Map:
    """Draw the centres whose place is known, the most pressing last, so that nothing hides them."""
    frame, points = places
    groups = groupby((centre for centre in reversed(centres) if centre.progress.uai in points), key=attrgetter("state"))
    drawn = format_html_join("\n", GROUP, ((state, _points(state, some, points)) for state, some in groups))
    return Map(frame, drawn, len(points), [centre for centre in centres if centre.progress.uai not in points])


def _points(state: CentreState, centres: Iterable[ShownCentre], points: Mapping[str, tuple[int, int]]) -> SafeString:
    # Two thousand of them: what is no text of ours is escaped, and nothing else is looked at.
    title = escape(str(STATES[state]))
    rows = (centre.progress for centre in centres)
    drawn = (POINT.format(state, *points[row.uai], html.escape(row.name), title) for row in rows)
    return mark_safe("".join(drawn))  # noqa: S308 - names are escaped, the rest are figures and our own words
