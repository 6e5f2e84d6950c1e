"""Parcels as their pages show them: states, what waits, seals, scripts that are counted and not numbered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext, gettext_lazy

from massicot.consignments import queries
from massicot.consignments.queries import Parcel
from massicot.consignments.rules import Tick
from massicot.consignments.rules.progress import ParcelState
from massicot.consignments.rules.seals import SEAL_ENDS, SEAL_VERDICTS
from massicot.exams import queries as exams
from massicot.exams.queries import Contact, Paper
from massicot.exams.rules import RouteKind
from massicot.web.markingcentre.access import MarkedPaper
from massicot.web.shared import instants
from massicot.web.shared.addresses import address_of_each
from massicot.web.shared.listing import Filter, Listing

STATES = {
    ParcelState.LATE: gettext_lazy("late"),
    ParcelState.ARRIVED: gettext_lazy("arrived, to be ticked"),
    ParcelState.TICKING: gettext_lazy("being ticked"),
    ParcelState.ON_THE_WAY: gettext_lazy("on its way"),
    ParcelState.ANNOUNCED: gettext_lazy("announced, not sent yet"),
    ParcelState.LOST: gettext_lazy("declared lost"),
    ParcelState.CLOSED: gettext_lazy("reception closed"),
}
"""In the order in which a marking centre looks after them."""

TICKS = {
    Tick.NOT_YET: gettext_lazy("not looked for yet"),
    Tick.RECEIVED: gettext_lazy("received"),
    Tick.MISSING: gettext_lazy("missing"),
}

AWAY = frozenset({ParcelState.LATE, ParcelState.ON_THE_WAY, ParcelState.ANNOUNCED, ParcelState.LOST})

WAITING = {
    "to-count": (gettext_lazy("papers to count"), queries.PAPERS_TO_COUNT),
    "lacking": (gettext_lazy("papers that did not come"), queries.PAPERS_LACKING),
    "seal": (gettext_lazy("seal not told"), queries.SEALS_UNTOLD),
}

BY_WHAT_WAITS = Filter(
    "pieces",
    gettext_lazy("Enclosed papers, seal"),
    [(name, title) for name, (title, _) in WAITING.items()],
    lambda word: queries.waits_for(WAITING[word][1]),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelLine:
    """What the list says of a parcel beside itself: where its pages are, and whom to call while it is late."""

    address: str
    ticking: str
    state: str
    contact: Contact | None
    lateness: str
    announced: str
    received: str
    missing: str
    waiting: str
    sent: str
    is_counted: bool


def parcel_lines(marked: MarkedPaper, listing: Listing, now: datetime) -> list[tuple[Any, ParcelLine]]:
    """Give the rows of a page, each with what the list says of it beside."""
    states = {state: str(title) for state, title in STATES.items()}
    by = gettext("by %(lateness)s")
    address, ticking = (
        address_of_each(view, marked.arguments) for view in ("markingcentre:parcel", "markingcentre:reception")
    )

    def line(row: Any) -> ParcelLine:
        is_late = row.state == ParcelState.LATE
        has_no_numbers = is_counted(row)
        ticks = [""] * 3 if has_no_numbers else [str(count) for count in (row.received, row.missing, row.waiting)]
        received, missing, waiting = ticks
        return ParcelLine(
            address=address(row.code),
            ticking="" if row.state in AWAY or row.closed_at else ticking(row.code),
            state=states[row.state],
            contact=row.contact if is_late else None,
            lateness=by % {"lateness": timesince(row.due_at, now)} if is_late else "",
            announced=str(row.announced),
            received=received,
            missing=missing,
            waiting=waiting,
            sent=instants.day_and_hour(timezone.localtime(row.sent_at)) if row.sent_at else "",
            is_counted=has_no_numbers,
        )

    return [(row, line(row)) for row in listing.rows]


def is_counted(parcel: Parcel) -> bool:
    """Say whether a parcel's scripts are counted by specialty, not numbered."""
    return parcel.route_kind != RouteKind.ON_SITE


class CountedLine(NamedTuple):
    """One specialty; `arrived` is None until it is counted."""

    code: str
    title: str
    announced: int
    arrived: int | None
    reason: str

    @property
    def is_uneven(self) -> bool:
        """Say whether another number arrived than was announced."""
        return self.arrived not in (None, self.announced)


def counted_lines(paper: Paper, parcel: Parcel) -> list[CountedLine]:
    """List the specialties of a parcel."""
    labels = exams.specialty_labels(paper.session_id)
    arrived = queries.counts_arrived(parcel)
    reasons = queries.reasons_of(parcel)
    return [
        CountedLine(code, f"{code} {labels.get(code, '')}", announced, arrived.get(code), reasons.get(code, ""))
        for code, announced in queries.counts_of(parcel).items()
    ]


def uneven_lines(marked: MarkedPaper, parcel: Parcel) -> list[CountedLine]:
    """List what was counted otherwise than announced, once its reception is closed."""
    if not is_counted(parcel) or parcel.closed_at is None:
        return []
    return [line for line in counted_lines(marked.paper, parcel) if line.is_uneven]


def shown_seal(parcel: Parcel) -> dict[str, Any]:
    """Give what a page says of a seal."""
    seal = queries.seal_of(parcel)
    return {
        "seal": seal,
        "seal_verdict": gettext(SEAL_VERDICTS[seal.verdict]) if seal else "",
        "seal_end": gettext(SEAL_ENDS[seal.end]) if seal and seal.end else "",
    }
