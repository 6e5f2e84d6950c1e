"""Tables in: CSV and XLSX files read into typed rows, all or nothing, with every fault told."""

from massicot.core.tables.columns import CellKind, CellRefused, EmptyCell, Remarked, TableColumn
from massicot.core.tables.faults import Fault, Findings, Reason, TableRefused, because
from massicot.core.tables.reading import Draft, Table, read_sheets, read_table, without_line
from massicot.core.tables.sheets import sheets_of
