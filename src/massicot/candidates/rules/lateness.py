"""Lateness: what a table of candidates may no longer change.

Numbers are drawn for a centre and a specialty. After `prepare`, neither may change for a candidate who was numbered,
nor may they leave the paper, by its list or by a kept mark; who comes later takes a spare number (contract.md §3). A
register that was keyed gives nobody up, and a day that was closed takes nobody in. Rooms, seats and names may change
until then.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from massicot.candidates.rules.attendance import Attendance
from massicot.candidates.rules.intake import PaperFacts, Sitting, StoredEntry, Wanted
from massicot.core.refused import N_
from massicot.core.tables import Reason, because

CHANGED_AFTER_PREPARE = N_(
    "The numbers of {paper} are drawn: this can no longer change from {before}. Put {before} back and import again."
)
LEFT_AFTER_PREPARE = N_(
    "The numbers of {paper} are drawn: this candidate can no longer leave it. Enter the paper again and import again."
)
LEFT_AFTER_KEYING = N_(
    "The register of {paper} is keyed at {centre}: this candidate can no longer leave it. Put the paper and the centre "
    "back and import again."
)
DAY_IS_CLOSED = N_(
    "The day of {paper} is closed at {centre}: its candidates can no longer change. Leave this line out, or open the "
    "day again first."
)


class Late(NamedTuple):
    """One change that comes too late: the column that makes it, and why it cannot be."""

    column: str
    reason: Reason


def late_changes(wanted: Wanted, entries: Sequence[StoredEntry], papers: Mapping[int, PaperFacts]) -> Iterator[Late]:
    """Go through what one line comes too late for, beside the stored entries of its candidate."""
    for paper_id in wanted.kept.keys() - {entry.paper_id for entry in entries}:
        yield from _closed(papers[paper_id], {wanted.sitting.centre_uai})
    for entry in entries:
        if wanted.kept.get(entry.paper_id) != entry.is_mark_kept or entry.sitting != wanted.sitting:
            yield from _late_change(wanted, entry, papers[entry.paper_id])


def _late_change(wanted: Wanted, entry: StoredEntry, paper: PaperFacts) -> Iterator[Late]:
    closed = list(_closed(paper, {wanted.sitting.centre_uai, entry.sitting.centre_uai}))
    yield from closed
    if closed or entry.is_mark_kept:
        return
    if wanted.kept.get(paper.paper_id) is not False:
        yield from _late_departure("conservations" if paper.paper_id in wanted.kept else "epreuves", entry, paper)
    elif paper.is_prepared:
        yield from _late_move(wanted.sitting, entry.sitting, paper)
    elif wanted.sitting.centre_uai != entry.sitting.centre_uai:
        yield from _late_departure("uai_centre", entry, paper)


def _late_move(wanted: Sitting, stored: Sitting, paper: PaperFacts) -> Iterator[Late]:
    moves = (
        ("uai_centre", stored.centre_uai, wanted.centre_uai),
        ("specialite", stored.specialty_code, wanted.specialty_code),
    )
    for column, before, after in moves:
        if before != after:
            yield Late(column, because(CHANGED_AFTER_PREPARE, paper=paper.code, before=before))


def _late_departure(column: str, entry: StoredEntry, paper: PaperFacts) -> Iterator[Late]:
    if paper.is_prepared:
        yield Late(column, because(LEFT_AFTER_PREPARE, paper=paper.code))
    elif entry.attendance != Attendance.NOT_KEYED:
        yield Late(column, because(LEFT_AFTER_KEYING, paper=paper.code, centre=entry.sitting.centre_uai))


def _closed(paper: PaperFacts, centres: set[str]) -> Iterator[Late]:
    for centre in sorted(paper.closed_centres & centres):
        yield Late("uai_centre", because(DAY_IS_CLOSED, paper=paper.code, centre=centre))
