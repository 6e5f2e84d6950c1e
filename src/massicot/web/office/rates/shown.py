"""Rates as the pages of the office show them: each row with its days, its text, and whether it is to be confirmed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext

from massicot.expenses.queries import OfficeRate
from massicot.expenses.rules.entering import amounts_of, choices_of
from massicot.expenses.rules.rates import AMOUNTS, CHOICES
from massicot.expenses.rules.tables import DatedRow


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLine:
    """One row of a table that holds; `hidden`: one of the package that holds on no day any more."""

    key: str
    title: str
    words: Sequence[str]
    since: date
    until: date | None
    text: str
    is_to_confirm: bool
    is_now: bool
    is_hidden: bool = False
    is_waiting: bool = False
    """Somebody of the office entered a rate from the same day on, which waits for a second person."""

    @property
    def may_be_taken_over(self) -> bool:
        return self.is_to_confirm and not self.is_hidden and not self.is_waiting


@dataclass(frozen=True, slots=True, kw_only=True)
class EnteredRate:
    """One rate of the office: waiting for its second person, or confirmed."""

    row: OfficeRate
    words: Sequence[str]
    is_own: bool


def lines_of(
    rows: Sequence[DatedRow], today: date, entered: Sequence[OfficeRate] = (), *, is_hidden: bool = False
) -> list[RateLine]:
    """Put rows into words; `entered`: what the office entered of their table."""
    waiting = {(rate.key, rate.since) for rate in entered if rate.confirmed_at is None}
    return [
        RateLine(
            key=row.key,
            title=row.values.get("title", ""),
            words=_words({name: row.values[name] for name in (*amounts_of(row), *choices_of(row))}),
            since=row.since,
            until=row.until,
            text=row.text,
            is_to_confirm=row.is_to_confirm,
            is_now=not is_hidden and row.is_in_force(today),
            is_hidden=is_hidden,
            is_waiting=(row.key, row.since) in waiting,
        )
        for row in rows
    ]


def rates_entered(rates: Sequence[OfficeRate], login: str) -> list[EnteredRate]:
    """Put into words what the office entered of a table, for one of its persons."""
    return [EnteredRate(row=row, words=_words(row.values), is_own=row.entered_by == login) for row in rates]


def _words(values: Mapping[str, Any]) -> list[str]:
    return [
        gettext(CHOICES[name][value]) if name in CHOICES else _amount(name, value) for name, value in values.items()
    ]


def _amount(name: str, euros: Any) -> str:
    what = gettext(AMOUNTS[name])
    amount = number_format(Decimal(euros), 2)
    # Within a line, where the words of a field begin with a capital.
    return gettext("{what}: {amount} €").format(what=what[:1].lower() + what[1:], amount=amount)
