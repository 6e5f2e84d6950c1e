"""From a file to typed rows: all or nothing, and every fault told.

Cells are checked column by column in chunks of lines: a column looks at all its cells at once when it can, and else
looks once at each value that it meets. So 200,000 candidates take about a second, in the memory of their own rows.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Generic, TypeVar

from massicot.core.parsing.told_rows import CUT, FIELD, LONGEST, VAST, Broken, Rows
from massicot.core.refused import N_
from massicot.core.tables import columns as declared
from massicot.core.tables.columns import CellRefused, Header, Remarked, TableColumn
from massicot.core.tables.faults import Fault, Findings, Reason, because
from massicot.core.tables.sheets import TableSheet, sheets_of

CHUNK = 4096
REASONS_KEPT = 1000
"""How many reasons of a column are told apart: most of its faults share one."""

VALUE_MISSING = N_("This value is required: fill it in.")
TOO_MANY_CELLS = N_("Cells on this line: {found}; in the header: {expected}. Look for a separator too many.")
TOO_FEW_CELLS = N_("Cells on this line: {found}; in the header: {expected}. The line may have been cut short.")
QUOTES_BROKEN = N_("The quotation marks of this line do not pair: correct them.")
CELL_VAST = N_("This cell has more than {most} characters: shorten it, or look for a quotation mark left open.")
FORMULA = N_("This cell holds a formula and not its result: copy the column, paste its values, and save it again.")
FORMULA_FAILED = N_("The spreadsheet could not show the value of this cell: correct its formula or widen its column.")
NO_LINE = N_("The table has a header and no line below it.")
DOUBLED = N_("This value stands already on line {first}: keep one of the two lines.")
SHEETS_UNREAD = N_("The file has other worksheets with something in them: they were not read.")

_FAILED = re.compile(r"#(?:#+|N/A|[^\W\d_]+(?:/0)?[!?])")
"""What a spreadsheet writes for a formula that failed, and for a number that its column is too narrow to show."""

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
    for line, row in sheet.numbered_rows(broken):
        if line > header.line:
            yield line, row
    for line, why in broken:
        if line > header.line:
            findings.fault(line, "", "", because(CELL_VAST, most=FIELD) if why == VAST else because(QUOTES_BROKEN))


def read_rows(
    rows: Rows, header: Header, columns: Sequence[TableColumn], row: RowMaker[Row], findings: Findings
) -> Draft[Row]:
    """Read every cell of the rows, chunk by chunk and column by column."""
    compared: dict[str, list[Any]] = {column.name: [] for column in columns if column.is_compared}
    draft: Draft[Row] = Draft(findings, frozenset(header.positions), compared=compared)
    memos = [_Memo(column, findings) for column in columns]
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
    lines: Sequence[int], cells: Sequence[Sequence[str]], header: Header, memos: Sequence["_Memo"]
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


class _Memo(dict[str, object]):
    """The values of one column by the cells that gave them: each different cell is read once."""

    def __init__(self, column: TableColumn, findings: Findings) -> None:
        super().__init__()
        self.column = column
        self.findings = findings
        self.faults: dict[str, Reason] = {}
        self.reasons: dict[str, Reason] = {}
        self.remarks: dict[str, Remarked] = {}

    def read(self, lines: Sequence[int], cells: Sequence[str]) -> Sequence[object]:
        """Read the cells of a chunk, and tell what is wrong with them."""
        if self.column.kind.read_many is not None:
            stripped = list(map(str.strip, cells))
            values = self.column.kind.read_many(stripped)
            if values is not None and not (self.column.is_required and "" in stripped):
                return values
        read = list(map(self.__getitem__, cells))
        if self.faults or self.remarks:
            self._tell(lines, cells)
        self._forget()
        return read

    def _forget(self) -> None:
        """Keep nothing of what was refused from one chunk to the next: every cell of a file may be."""
        for cell in self.faults:
            del self[cell]
        self.faults.clear()
        if len(self.reasons) > REASONS_KEPT:
            self.reasons.clear()

    def __missing__(self, cell: str) -> object:
        value: object = None
        try:
            value = self._value(cell.strip())
        except CellRefused as refusal:
            reason = refusal.reason
            self.faults[cell] = self.reasons.setdefault(str(reason), reason)
        if isinstance(value, Remarked):
            self.remarks[cell] = value
            value = value.value
        self[cell] = value
        return value

    def _value(self, cell: str) -> object:
        if cell:
            _refuse_unread(cell)
            return self.column.kind.read(cell)
        if self.column.is_required:
            raise CellRefused(because(VALUE_MISSING))
        return self.column.empty

    def _tell(self, lines: Sequence[int], cells: Sequence[str]) -> None:
        """Add a fault for each line that holds a refused cell, a warning for each or the first of a remarked one."""
        same = {cell: cell for cell in self.faults}
        for line, cell in zip(lines, cells, strict=True):
            if cell in self.faults:
                self.findings.fault(line, self.column.name, same[cell], self.faults[cell])
            elif cell in self.remarks:
                remark = self.remarks[cell]
                self.findings.warn(line, self.column.name, cell, remark.reason)
                if not remark.is_of_each_line:
                    del self.remarks[cell]


def _refuse_unread(cell: str) -> None:
    """Refuse a cell whose value did not come with the file, whatever its column reads."""
    if len(cell) == LONGEST and cell.endswith(CUT):
        raise CellRefused(because(CELL_VAST, most=LONGEST))
    if cell.startswith("="):
        raise CellRefused(because(FORMULA))
    if _FAILED.fullmatch(cell):
        raise CellRefused(because(FORMULA_FAILED))
