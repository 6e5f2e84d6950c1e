"""Lateness: what a table of candidates may no longer change.

Numbers are drawn for a centre and a specialty. After `prepare`, neither may change for a candidate who was numbered,
nor may they leave the paper, by its list or by a kept mark; who comes later takes a spare number (contract.md §3). A
register that was keyed gives nobody up, and a day that was closed takes nobody in. Rooms, seats and names may change
until then. So may the institution of origin: at the closing each script is given what tells its own school's markers,
which would not follow.

Who a candidate is may be misspelt, and one mistake of it is corrected at any time; but once a register says whether
they came, a line in which two of surname, first names and date of birth are others names somebody else.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from massicot.candidates.rules.attendance import Attendance
from massicot.candidates.rules.intake import SITTING_COLUMNS, CivilIdentity, ImportPaper, Sitting, StoredEntry, Wanted
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
IS_SOMEBODY_ELSE = N_(
    "The register of {paper} says already whether this candidate came, and this line names somebody else: put back who "
    "it was and import again. If it is one person, wrongly entered, correct it on the page “Who a candidate is”."
)
DAY_IS_CLOSED = N_(
    "The day of {paper} is closed at {centre}: its candidates can no longer change. Leave this line out, or open the "
    "day again first."
)

SITS_ELSEWHERE = N_(
    "On the day of {paper} this candidate was seated elsewhere than {centre} expected them: the list can no longer "
    "change it. Put back what stood there, or leave this line out."
)
ORIGIN_AFTER_CLOSING = N_(
    "The day of {paper} is closed at {centre}, and with it who may not mark this candidate: the institution of origin "
    "can no longer change. Put back what stood there, leave the column out of the file, or open the day again first."
)

MISTAKES = 1
"""How many of surname, first names and date of birth may be wrong of one and the same person."""


class LateChange(NamedTuple):
    """One change that comes too late: the column that makes it, and why it cannot be."""

    column: str
    reason: Reason


def late_changes(
    wanted: Wanted, person: CivilIdentity | None, entries: Sequence[StoredEntry], papers: Mapping[int, ImportPaper]
) -> Iterator[LateChange]:
    """Go through what one line comes too late for, beside who its candidate is (None: nobody yet) and their entries."""
    keyed = [papers[entry.paper_id].code for entry in entries if entry.attendance != Attendance.NOT_KEYED]
    if person is not None and keyed:
        yield from _somebody_else(wanted.person, person, keyed[0])
    if person is not None and wanted.person.origin_uai != person.origin_uai:
        yield from _origin_changed(entries, papers)
    for paper_id in wanted.kept.keys() - {entry.paper_id for entry in entries}:
        yield from _closed(papers[paper_id], {wanted.sitting.centre_uai})
    for entry in entries:
        is_moved = entry.sitting != wanted.sitting_beside(entry.sitting)
        if is_moved or wanted.kept.get(entry.paper_id) != entry.is_mark_kept:
            paper = papers[entry.paper_id]
            if entry.sits_elsewhere:
                yield from _changed_elsewhere(wanted, entry, paper)
            else:
                yield from _late_change(wanted, entry, paper)


def _somebody_else(wanted: CivilIdentity, stored: CivilIdentity, paper: str) -> Iterator[LateChange]:
    marks = (
        ("nom_famille", wanted.surname, stored.surname),
        ("prenoms", wanted.first_names, stored.first_names),
        ("date_naissance", wanted.born_on, stored.born_on),
    )
    changed = [column for column, after, before in marks if after != before]
    if len(changed) > MISTAKES:
        yield from (LateChange(column, because(IS_SOMEBODY_ELSE, paper=paper)) for column in changed)


def _origin_changed(entries: Sequence[StoredEntry], papers: Mapping[int, ImportPaper]) -> Iterator[LateChange]:
    for entry in entries:
        paper, centre = papers[entry.paper_id], entry.sitting.centre_uai
        if not entry.is_mark_kept and centre in paper.closed_centres:
            yield LateChange("uai_origine", because(ORIGIN_AFTER_CLOSING, paper=paper.code, centre=centre))


def _late_change(wanted: Wanted, entry: StoredEntry, paper: ImportPaper) -> Iterator[LateChange]:
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


def _changed_elsewhere(wanted: Wanted, entry: StoredEntry, paper: ImportPaper) -> Iterator[LateChange]:
    reason = because(SITS_ELSEWHERE, paper=paper.code, centre=entry.sitting.centre_uai)
    cells = zip(SITTING_COLUMNS, entry.sitting, wanted.sitting_beside(entry.sitting), strict=True)
    changed = [column for column, before, after in cells if before != after]
    yield from (LateChange(column, reason) for column in changed or ["conservations"])


def _late_move(wanted: Sitting, stored: Sitting, paper: ImportPaper) -> Iterator[LateChange]:
    moves = (
        ("uai_centre", stored.centre_uai, wanted.centre_uai),
        ("specialite", stored.specialty_code, wanted.specialty_code),
    )
    for column, before, after in moves:
        if before != after:
            yield LateChange(column, because(CHANGED_AFTER_PREPARE, paper=paper.code, before=before))


def _late_departure(column: str, entry: StoredEntry, paper: ImportPaper) -> Iterator[LateChange]:
    if paper.is_prepared:
        yield LateChange(column, because(LEFT_AFTER_PREPARE, paper=paper.code))
    elif entry.attendance != Attendance.NOT_KEYED:
        yield LateChange(column, because(LEFT_AFTER_KEYING, paper=paper.code, centre=entry.sitting.centre_uai))


def _closed(paper: ImportPaper, centres: set[str]) -> Iterator[LateChange]:
    for centre in sorted(paper.closed_centres & centres):
        yield LateChange("uai_centre", because(DAY_IS_CLOSED, paper=paper.code, centre=centre))
