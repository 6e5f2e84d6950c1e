"""From a file to typed rows: all or nothing, and every fault told.

Cells are checked column by column in chunks of lines: a column looks at all its cells at once when it can, and else
looks once at each value that it meets. So 200,000 candidates take about a second, in the memory of their own rows.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Generic, TypeVar

from massicot.core.parsing.text_lines import LINE
from massicot.core.parsing.told_rows import FIELD, QUOTES, VAST, WIDE, WIDEST, Broken, Rows
from massicot.core.refused import N_
from massicot.core.tables import columns as declared
from massicot.core.tables.columns import Header, TableColumn
from massicot.core.tables.faults import Fault, Findings, because
from massicot.core.tables.memo import CELL_VAST, Memo
from massicot.core.tables.sheets import TableSheet, sheets_of

CHUNK = 4096
TOO_MANY_CELLS = N_("Cells on this line: {found}; in the header: {expected}. Look for a separator too many.")
TOO_FEW_CELLS = N_("Cells on this line: {found}; in the header: {expected}. The line may have been cut short.")
QUOTES_BROKEN = N_("The quotation marks of this line do not pair: correct them.")
LINE_WIDE = N_(
    "This line has more than {cells} cells, or more than {signs} characters: delete what stands beside the table, or "
    "look for a quotation mark left open."
)
NO_LINE = N_("The table has a header and no line below it.")
DOUBLED = N_("This value stands already on line {first}: keep one of the two lines.")
SHEETS_UNREAD = N_("The file has other worksheets with something in them: they were not read.")

BROKEN = {
    QUOTES: because(QUOTES_BROKEN),
    VAST: because(CELL_VAST, most=FIELD),
    WIDE: because(LINE_WIDE, cells=WIDEST, signs=LINE),
}
"""Why a line is broken, as it is told."""

Row = TypeVar("Row")
RowMaker = Callable[[tuple[Any, ...]], Row]
"""Makes a row of the values of the columns, in their order, and the line that they stand on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Generic[Row]):
    """What a file without fault holds: its rows, the line of each, the warnings to tell, the file's fingerprint.

    `columns` names the declared columns that stand in the file: in a row, the value of any other says nothing.
    """

    file: str
    rows: list[Row]
    lines: list[int]
    columns: frozenset[str]
    warnings: Sequence[Fault]
    sha256: str

    def values_of(self, row: Row, column_of: Mapping[str, str]) -> dict[str, Any]:
        """Give what the file says of one row, by its fields; `column_of` names the column of each."""
        return {field: getattr(row, field) for field, column in column_of.items() if column in self.columns}


@dataclass(frozen=True, slots=True)
class Draft(Generic[Row]):
    """Rows read so far of the columns in the file, with the faults found; a cell with a fault stands as None.

    Rows are kept until the first fault: nobody writes any from then on. Of every line, whatever became of its row, the
    values of the columns by which lines are compared stay.
    """

    findings: Findings
    columns: frozenset[str] = frozenset()
    rows: list[Row] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    compared: Mapping[str, list[Any]] = field(default_factory=dict)

    def refuse_doubles(self, column: str) -> None:
        """Find fault with each line that repeats the value of an earlier one, and name the earlier line."""
        for line, value, first in self.doubles(column):
            self.findings.fault(line, column, value, because(DOUBLED, first=first))

    def doubles(self, column: str) -> Iterator[tuple[int, str, int]]:
        """Give each repeated value with its line and the first line that holds it."""
        values = self.compared[column]
        if len(set(values)) == len(values):
            return
        firsts: dict[str, int] = {}
        for line, value in zip(self.lines, values, strict=True):
            if value and firsts.setdefault(value, line) != line:
                yield line, value, firsts[value]

    def take(self, lines: Sequence[int], values: Sequence[Sequence[Any]], row: RowMaker[Row]) -> None:
        """Take in some lines, as their columns were read."""
        self.lines.extend(lines)
        if self.findings.faults:
            self.rows.clear()
        else:
            self.rows.extend(map(row, zip(*values, lines, strict=True)))

    def settle(self, content: bytes) -> Table[Row]:
        """Give the table of a file if no fault was found; raise TableRefused with every fault otherwise."""
        if self.findings.faults:
            # Whoever hears of the refusal would hold them while every fault is told.
            self.rows.clear()
            self.lines.clear()
            for values in self.compared.values():
                values.clear()
            self.findings.refuse()
        fingerprint = hashlib.sha256(content).hexdigest()
        warnings = self.findings.sorted_warnings()
        return Table(
            file=self.findings.file,
            rows=self.rows,
            lines=self.lines,
            columns=self.columns,
            warnings=warnings,
            sha256=fingerprint,
        )


def without_line(row: Callable[[Iterable[Any]], Row]) -> Callable[[Sequence[Any]], Row]:
    """Make rows of the values of a line, leaving out its number, which comes last."""
    return lambda values: row(values[:-1])


def read_table(content: bytes, file_name: str, columns: Sequence[TableColumn], row: RowMaker[Row]) -> Draft[Row]:
    """Read a file whose header names these columns, into rows made of their values in this order, then the line."""
    findings = Findings(file_name)
    with sheets_of(content, findings) as sheets:
        return read_sheets(sheets, columns, row, findings)


def read_sheets(
    sheets: Sequence[TableSheet], columns: Sequence[TableColumn], row: RowMaker[Row], findings: Findings
) -> Draft[Row]:
    """Read the sheet that holds the header, out of all the ways to read a file."""
    sheet, header = choose_sheet(sheets, columns, findings)
    declared.examine_header(header, columns, frozenset(), findings)
    return read_rows(rows_below(sheet, header, findings), header, columns, row, findings)


def choose_sheet(
    sheets: Sequence[TableSheet], columns: Sequence[TableColumn], findings: Findings
) -> tuple[TableSheet, Header]:
    """Choose the sheet whose header names most of the columns; raise TableRefused if none names any."""
    headers = [(sheet, declared.find_header(sheet.top, columns)) for sheet in sheets]
    named = [(sheet, header) for sheet, header in headers if header is not None]
    if not named:
        findings.refuse_file(1, declared.no_header(columns))
    chosen, header = max(named, key=lambda pair: len(pair[1].positions))
    unread = [sheet.title for sheet in sheets if sheet is not chosen and sheet.title and sheet.top]
    if unread:
        findings.warn(header.line, "", ", ".join(unread), because(SHEETS_UNREAD))
    return chosen, header


def rows_below(sheet: TableSheet, header: Header, findings: Findings) -> Rows:
    """Give the rows below a header, and find fault with broken ones."""
    broken: Broken = []
    last = header.line
    for line, row in sheet.numbered_rows(broken):
        if findings.has_enough():
            findings.stopped_after = last
            return
        if not row and broken:
            _tell_broken(*broken.pop(0), header, findings)
        elif line > header.line:
            yield line, row
        last = max(last, line)


def _tell_broken(line: int, why: str, header: Header, findings: Findings) -> None:
    # The header itself may be too wide.
    if line >= header.line:
        findings.fault(line, "", "", BROKEN[why])


def read_rows(
    rows: Rows, header: Header, columns: Sequence[TableColumn], row: RowMaker[Row], findings: Findings
) -> Draft[Row]:
    """Read every cell of the rows, chunk by chunk and column by column."""
    compared: dict[str, list[Any]] = {column.name: [] for column in columns if column.is_compared}
    draft: Draft[Row] = Draft(findings, frozenset(header.positions), compared=compared)
    memos = [Memo(column, findings) for column in columns]
    while chunk := list(islice(rows, CHUNK)):
        fitted = list(_fit_rows(chunk, header, findings))
        if fitted:
            lines, cells = zip(*fitted, strict=True)
            values = _values(lines, list(zip(*cells, strict=True)), header, memos)
            for column, read in zip(columns, values, strict=True):
                if column.is_compared:
                    compared[column.name].extend(read)
            draft.take(lines, values, row)
    if not draft.rows and not findings.faults:
        findings.fault(header.line, "", "", because(NO_LINE))
    return draft


def _values(
    lines: Sequence[int], cells: Sequence[Sequence[str]], header: Header, memos: Sequence[Memo]
) -> list[Sequence[object]]:
    """Read the cells of each column."""
    places = [header.positions.get(memo.column.name) for memo in memos]
    return [
        [memo.column.empty] * len(lines) if place is None else memo.read(lines, cells[place])
        for memo, place in zip(memos, places, strict=True)
    ]


def _fit_rows(
    chunk: Iterable[tuple[int, list[str]]], header: Header, findings: Findings
) -> Iterator[tuple[int, list[str]]]:
    """Give the rows that have something in them, as wide as the header; find fault with those that cannot be."""
    width = len(header.names)
    key = header.key
    for line, row in chunk:
        if len(row) == width and row[key].strip():
            yield line, row
        elif any(map(str.strip, row)) and _fits(line, row, header, findings):
            yield line, (row + [""] * width)[:width]


def _fits(line: int, row: Sequence[str], header: Header, findings: Findings) -> bool:
    """Say whether a row has a cell under each name and nothing beyond."""
    expected = len(header.names)
    if any(map(str.strip, row[expected:])):
        findings.fault(line, "", "", because(TOO_MANY_CELLS, found=len(row), expected=expected))
        return False
    if len(row) < header.last_named:
        findings.fault(line, "", "", because(TOO_FEW_CELLS, found=len(row), expected=header.last_named))
        return False
    return True
