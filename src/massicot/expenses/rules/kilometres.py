"""What the kilometres of a journey pay: by horsepower, in three bands of the kilometres of a calendar year, in cents.

The year is that of the local day of departure, over all missions of a payee, in the order in which the caseworker
validates them: the place of a journey in its year is frozen with it, and a later change moves nothing after it.
"""

from dataclasses import dataclass
from datetime import date

from massicot.core.refused import N_, Refused
from massicot.expenses.rules.tables import DatedRow, DatedTable

BANDS = (("low", 2_000), ("middle", 10_000), ("high", None))
"""Up to which kilometre of the year each band goes."""

POWERS = ((8, "8"), (6, "6"), (1, "5"))
"""From which horsepower on each row of the table counts: 8 and more, 6 and 7, up to 5."""


class HorsepowerMissing(Refused):
    sentence = N_("Type the horsepower of the car (P.6 of its registration): without it no kilometre is paid.")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Kilometres of a journey that lie in one band, at its rate in cents."""

    band: str
    km: int
    rate: int

    @property
    def cents(self) -> int:
        return self.km * self.rate


@dataclass(frozen=True, slots=True)
class PaidKilometres:
    """A journey: from which kilometre of the year on, its stretches, and the row that says so."""

    since: int
    stretches: tuple[Stretch, ...]
    row: DatedRow

    @property
    def km(self) -> int:
        return sum(stretch.km for stretch in self.stretches)

    @property
    def cents(self) -> int:
        return sum(stretch.cents for stretch in self.stretches)


def pay_kilometres(table: DatedTable, day: date, horsepower: int, since: int, km: int) -> PaidKilometres:
    """Pay whole kilometres from a place in the year: 120 at 6 CV from 1,950 in 2022 are 50 × 0.41 + 70 × 0.51.

    Raise HorsepowerMissing or RateMissing.
    """
    row = table.row_on(day, _power(horsepower))
    stretches, at, left = [], since, km
    for band, most in BANDS:
        here = left if most is None else max(0, min(left, most - at))
        if here:
            stretches.append(Stretch(band, here, row.cents(band)))
        at, left = at + here, left - here
    return PaidKilometres(since, tuple(stretches), row)


def _power(horsepower: int) -> str:
    key = next((key for floor, key in POWERS if horsepower >= floor), None)
    if key is None:
        raise HorsepowerMissing
    return key
