"""The table of specialties: each specialty of the diploma, and the academy that steers it.

Columns as in contract.md §3. The steering academy decides the route of the scripts (the notice, annex 2); which route
that is belongs to the session and is asked for before `prepare`, not here.
"""

from typing import NamedTuple

from massicot.core.tables import Table, TableColumn, cells, read_table, without_line


class SpecialtyRow(NamedTuple):
    """One line of the table."""

    code: str
    label: str
    steering_academy: str


SpecialtyTable = Table[SpecialtyRow]

COLUMNS = (
    TableColumn("code", cells.text(10), is_required=True, is_compared=True),
    TableColumn("libelle", cells.text(200), is_required=True),
    TableColumn("academie_pilote", cells.text(60), is_required=True),
)
COLUMN_OF = dict(zip(SpecialtyRow._fields, (column.name for column in COLUMNS), strict=True))


def read_specialties(content: bytes, file_name: str) -> SpecialtyTable:
    """Read a table of specialties; raise TableRefused with every fault."""
    draft = read_table(content, file_name, COLUMNS, without_line(SpecialtyRow._make))
    draft.refuse_doubles("code")
    return draft.settled(content)
