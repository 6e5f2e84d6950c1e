"""Reads of rates: the table that holds, of the package and the office, and what the office entered."""

from massicot.expenses import models
from massicot.expenses.rules.entering import RateUnknown, entered_row, last_row
from massicot.expenses.rules.overlay import overlay
from massicot.expenses.rules.rates import shipped
from massicot.expenses.rules.tables import DatedRow, DatedTable

OfficeRate = models.OfficeRate
"""The row that pages are handed; the table itself is imported by this area only."""

SUBJECT = "rates"
"""How the journal names the rates: they are of no session."""


def table_in_force(name: str) -> DatedTable:
    """Give the table that holds: the office's confirmed rates before what the package says of the same days."""
    package = shipped(name)
    return overlay(package, own_rows(package))


def own_rows(package: DatedTable) -> list[DatedRow]:
    """List the confirmed rates of the office as rows of a table."""
    confirmed = OfficeRate.objects.filter(table=package.name, confirmed_at__isnull=False, taken_back_at__isnull=True)
    likes = {row.key: last_row(package, row.key) for row in package.rows}
    return [
        entered_row(like, rate.values, rate.since, rate.until, rate.text)
        for rate in confirmed.order_by("key", "since")
        if (like := likes.get(rate.key)) is not None
    ]


def rates_of_office(name: str) -> list[OfficeRate]:
    """List what the office entered of a table and did not take back, by row and day."""
    return list(OfficeRate.objects.filter(table=name, taken_back_at__isnull=True).order_by("key", "since"))


def rate_by_id(rate_id: int) -> OfficeRate:
    """Fetch one rate of the office that stands or waits; raise RateUnknown."""
    rate = OfficeRate.objects.filter(pk=rate_id, taken_back_at__isnull=True).first()
    if rate is None:
        raise RateUnknown
    return rate
