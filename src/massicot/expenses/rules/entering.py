"""A rate that the office enters, or takes over from the package: what may stand in it, and who confirms it.

Amounts are typed in euros, and what is no amount is chosen: whether receipts are required. A rate says from which local
day on it holds, and perhaps to which; a later one ends it. It names its text, and holds once a second person has
confirmed it: until then it stands beside the table as what it is. It leaves no day between two rates of which nothing
is said: what would is refused, be it entered, confirmed or taken back.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from massicot.audit.rules import Fact
from massicot.core.refused import N_, Refused
from massicot.core.spelling import visible_text
from massicot.expenses.rules.tables import DatedRow, DatedTable, Sureness, holes_of

TEXT_LENGTH = 300

_EUROS = re.compile(r"(\d{1,5})(?:[.,](\d{1,2}))?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class RateTyped:
    """A rate as it was typed: of which row of which table, its amounts, from which day to which, its text.

    `choices` is what is chosen of a row that has no amount.
    """

    table: str
    key: str
    amounts: Mapping[str, str]
    since: date
    until: date | None
    text: str
    choices: Mapping[str, bool] = field(default_factory=dict)


class RateRowUnknown(Refused):
    sentence = N_("The table {table} has no row “{key}”: choose one of those that it has.")


class AmountNotRead(Refused):
    sentence = N_("“{typed}” is no amount in euros: type figures, with two after the comma, as 2,47.")


class RateChoiceMissing(Refused):
    sentence = N_("Choose what this rate says, and enter it again.")


class RateTextMissing(Refused):
    sentence = N_("Say which text gives this rate: its number and its day, as “arrêté du 20 septembre 2023”.")


class RateEndsBeforeIt(Refused):
    sentence = N_("This rate ends on {until}, before it begins, on {since}: read both days again.")


class RateSaid(Refused):
    sentence = N_("A rate of this row from {day} on was entered already: take it back first, or confirm it.")


class RateLeavesHole(Refused):
    sentence = N_(
        "With this, nothing would be said of the days from {since} to {until}: have a rate of those days entered and "
        "confirmed first, or choose other days."
    )


class RateNotToConfirm(Refused):
    sentence = N_("This row is to be confirmed no more, or begins on another day: look at the table again.")


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


def choices_of(row: DatedRow) -> list[str]:
    """List the names of what is chosen of a row."""
    return [name for name, value in row.values.items() if isinstance(value, bool)]


def read_euros(typed: str) -> str:
    """Read an amount: 2,47 and 2.47 → 2.47; raise AmountNotRead."""
    match = _EUROS.fullmatch("".join(typed.split()))
    if match is None:
        raise AmountNotRead(typed=typed.strip())
    euros, cents = match.groups(default="")
    return f"{int(euros)}.{cents:0<2}"


def check_rate(table: DatedTable, typed: RateTyped) -> dict[str, str | bool]:
    """Tidy the amounts of a rate, and what is chosen.

    Raise RateRowUnknown, AmountNotRead, RateChoiceMissing, RateTextMissing or RateEndsBeforeIt.
    """
    like = row_like(table, typed.key, typed.since)
    if like is None:
        raise RateRowUnknown(table=table.name, key=typed.key)
    if not visible_text(typed.text):
        raise RateTextMissing
    if typed.until is not None and typed.until < typed.since:
        raise RateEndsBeforeIt(since=f"{typed.since:%d/%m/%Y}", until=f"{typed.until:%d/%m/%Y}")
    if not set(choices_of(like)) <= set(typed.choices):
        raise RateChoiceMissing
    amounts = {name: read_euros(typed.amounts.get(name, "")) for name in amounts_of(like)}
    return amounts | {name: typed.choices[name] for name in choices_of(like)}


def row_like(table: DatedTable, key: str, day: date) -> DatedRow | None:
    """Find the row of a key on a day, or else its last: what is not typed stays as in it, as the hours of a window."""
    last = max((row for row in table.rows if row.key == key), key=lambda row: row.since, default=None)
    return table.find_on(day, key) or last


def typed_of(table: str, row: DatedRow) -> RateTyped:
    """Type a row of the package as it is: whoever takes it over answers for it."""
    return RateTyped(
        table=table,
        key=row.key,
        amounts={name: f"{row.values[name]:.2f}" for name in amounts_of(row)},
        since=row.since,
        until=row.until,
        text=row.text,
        choices={name: row.values[name] for name in choices_of(row)},
    )


def check_holes(before: DatedTable, after: DatedTable) -> None:
    """Refuse that a table loses days of which it spoke, or gains a row apart from the others; raise RateLeavesHole."""
    # A hole of before is none of this act: a new version of the program may have left it, and only an act closes it.
    stood = list(holes_of(before))
    for hole in holes_of(after):
        if not any(hole.is_within(other) for other in stood):
            raise RateLeavesHole(since=f"{hole.since:%d/%m/%Y}", until=f"{hole.until:%d/%m/%Y}")


def entered_row(like: DatedRow, values: Mapping[str, Any], since: date, until: date | None, text: str) -> DatedRow:
    """Write a confirmed rate of the office as a row: its amounts, and what else stands in the row that it is like."""
    own = {name: value if isinstance(value, bool) else Decimal(value) for name, value in values.items()}
    return DatedRow(
        key=like.key, values={**like.values, **own}, since=since, until=until, text=text, sureness=Sureness.CONFIRMED
    )


def check_confirmer(entered_by: str, confirmed_by: str) -> None:
    """Refuse that one person confirms their own rate."""
    if entered_by == confirmed_by:
        raise RateOfOneself(login=confirmed_by)


def in_words(values: Mapping[str, str | bool]) -> str:
    """Write amounts and choices for the journal: hour 13.72, script 2.47; is_required true."""
    written = {name: str(value).lower() if isinstance(value, bool) else value for name, value in values.items()}
    return ", ".join(f"{name} {value}" for name, value in sorted(written.items()))
