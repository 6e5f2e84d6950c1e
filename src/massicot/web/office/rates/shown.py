"""Rates as the pages of the office show them: each row with its days, its text, and whether it is to be confirmed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext

from massicot.expenses import queries
from massicot.expenses.queries import OfficeRate
from massicot.expenses.rules.entering import amounts_of
from massicot.expenses.rules.rates import AMOUNTS
from massicot.expenses.rules.tables import DatedRow


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLine:
    """One row of a table that holds; `hidden`: one of the package that holds on no day any more."""

    key: str
    title: str
    amounts: Sequence[tuple[str, str]]
    since: date
    until: date | None
    text: str
    is_to_confirm: bool
    is_now: bool
    is_hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRate:
    """One rate of the office: waiting for its second person, or confirmed."""

    row: OfficeRate
    amounts: Sequence[tuple[str, str]]
    is_own: bool


def lines_of(rows: Sequence[DatedRow], today: date, *, is_hidden: bool = False) -> list[RateLine]:
    """Put rows into words."""
    return [
        RateLine(
            key=row.key,
            title=row.values.get("title", ""),
            amounts=_amounts({name: row.values[name] for name in amounts_of(row)}),
            since=row.since,
            until=row.until,
            text=row.text,
            is_to_confirm=row.is_to_confirm,
            is_now=not is_hidden and row.is_in_force(today),
            is_hidden=is_hidden,
        )
        for row in rows
    ]


def rates_waiting(name: str, login: str) -> list[WaitingRate]:
    """List what the office entered of a table, by row and day."""
    rows = queries.rates_of_office(name)
    return [WaitingRate(row=row, amounts=_amounts(row.values), is_own=row.entered_by == login) for row in rows]


def _amounts(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(gettext(AMOUNTS[name]), number_format(Decimal(value), 2)) for name, value in values.items()]
