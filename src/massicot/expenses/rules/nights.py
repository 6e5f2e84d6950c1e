"""What a night away pays: one that is away from midnight to five, at the rate of the evening's day, in cents.

By the kind of its town; a person with a disability has the adapted rate, whatever the town. Flat on a receipt, or the
less of what it cost and of the most that is paid: the basis is a column of the table. Where a receipt is required and
none is there, nothing.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from massicot.expenses.rules.tables import DatedTable

AWAY_FROM = time(0)
AWAY_UNTIL = time(5)


class NightTown(StrEnum):
    """Which rate a town has."""

    BASE = "base"
    LARGE = "large"
    PARIS = "paris"


class NightBasis(StrEnum):
    """What is paid back of a night."""

    FLAT = "flat"
    REAL_COST = "real-cost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """One night: the day of its evening, where, whether its receipt is there, what it cost in cents if known."""

    evening: date
    town: NightTown
    has_receipt: bool
    cost: int | None = None
    is_adapted: bool = False


def evenings_away(left: datetime, back: datetime, zone: ZoneInfo) -> list[date]:
    """List the evenings of the nights between a departure and a return: those away from midnight to five, local."""
    first = left.astimezone(zone)
    last = back.astimezone(zone)
    days = (last.date() - first.date()).days
    evenings = (first.date() + timedelta(days=rank) for rank in range(-1, days))
    return [evening for evening in evenings if _is_away(evening, first, last)]


def night_cents(nights: DatedTable, receipts: DatedTable, night: Night) -> int:
    """Say what a night pays: on 28 February 2019 60 euros, on 1 March 70, 90 or 110, adapted 120.

    Raise RateMissing.
    """
    if receipts.row_on(night.evening).values["is_required"] and not night.has_receipt:
        return 0
    row = nights.row_on(night.evening)
    most = row.cents("adapted" if night.is_adapted else night.town.value)
    if row.values["basis"] == NightBasis.FLAT or night.cost is None:
        return most
    return min(most, night.cost)


def _is_away(evening: date, left: datetime, back: datetime) -> bool:
    morning = evening + timedelta(days=1)
    # On the wall: a night on which the clocks change is one from midnight to five.
    is_gone = left.replace(tzinfo=None) <= datetime.combine(morning, AWAY_FROM)
    return is_gone and datetime.combine(morning, AWAY_UNTIL) <= back.replace(tzinfo=None)
