"""The table of towns: each by its code (INSEE), which ones border it, what its nights are, from which day on.

A line holds from its day until a later one of the same town. Two towns border each other or do not: where a file tells
both, each names the other. A line with a parent (a district, a town taken in by another) counts as its parent from that
day on. A source that begins with “calculé” says that the line was computed from a map, and that nobody vouches for it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from massicot.core.refused import N_
from massicot.core.tables import (
    CellKind,
    CellRefused,
    Draft,
    Fault,
    Table,
    TableColumn,
    because,
    cells,
    read_table,
    without_line,
)
from massicot.core.tables.columns import Remarked, fold
from massicot.expenses.rules.nights import NightTown

CODE_LENGTH = 5
NAME_LENGTH = 100
SOURCE_LENGTH = 300
COMPUTED = "calcule"
"""How the source of a computed line begins, without its accent."""


CODE_MALFORMED = N_("“{code}” is no code of a town: write its five signs, as 13055 or 2A004, not the postcode.")
CODES_ZERO_RESTORED = N_("The leading zero of a code, eaten by a spreadsheet, was restored.")
POPULATION_MALFORMED = N_("Write how many inhabitants the town has, in figures alone.")
TOWN_TWICE = N_("This town stands already on line {first} for the same day: keep one of the two lines.")
BORDERS_ITSELF = N_("A town does not border itself: take its own code out of this cell.")
OWN_PARENT = N_("A town is not a part of itself: leave this cell empty, or write the code of the town that it is in.")
NOT_RETURNED = N_(
    "{name} ({code}) names this town as its neighbour, and this line does not name it: add {code} here, or take this "
    "town out of the line of {name}."
)
NOT_RETURNED_BY = N_(
    "This line names {name} ({code}) as a neighbour, and the line of {name} that is there already does not name it: "
    "they count as neighbours. Import that line too, or correct this one."
)

_CODE = re.compile(r"(?:[0-9]{5}|2[AB][0-9]{3})")
_PEOPLE = re.compile(r"[0-9]{1,8}")


class TownRow(NamedTuple):
    """One line of the table."""

    code: str
    name: str
    parent_code: str
    population: int | None
    night_class: NightTown
    borders: tuple[str, ...]
    since: date
    source: str

    @property
    def key(self) -> str:
        """Name a town from a day on: what a line is known by."""
        return f"{self.code} {self.since:%d/%m/%Y}"

    @property
    def is_computed(self) -> bool:
        return fold(self.source).startswith(COMPUTED)


TownTable = Table[TownRow]


def read_code(cell: str) -> str | Remarked:
    """Read the code of a town in any case; a leading zero that a spreadsheet ate is restored and remarked."""
    code = cell.upper()
    if code.isascii() and code.isdigit() and len(code) == CODE_LENGTH - 1:
        return cells.zero_restored(code)
    if not _CODE.fullmatch(code):
        raise CellRefused(because(CODE_MALFORMED, code=cell))
    return code


def _read_codes(cell: str) -> tuple[str, ...] | Remarked:
    words = [read_code(word) for word in cell.split()]
    codes = tuple(dict.fromkeys(str(word.value) if isinstance(word, Remarked) else word for word in words))
    is_restored = any(isinstance(word, Remarked) for word in words)
    return Remarked(codes, because(CODES_ZERO_RESTORED)) if is_restored else codes


def _read_population(cell: str) -> int:
    people = "".join(cell.split())
    if not _PEOPLE.fullmatch(people):
        raise CellRefused(because(POPULATION_MALFORMED))
    return int(people)


_CLASSES: Mapping[str, NightTown] = {kind.value: kind for kind in NightTown}

COLUMNS = (
    TableColumn(name="code_insee", kind=CellKind(read_code), is_required=True),
    TableColumn(name="nom", kind=cells.text(NAME_LENGTH), is_required=True),
    TableColumn(name="commune_parente", kind=CellKind(read_code)),
    TableColumn(name="population", kind=CellKind(_read_population), empty=None),
    TableColumn(name="classe_nuitee", kind=cells.one_of(_CLASSES), is_required=True),
    TableColumn(name="limitrophes", kind=CellKind(_read_codes), empty=()),
    TableColumn(name="valable_du", kind=CellKind(cells.read_date), is_required=True),
    TableColumn(name="source", kind=cells.text(SOURCE_LENGTH), is_required=True),
)
COLUMN_OF = dict(zip(TownRow._fields, (column.name for column in COLUMNS), strict=True))


def read_towns(content: bytes, file_name: str) -> TownTable:
    """Read a table of towns; raise TableRefused with every fault."""
    draft = read_table(content, file_name, COLUMNS, without_line(TownRow._make))
    _refuse_lines(draft)
    return draft.settle(content)


def doubt_neighbours(table: TownTable, stored: Iterable[TownRow]) -> list[Fault]:
    """Warn of each line whose neighbour, told by an earlier table, does not name it."""
    here = {row.code for row in table.rows}
    lines = {row.key: line for row, line in zip(table.rows, table.lines, strict=True)}
    pairs = one_sided([*table.rows, *(row for row in stored if row.code not in here)])
    return [
        Fault(
            table.file,
            lines[naming.key],
            "limitrophes",
            silent.code,
            because(NOT_RETURNED_BY, name=silent.name, code=silent.code),
        )
        for naming, silent in pairs
        if naming.key in lines and silent.key not in lines
    ]


def one_sided(rows: Sequence[TownRow]) -> Iterator[tuple[TownRow, TownRow]]:
    """Give each line that names a neighbour, with the line of that neighbour that does not name it on the same day."""
    of_town: dict[str, list[TownRow]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.since):
        of_town[row.code].append(row)
    pairs = {(row.code, code) for row in rows for code in row.borders if code in of_town}
    for naming, silent in sorted(pairs):
        days = {row.since for row in (*of_town[naming], *of_town[silent])}
        pairs_held = {(row_on(of_town[naming], day), row_on(of_town[silent], day)) for day in days}
        yield from ((row, other) for row, other in pairs_held if row and other and _is_one_sided(row, other))


def row_on(rows: Iterable[TownRow], day: date) -> TownRow | None:
    """Find which line of a town holds on a day; None before the first."""
    return max((row for row in rows if row.since <= day), key=lambda row: row.since, default=None)


def _is_one_sided(naming: TownRow, silent: TownRow) -> bool:
    is_apart = not naming.parent_code and not silent.parent_code
    return is_apart and silent.code in naming.borders and naming.code not in silent.borders


def _refuse_lines(draft: Draft[TownRow]) -> None:
    """Find fault with towns twice, beside or within themselves, or not named back; other faults are told first."""
    findings = draft.findings
    lines: dict[str, int] = {}
    for row, line in zip(draft.rows, draft.lines, strict=False):
        first = lines.setdefault(row.key, line)
        if first != line:
            findings.fault(line, "code_insee", row.code, because(TOWN_TWICE, first=first))
        if row.code in row.borders:
            findings.fault(line, "limitrophes", row.code, because(BORDERS_ITSELF))
        if row.code == row.parent_code:
            findings.fault(line, "commune_parente", row.code, because(OWN_PARENT))
    for naming, silent in one_sided(draft.rows):
        reason = because(NOT_RETURNED, name=naming.name, code=naming.code)
        findings.fault(lines[silent.key], "limitrophes", " ".join(silent.borders), reason)
