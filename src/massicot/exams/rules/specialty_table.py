"""The table of specialties: each, the academy that steers it, and what may no longer be changed of it.

Columns as in contract.md §3. The steering academy decides the route of the scripts (the notice, annex 2); which route
that is belongs to the session and is asked for before `prepare`, not here.

The steering academy of a specialty decides its route, so that another academy is another route. Once the numbers of a
paper of the session are drawn, or a paper has begun, no specialty changes its academy; routes change by a corrigendum,
as `routes` says. Labels may change and specialties may come.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from massicot.core.refused import N_
from massicot.core.tables import Findings, Table, TableColumn, because, cells, read_table, without_line


class SpecialtyRow(NamedTuple):
    """One line of the table."""

    code: str
    label: str
    steering_academy: str


SpecialtyTable = Table[SpecialtyRow]

COLUMNS = (
    TableColumn(name="code", kind=cells.text(10), is_required=True, is_compared=True),
    TableColumn(name="libelle", kind=cells.text(200), is_required=True),
    TableColumn(name="academie_pilote", kind=cells.text(60), is_required=True),
)
COLUMN_OF = dict(zip(SpecialtyRow._fields, (column.name for column in COLUMNS), strict=True))


def read_specialties(content: bytes, file_name: str) -> SpecialtyTable:
    """Read a table of specialties; raise TableRefused with every fault."""
    draft = read_table(content, file_name, COLUMNS, without_line(SpecialtyRow._make))
    draft.refuse_doubles("code")
    return draft.settle(content)


ACADEMY_AFTER_PREPARE = N_(
    "The numbers of {paper} are drawn: this specialty can no longer change its steering academy, and its route with "
    "it. Put {before} back and import again; routes change by a corrigendum."
)
ACADEMY_AFTER_START = N_(
    "{paper} has begun: this specialty keeps its steering academy, and its route with it. Put {before} back and import "
    "again."
)


class PaperTold(NamedTuple):
    """What of a paper says whether its routes may still change."""

    code: str
    starts_at: datetime
    is_prepared: bool


def check_academies(
    table: SpecialtyTable, academies: Mapping[str, str], papers: Sequence[PaperTold], at: datetime
) -> None:
    """Raise TableRefused with each line that gives a known specialty another academy too late."""
    sentence, paper = _too_late(papers, at)
    findings = Findings(table.file)
    findings.warnings.extend(table.warnings)
    for line, row in zip(table.lines, table.rows, strict=True):
        before = academies.get(row.code, row.steering_academy)
        if sentence and before != row.steering_academy:
            reason = because(sentence, paper=paper, before=before)
            findings.fault(line, "academie_pilote", row.steering_academy, reason)
    if findings.faults:
        findings.refuse()


def _too_late(papers: Sequence[PaperTold], at: datetime) -> tuple[str, str]:
    """Choose the sentence and the paper that forbid another academy; a paper begun before one that is drawn."""
    late = [(ACADEMY_AFTER_START, paper.code) for paper in papers if at >= paper.starts_at]
    drawn = [(ACADEMY_AFTER_PREPARE, paper.code) for paper in papers if paper.is_prepared]
    return next(iter([*late, *drawn]), ("", ""))
