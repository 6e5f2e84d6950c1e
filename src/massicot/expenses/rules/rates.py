"""The tables of the package, each read once: scripts and hours, meals, nights, kilometres, days of a centre.

What the office enters later stands before what the package says of the same day; that is for whoever keeps it to weigh.
"""

from functools import cache
from importlib import resources

from massicot.core.refused import N_
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

TITLES = {
    PAY: N_("scripts and hours"),
    MEALS: N_("meals"),
    NIGHTS: N_("nights"),
    RECEIPTS: N_("receipts of nights"),
    KILOMETRES: N_("kilometres"),
    ENVELOPES: N_("days of exam centres"),
}
"""What each table is about, in words."""

AMOUNTS = {
    "script": N_("A script"),
    "hour": N_("An hour"),
    "full": N_("A meal"),
    "base": N_("A night"),
    "large": N_("A night in a large town"),
    "paris": N_("A night in Paris"),
    "adapted": N_("A night, adapted rate"),
    "low": N_("A kilometre, up to 2,000"),
    "middle": N_("A kilometre, up to 10,000"),
    "high": N_("A kilometre, beyond"),
    "above_10": N_("More than 10 candidates"),
    "above_50": N_("More than 50 candidates"),
    "above_100": N_("More than 100 candidates"),
}
"""What each amount of a row is, in words."""


CHOICES = {"is_required": {True: N_("required with the claim"), False: N_("kept and shown on request")}}
"""What a row may say that is no amount: of each, both words."""


@cache
def shipped(name: str) -> DatedTable:
    """Read a table of the package; raise TableUnsound."""
    file = resources.files("massicot.expenses").joinpath(_FOLDER, f"{name}.toml")
    return read_table(name, file.read_text(encoding="utf-8"))
