"""Dated tables: those of the package are sound, and a hole, an overlap, a missing text or a negative rate is told."""

from datetime import date
from decimal import Decimal

import pytest

from massicot.expenses.rules import rates, tables
from massicot.expenses.rules.rates import shipped
from massicot.expenses.rules.tables import RateMissing, TableUnsound, read_table

SOUND = """
[[row]]
key = "A"
full = 15.25
from = 2017-01-01
until = 2019-12-31
text = "arrêté"
sure = "confirmed"

[[row]]
key = "A"
full = 17.50
from = 2020-01-01
text = "arrêté"
"""


@pytest.mark.parametrize("name", rates.TABLES)
def test_each_table_of_the_package_is_sound_and_each_row_has_its_text(name):
    table = shipped(name)
    tables.check_table(table)
    assert all(row.text for row in table.rows)
    assert {row.until for row in table.rows if row.since == max(own.since for own in table.rows)} == {None}


def test_a_row_is_chosen_by_its_day_and_says_whether_it_is_to_be_confirmed():
    table = read_table("meals", SOUND)
    last, first = table.row_on(date(2020, 1, 1), "A"), table.row_on(date(2019, 12, 31), "A")
    assert (first.cents("full"), first.is_to_confirm) == (1525, False)
    assert (last.cents("full"), last.is_to_confirm) == (1750, True)
    with pytest.raises(RateMissing):
        table.row_on(date(2016, 12, 31), "A")
    with pytest.raises(RateMissing):
        table.row_on(date(2020, 1, 1), "B")


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("2020-01-01", "2020-01-02", "A 02/01/2020: hole"),
        ("2020-01-01", "2019-12-31", "A 31/12/2019: overlap"),
        ("until = 2019-12-31\n", "", "A 01/01/2020: overlap"),
        ("until = 2019-12-31", "until = 2016-12-31", "A 01/01/2017: ends before it begins"),
        ("15.25", "-15.25", "A 01/01/2017: below zero"),
        ('text = "arrêté"\nsure', 'text = " "\nsure', "A 01/01/2017: no text"),
        ('sure = "confirmed"', 'sure = "perhaps"', "'perhaps' is not a valid Sureness"),
        ("from = 2020-01-01", "since = 2020-01-01", "2: 'from'"),
        ("[[row]]", "[[row", "line"),
    ],
)
def test_an_unsound_table_is_refused_with_its_fault(before, after, fault):
    with pytest.raises(TableUnsound) as refused:
        read_table("meals", SOUND.replace(before, after))
    assert fault in refused.value.values["faults"]


def test_a_table_without_a_row_is_none():
    with pytest.raises(TableUnsound):
        read_table("meals", "")


def test_euros_are_held_in_whole_cents():
    assert tables.cents_of(Decimal("2.47")) == 247
    with pytest.raises(ValueError, match=r"2\.475"):
        tables.cents_of(Decimal("2.475"))
