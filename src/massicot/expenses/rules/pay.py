"""What is paid for what was marked, examined or watched over: amounts in cents, gross.

Rates are those of the local day of the mission. Minutes are paid as a part of the hour, half a cent up, once a line; at
three quarters of the rate the rate is rounded first.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from massicot.expenses.rules.tables import DatedRow, DatedTable

THREE_QUARTERS = 75
"""Percent of the hourly rate for an optional oral or physical education (arrêté of 13 April 2012, art. 2)."""

WHOLE = 100


class LineCounted(StrEnum):
    """What a line of a mark sheet is, for pay."""

    MARK = "mark"
    BLANK = "blank"
    ABSENT = "absent"
    MISSING = "missing"
    STRUCK = "struck"


@dataclass(frozen=True, slots=True)
class PaidCount:
    """Scripts at a rate: how many, the rate and the amount in cents, and the row that says so."""

    count: int
    rate: int
    cents: int
    row: DatedRow


@dataclass(frozen=True, slots=True)
class PaidTime:
    """Minutes at an hourly rate, in cents, and the row that says so."""

    minutes: int
    rate: int
    cents: int
    row: DatedRow


def scripts_paid(lines: Mapping[LineCounted, int], *, are_blanks_paid: bool = True) -> int:
    """Count what is paid of lines: 50 lines of which 3 absent and 1 blank are 47, or 46 where blanks are not paid."""
    return lines.get(LineCounted.MARK, 0) + (lines.get(LineCounted.BLANK, 0) if are_blanks_paid else 0)


def pay_scripts(table: DatedTable, key: str, day: date, count: int) -> PaidCount:
    """Pay scripts: 50 at 2.47 are 123.50. Raise RateMissing."""
    row = table.row_on(day, key)
    rate = row.cents("script")
    return PaidCount(count, rate, count * rate, row)


def pay_minutes(table: DatedTable, key: str, day: date, minutes: Iterable[int], percent: int = WHOLE) -> PaidTime:
    """Pay the sittings of one line together: 3 h 20 at 13.72 are 45.73, three of them 137.20. Raise RateMissing."""
    row = table.row_on(day, key)
    rate = half_up(row.cents("hour") * percent, WHOLE)
    whole = sum(minutes)
    return PaidTime(whole, rate, half_up(whole * rate, 60), row)


def envelope_of(table: DatedTable, key: str, day: date, candidates: int) -> int:
    """Say, in cents, what the staff of a centre share for one day: 10, 11, 51, 101 candidates → 0, 50, 80, 150 euros.

    Nothing before the first row of the table: there was no envelope then.
    """
    row = table.find_on(day, key)
    if row is None:
        return 0
    floors = {int(name.removeprefix("above_")): row.cents(name) for name in row.values}
    return max((cents for floor, cents in floors.items() if candidates > floor), default=0)


def half_up(number: int, by: int) -> int:
    """Divide whole numbers, half up."""
    return (2 * number + by) // (2 * by)
