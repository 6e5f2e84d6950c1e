"""Which meals a day away gives a right to, and what each pays: a lump sum in cents, whatever was spent.

A meal is due where the whole of its window is on mission, from the departure to the return; until a journey is typed,
from the first to the last hour on site of that day, breaks included. Half is paid where it was taken in a subsidised
restaurant, rounded down a meal at a time; nothing where it was free. One lunch and one dinner at most a person and day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from massicot.expenses.rules.tables import DatedRow, DatedTable


class Meal(StrEnum):
    """Which meal of a day."""

    LUNCH = "lunch"
    DINNER = "dinner"


class MealTaken(StrEnum):
    """Where a meal was taken, by what its person says."""

    ELSEWHERE = "elsewhere"
    RESTAURANT = "restaurant"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class OnMission:
    """A stretch of one local day on mission, by the clock of the session; `until` None: on to the next day."""

    since: time
    until: time | None

    def covers(self, since: time, until: time) -> bool:
        """Say whether the whole of a window is in it."""
        return self.since <= since and (self.until is None or until <= self.until)


def meals_due(table: DatedTable, day: date, away: Iterable[OnMission]) -> list[Meal]:
    """List the meals of a day: on site from 8:30 to 17:30 is a lunch; home at 20:55 no dinner, at 21:00 one.

    Stretches of one day count from the first to the last: whoever ends at 12:00 here and resumes at 14:00 elsewhere has
    one lunch. Raise RateMissing.
    """
    row = table.row_on(day)
    whole = _whole(list(away))
    return [] if whole is None else [meal for meal in Meal if whole.covers(*_window(row, meal))]


def meal_cents(table: DatedTable, day: date, taken: MealTaken) -> int:
    """Say what a meal pays: 15.25 in 2017, 7.62 in a restaurant, nothing where it was free. Raise RateMissing."""
    full = table.row_on(day).cents("full")
    return {MealTaken.ELSEWHERE: full, MealTaken.RESTAURANT: full // 2, MealTaken.FREE: 0}[taken]


def _whole(away: list[OnMission]) -> OnMission | None:
    if not away:
        return None
    ends = [stretch.until for stretch in away if stretch.until is not None]
    is_open = len(ends) < len(away)
    return OnMission(min(stretch.since for stretch in away), None if is_open else max(ends))


def _window(row: DatedRow, meal: Meal) -> tuple[time, time]:
    since, until = row.values[meal.value]
    return time.fromisoformat(since), time.fromisoformat(until)
