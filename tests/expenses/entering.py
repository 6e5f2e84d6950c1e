"""Rates of the office as two of its persons enter and confirm them."""

from datetime import UTC, date, datetime

from massicot.expenses import queries
from massicot.expenses.rules import rates
from massicot.expenses.rules.entering import RateTyped
from massicot.expenses.rules.pay import pay_scripts
from tests.cast import ODILE, OMAR

AT = datetime(2017, 7, 1, 9, tzinfo=UTC)
BY_ODILE = {"by": ODILE, "at": AT}
BY_OMAR = {"by": OMAR, "at": AT}
DAY = date(2017, 6, 1)
BTS = {"table": rates.PAY, "key": "BTS", "since": date(2012, 9, 10)}
"""The row of the package that is to be confirmed."""


def typed(**changed):
    """Type a rate of BTS scripts; what is changed is said."""
    values = {
        "table": rates.PAY,
        "key": "BTS",
        "amounts": {"script": "2,50", "hour": "13,72"},
        "since": date(2017, 1, 1),
        "until": None,
        "text": "note de la DAF",
    }
    return RateTyped(**values | changed)


def script_cents(day=DAY):
    """Say what a BTS script pays on a day."""
    return pay_scripts(queries.table_in_force(rates.PAY), "BTS", day, 1).cents
