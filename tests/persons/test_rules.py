"""Which situation holds on a day, and whether two names are one."""

from dataclasses import dataclass
from datetime import date

import pytest

from massicot.persons.rules import NameInUse, school_year_start, situation_on

SEPTEMBER, MARCH, JUNE = date(2016, 9, 1), date(2017, 3, 1), date(2017, 6, 1)


@dataclass(frozen=True, slots=True)
class Post:
    since: date


FIRST, SECOND = Post(SEPTEMBER), Post(MARCH)


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        (date(2016, 8, 31), FIRST),
        (SEPTEMBER, FIRST),
        (date(2017, 2, 28), FIRST),
        (MARCH, SECOND),
        (JUNE, SECOND),
    ],
)
def test_the_last_situation_that_began_holds_and_before_the_first_the_first(day, holds):
    assert situation_on([SECOND, FIRST], day) is holds


def test_nobody_who_never_said_has_a_situation():
    assert situation_on([], JUNE) is None


def test_accents_capitals_and_hyphens_make_no_other_name_and_letters_do():
    name = NameInUse("Le Bœuf", "Églé-Anne")
    assert name.is_of("LE-BOEUF", "Egle Anne")
    assert not name.is_of("LE-BOEUF", "Egle")
    assert not name.is_of("Lebeuf", "Églé-Anne")


@pytest.mark.parametrize(
    ("day", "start"), [(date(2017, 8, 31), SEPTEMBER), (date(2016, 9, 1), SEPTEMBER), (date(2017, 1, 1), SEPTEMBER)]
)
def test_a_school_year_begins_in_september(day, start):
    assert school_year_start(day) == start
