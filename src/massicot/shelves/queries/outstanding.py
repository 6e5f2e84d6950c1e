"""What still stands between a marking centre and nothing left of a paper, counted from the facts of every area."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime

from massicot.batches import queries as batches
from massicot.consignments import queries as parcels
from massicot.consignments.rules.parcels import Tick
from massicot.consignments.rules.progress import ParcelState
from massicot.documents.codes import group_number
from massicot.exams.queries import Paper
from massicot.marks import queries as marks
from massicot.setasides import queries as set_asides
from massicot.shelves.queries.returns import piles_of
from massicot.shelves.queries.sheets import lacking_sheets
from massicot.shelves.rules.outstanding import Outstanding, OutstandingLine, line_of
from massicot.shelves.rules.returns import SpecialtyPile, StaysOut

_STAYING = {
    StaysOut.UNMARKED: Outstanding.UNMARKED,
    StaysOut.UNLOCKED: Outstanding.UNLOCKED,
    StaysOut.SECOND: Outstanding.SECOND,
}
"""Batches that are out are named with who has them; those that wait for the office, by their questions."""

_ARRIVED = (ParcelState.ARRIVED, ParcelState.TICKING)

_ORDER = list(Outstanding)


def outstanding_at(paper: Paper, centre_uai: str, unsent: Collection[date], at: datetime) -> list[OutstandingLine]:
    """List what of a paper still stands at a marking centre, in the order of the work; nothing that is done.

    `unsent` are the days whose registers the centre has not sent: who came is no business of this area.
    """
    lines = [
        *_of_scripts(paper, centre_uai),
        *_of_batches(paper, centre_uai, at),
        *_of_piles(piles_of(paper, centre_uai, at)),
        line_of(Outstanding.SHEETS, list(lacking_sheets(paper.pk, centre_uai).values_list("batch_code", flat=True))),
        line_of(Outstanding.REGISTERS, [f"{day:%d/%m/%Y}" for day in sorted(unsent)]),
    ]
    return sorted((line for line in lines if line.count), key=lambda line: _ORDER.index(line.kind))


def has_begun(paper: Paper, centre_uai: str) -> bool:
    """Say whether scripts of a paper ever left for a marking centre: before, it is no news that nothing is left."""
    return parcels.has_sent_to(paper.pk, centre_uai)


def _of_scripts(paper: Paper, uai: str) -> Iterator[OutstandingLine]:
    key = (uai, paper.pk)
    apart = batches.apart_at([uai])
    slips = set_asides.open_slips()
    missing = parcels.not_received_by_paper([uai])
    yield OutstandingLine(Outstanding.MISSING, missing[*key, Tick.MISSING] - slips.sought[key])
    yield OutstandingLine(Outstanding.SHORT, apart.short[key] - slips.short[key])
    yield OutstandingLine(Outstanding.WITHDRAWN, apart.withdrawn[key])
    yield line_of(Outstanding.SLIPS, sorted(set_asides.codes_unsettled(paper.pk, uai)))


def _of_batches(paper: Paper, uai: str, at: datetime) -> Iterator[OutstandingLine]:
    coming = parcels.open_by_paper([uai], at).get((uai, paper.pk), Counter())
    arrived = sum(coming[state] for state in _ARRIVED)
    yield OutstandingLine(Outstanding.COMING, coming.total() - arrived)
    yield OutstandingLine(Outstanding.RECEPTION, arrived)
    held = batches.still_out(paper, uai, at)
    yield line_of(Outstanding.OUT, [f"{stay.code} – {stay.name or stay.marker}" for stay in held])
    asked = marks.waiting_on_paper(paper.pk).filter(batch__centre_uai=uai)
    yield line_of(Outstanding.QUESTIONS, [f"{line.batch.code} – {group_number(line.number)}" for line in asked])


def _of_piles(piles: Sequence[SpecialtyPile]) -> Iterator[OutstandingLine]:
    staying = [batch for pile in piles for batch in pile.staying]
    for why, kind in _STAYING.items():
        yield line_of(kind, [batch.code for batch in staying if batch.stays is why])
    whole = [f"{pile.specialty_code} ({pile.scripts})" for pile in piles if pile.ready]
    yield line_of(Outstanding.PILES, whole, sum(pile.scripts for pile in piles))
    yield line_of(Outstanding.LOOSE, sorted(group_number(script.number) for pile in piles for script in pile.loose))
    behind = [line for pile in piles for line in pile.behind.values() if not line.is_given_up]
    yield line_of(Outstanding.BEHIND, sorted(line.ref for line in behind))
    yield line_of(Outstanding.PARCELS, sorted({code for pile in piles for code in pile.unsent}))
