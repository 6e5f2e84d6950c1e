"""Parcels that come back, as the office's pages show them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, ngettext

from massicot.consignments import queries
from massicot.consignments.queries import ReturnContent, ReturnParcel
from massicot.consignments.rules.arrival import is_overdue
from massicot.consignments.rules.return_arrivals import TICKS_TOLD, ReturnTick
from massicot.consignments.rules.returns import ReturnState
from massicot.exams import queries as exams
from massicot.exams.queries import Contact, Paper
from massicot.web.shared.return_states import return_state_told
from massicot.web.shared.seals import is_return_seal_open

FIRST = (
    ReturnState.ARRIVED,
    ReturnState.TICKING,
    ReturnState.ON_THE_WAY,
    ReturnState.LOST,
    ReturnState.MADE,
    ReturnState.CLOSED,
)
"""In the order in which the office looks after them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedRow:
    """One parcel of the list: from where, how far it is, whether it is late, what lacks in it."""

    parcel: ReturnParcel
    centre: Contact
    state: ReturnState
    title: str
    is_late: bool
    is_seal_open: bool
    """Its seal was not as told, and nobody said how that ends."""
    lacking: int
    left_at: datetime | None
    arrived_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReturnedContent:
    """One thing in a parcel, and what is said of it."""

    content: ReturnContent
    tick: str

    @property
    def is_missing(self) -> bool:
        return self.content.tick == ReturnTick.MISSING


def returned_rows(paper: Paper, now: datetime) -> list[ReturnedRow]:
    """List the parcels of a paper that come back, those to be looked after first."""
    parcels = queries.returns_of(paper.pk)
    lacking: dict[int, int] = {}
    for content in queries.missing_from_returns(paper.pk):
        lacking[content.parcel_id] = lacking.get(content.parcel_id, 0) + 1
    contacts = exams.contacts_of({parcel.centre_uai for parcel in parcels})
    empty = queries.empty_returns(parcels)
    rows = [_row(paper, parcel, contacts.get(parcel.centre_uai), lacking, empty, now) for parcel in parcels]
    return sorted(rows, key=lambda row: (not row.is_seal_open, FIRST.index(row.state)))


def content_rows(parcel: ReturnParcel) -> list[ReturnedContent]:
    """List what is in a parcel, what is missing first, then what is to be looked for."""
    order = (ReturnTick.MISSING, ReturnTick.NOT_YET, ReturnTick.RECEIVED, ReturnTick.LEFT_BEHIND)
    rows = sorted(queries.in_return(parcel), key=lambda row: order.index(ReturnTick(row.tick)))
    return [ReturnedContent(row, gettext(TICKS_TOLD[ReturnTick(row.tick)])) for row in rows]


def told_here(parcel: ReturnParcel) -> str:
    """Say that a parcel is here, and what comes next."""
    if parcel.sent_at is None:
        sentence = gettext(
            "The parcel {code} is here, its departure unknown: look at its seal, then count what is in it."
        )
    else:
        sentence = gettext("The parcel {code} is here: look at its seal, then count what is in it.")
    return sentence.format(code=parcel.code)


def told_counted(result: tuple[Sequence[str], Sequence[str]]) -> str:
    """Say what one count received, and what is missing."""
    received, missing = result
    sentence = ngettext("{n} batch or script is received.", "{n} batches or scripts are received.", len(received))
    told = sentence.format(n=len(received))
    if not missing:
        return told
    lacking = gettext("Missing: {refs}; the marking centre looks for it.").format(refs=", ".join(missing))
    return f"{told} {lacking}"


def _row(
    paper: Paper,
    parcel: ReturnParcel,
    centre: Contact | None,
    lacking: dict[int, int],
    empty: Collection[str],
    now: datetime,
) -> ReturnedRow:
    state = parcel.state
    is_late = state is ReturnState.ON_THE_WAY and parcel.sent_at is not None and is_overdue(parcel.sent_at, now)
    return ReturnedRow(
        parcel=parcel,
        centre=centre or Contact(parcel.centre_uai, parcel.centre_uai),
        state=state,
        title=return_state_told(parcel, state, empty),
        is_seal_open=is_return_seal_open(parcel),
        is_late=is_late,
        lacking=lacking.get(parcel.pk, 0),
        left_at=parcel.sent_at and exams.local(paper, parcel.sent_at),
        arrived_at=parcel.arrived_at and exams.local(paper, parcel.arrived_at),
    )
