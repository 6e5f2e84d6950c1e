"""Piles and return parcels as the marking centre's pages show them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, ngettext

from massicot.consignments import queries
from massicot.consignments.queries import ReturnContent, ReturnParcel
from massicot.consignments.rules.return_arrivals import TICKS_TOLD, ReturnTick
from massicot.consignments.rules.returns import ContentKind, ReturnState
from massicot.exams import queries as exams
from massicot.shelves.rules.returns import STAYS_OUT, SpecialtyPile
from massicot.web.markingcentre.access import MarkedPaper, address_of
from massicot.web.shared.return_states import return_state_told


@dataclass(frozen=True, slots=True, kw_only=True)
class PileRow:
    """One specialty: what may leave, what stays and why, what lies in no batch, what is in parcels."""

    code: str
    title: str
    envelopes: int
    scripts: int
    lacking: int
    staying: Sequence[tuple[str, str, str]]
    """Of each batch that stays: its code, its page, why."""
    loose: Sequence[tuple[str, bool]]
    """Of each script in no batch: its number, and whether it lies put aside for the office."""
    behind: Sequence[str]
    returned: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """One return parcel of the list: how far it is, and its page."""

    parcel: ReturnParcel
    state: str
    address: str
    left_at: datetime | None


@dataclass(frozen=True, slots=True)
class ContentRow:
    """One thing in a return parcel: the page of a batch, and what the office said of it."""

    content: ReturnContent
    tick: str
    address: str


def pile_rows(marked: MarkedPaper, piles: Sequence[SpecialtyPile], chosen: Collection[str]) -> list[PileRow]:
    """Write each specialty as the page shows it."""
    labels = exams.specialty_labels(marked.paper.session_id)
    return [
        PileRow(
            code=pile.specialty_code,
            title=f"{pile.specialty_code} {labels.get(pile.specialty_code, '')}".strip(),
            envelopes=len(pile.ready),
            scripts=pile.scripts,
            lacking=sum(batch.lacking for batch in pile.ready),
            staying=[
                (batch.code, address_of(marked, "batch", batch.code), gettext(STAYS_OUT[batch.stays]))
                for batch in pile.staying
                if batch.stays
            ],
            loose=[(script.number, script.is_aside) for script in pile.loose],
            behind=sorted(pile.behind),
            returned=pile.returned,
            is_chosen=pile.specialty_code in chosen,
        )
        for pile in piles
    ]


def return_rows(marked: MarkedPaper) -> list[ReturnRow]:
    """List the return parcels that a centre made of a paper, those that have not left first."""
    rows = sorted(queries.returns_of(marked.paper.pk, marked.uai), key=lambda parcel: parcel.has_left)
    empty = queries.empty_returns(rows)
    return [
        ReturnRow(
            parcel,
            return_state_told(parcel, parcel.state, empty),
            address_of(marked, "return_parcel", parcel.code),
            parcel.sent_at and exams.local(marked.paper, parcel.sent_at),
        )
        for parcel in rows
    ]


def content_rows(marked: MarkedPaper, parcel: ReturnParcel) -> list[ContentRow]:
    """List what is in a return parcel; what the office said of it once it has arrived."""
    is_here = parcel.arrived_at is not None
    return [
        ContentRow(
            row,
            gettext(TICKS_TOLD[ReturnTick(row.tick)]) if is_here else "",
            address_of(marked, "batch", row.ref) if row.kind == ContentKind.BATCH else "",
        )
        for row in queries.in_return(parcel)
    ]


def told_made(parcel: ReturnParcel) -> str:
    """Say that a return parcel is made, and what to do with it."""
    sentence = ngettext(
        "The parcel {code} holds {n} script: print its return note and lay it in, then record its departure.",
        "The parcel {code} holds {n} scripts: print its return note and lay it in, then record its departure.",
        parcel.announced,
    )
    return sentence.format(code=parcel.code, n=parcel.announced)


def told_left(parcel: ReturnParcel) -> str:
    """Say that a departure is recorded; the exam office waits for what is not there yet."""
    if parcel.arrived_at is not None:
        sentence = gettext("The departure of the parcel {code} is recorded; it is at the exam office already.")
    else:
        sentence = gettext("The departure of the parcel {code} is recorded: the exam office waits for it.")
    return sentence.format(code=parcel.code)


def is_at_office(state: ReturnState) -> bool:
    """Say whether a return parcel has arrived."""
    return state in (ReturnState.ARRIVED, ReturnState.TICKING, ReturnState.CLOSED)
