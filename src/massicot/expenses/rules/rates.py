"""The tables of the package, each read once: scripts and hours, meals, nights, kilometres, days of a centre.

What the office enters later stands before what the package says of the same day; that is for whoever keeps it to weigh.
"""

from functools import cache
from importlib import resources

from massicot.expenses.rules.tables import DatedTable, read_table

_FOLDER = "rates"

PAY = "pay"
MEALS = "meals"
NIGHTS = "nights"
RECEIPTS = "receipts"
KILOMETRES = "kilometres"
ENVELOPES = "envelopes"
TABLES = (PAY, MEALS, NIGHTS, RECEIPTS, KILOMETRES, ENVELOPES)
"""Each is a file of the package."""


@cache
def shipped(name: str) -> DatedTable:
    """Read a table of the package; raise TableUnsound."""
    file = resources.files("massicot.expenses").joinpath(_FOLDER, f"{name}.toml")
    return read_table(name, file.read_text(encoding="utf-8"))
