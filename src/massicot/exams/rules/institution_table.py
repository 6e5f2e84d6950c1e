"""The table of institutions: schools known by their UAI, with their academy and where they stand.

Columns as in contract.md §3. A UAI is seven digits and a check letter of the national register; a wrong letter is told
and the UAI kept, because published files hold some. Spreadsheets eat the leading zero of postcodes and of commune
codes in the departments 01 to 09: it is given back, and said.
"""

from typing import NamedTuple

from massicot.core.refused import N_
from massicot.core.tables import CellKind, Draft, Table, TableColumn, because, cells, read_table, without_line

POSITION_HALF = N_("Latitude and longitude go together: fill in both or none.")


class InstitutionRow(NamedTuple):
    """One line of the table; positions in decimal degrees, None where the cell is empty."""

    uai: str
    name: str
    academy: str
    address: str
    postcode: str
    town: str
    insee_code: str
    email: str
    telephone: str
    latitude: float | None
    longitude: float | None
    has_staff_restaurant: bool | None


InstitutionTable = Table[InstitutionRow]

COLUMNS = (
    TableColumn(name="uai", kind=CellKind(cells.read_uai), is_required=True, is_compared=True),
    TableColumn(name="nom", kind=cells.text(200), is_required=True),
    TableColumn(name="academie", kind=cells.text(60), is_required=True),
    TableColumn(name="adresse", kind=cells.text(200)),
    TableColumn(name="code_postal", kind=cells.short_code(5, maximum=10)),
    TableColumn(name="commune", kind=cells.text(100)),
    TableColumn(name="code_insee", kind=cells.short_code(5, maximum=5)),
    TableColumn(name="courriel", kind=CellKind(cells.read_email)),
    TableColumn(name="telephone", kind=cells.text(30)),
    TableColumn(name="latitude", kind=cells.degrees(90), empty=None, beside="longitude", is_compared=True),
    TableColumn(name="longitude", kind=cells.degrees(180), empty=None, is_compared=True),
    TableColumn(name="restaurant_administratif", kind=CellKind(cells.read_yes_no), empty=None),
)
COLUMN_OF = dict(zip(InstitutionRow._fields, (column.name for column in COLUMNS), strict=True))


def read_institutions(content: bytes, file_name: str) -> InstitutionTable:
    """Read a table of institutions; raise TableRefused with every fault."""
    draft = read_table(content, file_name, COLUMNS, without_line(InstitutionRow._make))
    draft.refuse_doubles("uai")
    _refuse_half_positions(draft)
    return draft.settle(content)


def _refuse_half_positions(draft: Draft[InstitutionRow]) -> None:
    """Find fault with a latitude without longitude, or the reverse; a cell already refused is left alone."""
    refused = {(fault.line, fault.column) for fault in draft.findings.faults}
    degrees = (draft.compared["latitude"], draft.compared["longitude"])
    for line, north, east in zip(draft.lines, *degrees, strict=True):
        if (north is None) == (east is None):
            continue
        missing = "latitude" if north is None else "longitude"
        if (line, missing) not in refused:
            draft.findings.fault(line, missing, "", because(POSITION_HALF))
