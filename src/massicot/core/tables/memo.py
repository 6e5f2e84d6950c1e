"""The values of one column by the cells that gave them, and what is refused of a cell whatever its column reads."""

import re
from collections.abc import Sequence

from massicot.core.parsing.told_rows import CUT, LONGEST
from massicot.core.refused import N_
from massicot.core.tables.columns import CellRefused, Remarked, TableColumn
from massicot.core.tables.faults import Findings, Reason, because

CELLS_KEPT = 50_000
"""How many different cells of a column are remembered: one of a table repeats, or is a column of its own for each."""
REASONS_KEPT = 1000
"""How many reasons of a column are told apart: most of its faults share one."""

VALUE_MISSING = N_("This value is required: fill it in.")
CELL_VAST = N_("This cell has more than {most} characters: shorten it, or look for a quotation mark left open.")
FORMULA = N_("This cell holds a formula and not its result: copy the column, paste its values, and save it again.")
FORMULA_FAILED = N_("The spreadsheet could not show the value of this cell: correct its formula or widen its column.")

_FAILED = re.compile(r"#(?:#+|N/A|[^\W\d_]+(?:/0)?[!?])")
"""What a spreadsheet writes for a formula that failed, and for a number that its column is too narrow to show."""


class Memo(dict[str, object]):
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
        """Keep nothing of what was refused from one chunk to the next, nor too much else: every cell may be another."""
        for cell in self.faults:
            del self[cell]
        self.faults.clear()
        if len(self) > CELLS_KEPT:
            self.clear()
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
