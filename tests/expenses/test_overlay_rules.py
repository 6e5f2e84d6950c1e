"""The office's rate holds on its days, the package's on those around it (money.md, L4)."""

from dataclasses import replace
from datetime import date

from massicot.expenses.rules import rates
from massicot.expenses.rules.overlay import hidden_by, overlay
from massicot.expenses.rules.rates import shipped
from massicot.expenses.rules.tables import Sureness, check_table

MEALS = shipped(rates.MEALS)
LAST = MEALS.rows[-1]


def own(since, until=None, euros=21):
    return replace(LAST, values={**LAST.values, "full": euros}, since=since, until=until, text="arrêté à venir")


def full_on(table, day):
    return table.row_on(day).cents("full")


def test_a_later_rate_of_the_office_ends_that_of_the_package_the_day_before():
    table = overlay(MEALS, [own(date(2027, 1, 1))])
    check_table(table)
    assert (full_on(table, date(2026, 12, 31)), full_on(table, date(2027, 1, 1))) == (2000, 2100)
    assert hidden_by(MEALS, [own(date(2027, 1, 1))]) == []


def test_a_rate_amid_that_of_the_package_leaves_its_days_before_and_after():
    table = overlay(MEALS, [own(date(2021, 1, 1), date(2021, 12, 31))])
    check_table(table)
    days = (date(2020, 12, 31), date(2021, 1, 1), date(2021, 12, 31), date(2022, 1, 1))
    assert [full_on(table, day) for day in days] == [1750, 2100, 2100, 1750]


def test_a_row_that_the_office_takes_over_is_hidden_and_what_was_to_be_confirmed_is_confirmed():
    pay = shipped(rates.PAY)
    [bts] = [row for row in pay.rows if row.key == "BTS"]
    taken = replace(bts, sureness=Sureness.CONFIRMED)
    table = overlay(pay, [taken])
    check_table(table)
    assert not table.row_on(date(2017, 6, 1), "BTS").is_to_confirm
    assert hidden_by(pay, [taken]) == [bts]
    assert table.row_on(date(2017, 6, 1), "BAC") in pay.rows


def test_a_later_rate_of_the_office_ends_its_earlier_one_and_one_for_a_time_gives_way_to_it_again():
    rows = [own(date(2028, 1, 1), euros=23), own(date(2027, 1, 1)), own(date(2027, 6, 1), date(2027, 6, 30), 30)]
    table = overlay(MEALS, rows)
    check_table(table)
    days = (date(2027, 5, 31), date(2027, 6, 1), date(2027, 6, 30), date(2027, 7, 1), date(2028, 1, 1))
    assert [full_on(table, day) for day in days] == [2100, 3000, 3000, 2100, 2300]
