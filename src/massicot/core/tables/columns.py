"""Declared columns, and the line of a file where their names stand."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from massicot.core.parsing.told_rows import HEADER_WITHIN, WIDEST
from massicot.core.refused import N_
from massicot.core.tables.faults import Findings, Reason, because, quote

NAMES_LISTED = 20

NO_HEADER = N_("No header was found in the first {lines} lines: put the names of the columns there ({columns}).")
COLUMN_MISSING = N_("This column is required and is not in the file, whose columns are: {found}.")
COLUMN_DOUBLED = N_("This column stands {count} times in the file: keep one of them.")
COLUMN_ALONE = N_("This column goes together with {other}: put both into the file, or leave both out.")
COLUMNS_UNKNOWN = N_("These columns are not known and were left out.")


@dataclass(frozen=True, slots=True)
class CellKind:
    """How the cells of a column are read.

    `read` takes one stripped cell that is not empty; it raises CellRefused, or gives Remarked for a value that stands
    but deserves a warning. `read_many` reads many cells at once when none of them needs a closer look, else gives None.
    """

    read: Callable[[str], object]
    read_many: Callable[[Sequence[str]], Sequence[object] | None] | None = None


class EmptyCell(StrEnum):
    """What an empty cell of a column that stands in the file means; a column that is not there leaves every value."""

    NOTHING = "nothing"
    """There is no value: the one that stood there is erased, once somebody has confirmed it."""
    ALL = "all"
    """Every code that there is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableColumn:
    """A declared column: its name, how it is read, what an empty cell means, and as what value it is kept.

    `beside` names the column without which it says nothing. Lines are compared by it where `is_compared`: two with the
    same value, a value without another.
    """

    name: str
    kind: CellKind
    is_required: bool = False
    empty: object = ""
    meaning: EmptyCell = EmptyCell.NOTHING
    beside: str = ""
    is_compared: bool = False

    @property
    def is_list(self) -> bool:
        return self.empty == ()

    @property
    def can_erase(self) -> bool:
        """Say whether an empty cell may take away a value that stood there."""
        return not self.is_required and self.meaning is EmptyCell.NOTHING


class CellRefused(Exception):  # noqa: N818 - inside of a table, told outside as a fault
    """A cell that its column cannot read."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Remarked:
    """A value that stands, with a warning about the cell that gave it: once for a value, or for each of its lines."""

    value: object
    reason: Reason
    is_of_each_line: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """The line that names the columns, and where each of them stands."""

    line: int
    names: tuple[str, ...]
    positions: dict[str, int]

    @property
    def folded(self) -> tuple[str, ...]:
        return tuple(fold(name) for name in self.names)

    @property
    def key(self) -> int:
        """Give the place of the first declared column: empty there, a line may well be empty altogether."""
        return next(iter(self.positions.values()))

    @property
    def last_named(self) -> int:
        return max(place for place, name in enumerate(self.names, start=1) if name)


def fold(name: str) -> str:
    """Write a column's name so that case, accents and punctuation no longer count."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    return re.sub(r"\W+", "_", plain.casefold()).strip("_")


def find_header(rows: Iterable[tuple[int, list[str]]], columns: Sequence[TableColumn]) -> Header | None:
    """Find among the first lines the one that names most of the columns; None if no line names any."""
    headers = [_header(line, row, columns) for line, row in rows]
    best = max(headers, key=lambda header: len(header.positions), default=None)
    return best if best is not None and best.positions else None


def _header(line: int, row: Sequence[str], columns: Sequence[TableColumn]) -> Header:
    names = tuple(quote(name.strip()) for name in row[:WIDEST])
    places = {fold(name): place for place, name in reversed(list(enumerate(names)))}
    positions = {column.name: places[fold(column.name)] for column in columns if fold(column.name) in places}
    return Header(line, names, positions)


def examine_header(
    header: Header, columns: Sequence[TableColumn], left_out: frozenset[str], findings: Findings
) -> None:
    """Find fault with missing and doubled columns; warn of those neither declared nor deliberately left out."""
    folded = header.folded
    for column in columns:
        if column.is_required and column.name not in header.positions:
            findings.fault(header.line, column.name, "", because(COLUMN_MISSING, found=_list_of(header.names)))
        if (count := folded.count(fold(column.name))) > 1:
            findings.fault(header.line, column.name, "", because(COLUMN_DOUBLED, count=count))
        if column.beside and (column.name in header.positions) != (column.beside in header.positions):
            missing, other = sorted((column.name, column.beside), key=header.positions.__contains__)
            findings.fault(header.line, missing, "", because(COLUMN_ALONE, other=other))
    declared = {fold(column.name) for column in columns} | left_out
    unknown = [name for name, place in zip(header.names, folded, strict=True) if place and place not in declared]
    if unknown:
        findings.warn(header.line, _list_of(unknown), "", because(COLUMNS_UNKNOWN))


def no_header(columns: Sequence[TableColumn]) -> Reason:
    """Say which columns were looked for in vain."""
    return because(NO_HEADER, lines=HEADER_WITHIN, columns=_list_of([c.name for c in columns if c.is_required]))


def _list_of(names: Sequence[str]) -> str:
    listed = [name for name in names if name]
    return ", ".join(listed[:NAMES_LISTED]) + ("…" if len(listed) > NAMES_LISTED else "")
