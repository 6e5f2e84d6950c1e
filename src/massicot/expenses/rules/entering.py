"""A rate that the office enters, or takes over from the package: what may stand in it, and who confirms it.

Amounts are typed in euros. A rate says from which local day on it holds, and perhaps to which; a later one ends it. It
names its text, and holds once a second person has confirmed it: until then it stands beside the table as what it is.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from massicot.audit.rules import Fact
from massicot.core.refused import N_, Refused
from massicot.core.spelling import visible_text
from massicot.expenses.rules.tables import DatedRow, DatedTable, Sureness

TEXT_LENGTH = 300

_EUROS = re.compile(r"(\d{1,5})(?:[.,](\d{1,2}))?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class RateTyped:
    """A rate as it was typed: of which row of which table, its amounts, from which day to which, its text."""

    table: str
    key: str
    amounts: Mapping[str, str]
    since: date
    until: date | None
    text: str


class RateRowUnknown(Refused):
    sentence = N_("The table {table} has no row “{key}”: choose one of those that it has.")


class AmountNotRead(Refused):
    sentence = N_("“{typed}” is no amount in euros: type figures, with two after the comma, as 2,47.")


class RateTextMissing(Refused):
    sentence = N_("Say which text gives this rate: its number and its day, as “arrêté du 20 septembre 2023”.")


class RateEndsBeforeIt(Refused):
    sentence = N_("This rate ends on {until}, before it begins, on {since}: read both days again.")


class RateSaid(Refused):
    sentence = N_("A rate of this row from {day} on was entered already: take it back first, or confirm it.")


class RateUnknown(Refused):
    sentence = N_("This rate was taken back, or is none of the office: look at the table again.")


class RateMoved(Refused):
    sentence = N_("This rate is not what this page showed: somebody confirmed it, or took it back. Look at it again.")


class RateOfOneself(Refused):
    sentence = N_("{login} entered this rate: another person of the office confirms it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class RateEntered(Fact):
    """Somebody of the office entered a rate, which holds once another confirms it."""

    journal_word = N_("rate entered, to be confirmed")
    table: str
    key: str
    amounts: str
    since: date
    until: date | None
    text: str


@dataclass(frozen=True, slots=True)
class RateConfirmed(Fact):
    journal_word = N_("rate confirmed")
    table: str
    key: str
    since: date
    entered_by: str


@dataclass(frozen=True, slots=True)
class RateTakenBack(Fact):
    journal_word = N_("rate taken back")
    table: str
    key: str
    since: date
    reason: str


def amounts_of(row: DatedRow) -> list[str]:
    """List the names of what is typed of a row: its amounts, in their order."""
    return [
        name for name, value in row.values.items() if isinstance(value, int | Decimal) and not isinstance(value, bool)
    ]


def read_euros(typed: str) -> str:
    """Read an amount: 2,47 and 2.47 → 2.47; raise AmountNotRead."""
    match = _EUROS.fullmatch("".join(typed.split()))
    if match is None:
        raise AmountNotRead(typed=typed.strip())
    euros, cents = match.groups(default="")
    return f"{int(euros)}.{cents:0<2}"


def check_rate(table: DatedTable, typed: RateTyped) -> dict[str, str]:
    """Tidy the amounts of a rate; raise RateRowUnknown, AmountNotRead, RateTextMissing or RateEndsBeforeIt."""
    like = last_row(table, typed.key)
    if like is None:
        raise RateRowUnknown(table=table.name, key=typed.key)
    if not visible_text(typed.text):
        raise RateTextMissing
    if typed.until is not None and typed.until < typed.since:
        raise RateEndsBeforeIt(since=f"{typed.since:%d/%m/%Y}", until=f"{typed.until:%d/%m/%Y}")
    return {name: read_euros(typed.amounts.get(name, "")) for name in amounts_of(like)}


def last_row(table: DatedTable, key: str) -> DatedRow | None:
    """Find the last row of a key: what does not change of it stays in the next one, as the hours of a window."""
    return max((row for row in table.rows if row.key == key), key=lambda row: row.since, default=None)


def entered_row(like: DatedRow, amounts: Mapping[str, str], since: date, until: date | None, text: str) -> DatedRow:
    """Write a confirmed rate of the office as a row: its amounts, and what else stands in the row that it is like."""
    values = {**like.values, **{name: Decimal(euros) for name, euros in amounts.items()}}
    return DatedRow(key=like.key, values=values, since=since, until=until, text=text, sureness=Sureness.CONFIRMED)


def check_confirmer(entered_by: str, confirmed_by: str) -> None:
    """Refuse that one person confirms their own rate."""
    if entered_by == confirmed_by:
        raise RateOfOneself(login=confirmed_by)


def in_words(amounts: Mapping[str, str]) -> str:
    """Write amounts for the journal: hour 13.72, script 2.47."""
    return ", ".join(f"{name} {euros}" for name, euros in sorted(amounts.items()))
