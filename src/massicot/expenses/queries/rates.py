"""Reads of rates: the table that holds, of the package and the office, and what the office entered."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Subquery

from massicot.expenses import models
from massicot.expenses.rules.entering import RateNotToConfirm, RateUnknown, entered_row, row_like
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
    return [row for rate in rates_of_office(package.name) if rate.confirmed_at for row in rows_of(package, rate)]


def rows_of(package: DatedTable, rate: OfficeRate) -> list[DatedRow]:
    """Write a rate of the office as a row of its table; none where a later package has no row of its key any more."""
    like = row_like(package, rate.key, rate.since)
    return [entered_row(like, rate.values, rate.since, rate.until, rate.text)] if like else []


def row_to_confirm(name: str, key: str, since: date) -> DatedRow:
    """Find the row of a table that is to be confirmed and begins on a day; raise RateNotToConfirm."""
    rows = (row for row in table_in_force(name).rows if (row.key, row.since) == (key, since))
    row = next(rows, None)
    if row is None or not row.is_to_confirm:
        raise RateNotToConfirm
    return row


def hold_rates(name: str) -> list[OfficeRate]:
    """Fetch what the office entered of a table, held until the end of the transaction: its days must agree."""
    rows = OfficeRate.objects.select_for_update().filter(table=name, taken_back_at__isnull=True)
    return list(rows.order_by("key", "since"))


def waiting_beside(login: str) -> dict[str, Subquery]:
    """Write how many rates wait for a second person, who may be this one, as a value of another statement."""
    waiting = OfficeRate.objects.filter(confirmed_at__isnull=True, taken_back_at__isnull=True)
    # One row for all: none of them has a date on which it was taken back.
    rows = waiting.exclude(entered_by=login).order_by().values("taken_back_at")
    return {"rates": Subquery(rows.annotate(counted=Count("pk")).values("counted")[:1])}


def count_waiting(values: Mapping[str, Any]) -> int:
    """Read what was asked beside another statement."""
    return values.get("rates") or 0


def rates_of_office(name: str) -> list[OfficeRate]:
    """List what the office entered of a table and did not take back, by row and day."""
    return list(OfficeRate.objects.filter(table=name, taken_back_at__isnull=True).order_by("key", "since"))


def rate_by_id(rate_id: int) -> OfficeRate:
    """Fetch one rate of the office that stands or waits; raise RateUnknown."""
    rate = OfficeRate.objects.filter(pk=rate_id, taken_back_at__isnull=True).first()
    if rate is None:
        raise RateUnknown
    return rate
