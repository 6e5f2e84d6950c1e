"""What scripts, hours and days of a centre pay, worked (money.md, P1 to P6)."""

from datetime import date

import pytest

from massicot.expenses.rules import pay, rates
from massicot.expenses.rules.pay import LineCounted
from massicot.expenses.rules.rates import shipped

DAY = date(2017, 6, 1)
TABLE = shipped(rates.PAY)


@pytest.mark.parametrize(
    ("key", "count", "cents"), [("BTS", 50, 12350), ("BAC", 50, 25000), ("DNB", 50, 3750), ("NR", 50, 0), ("BTS", 0, 0)]
)
def test_scripts_are_paid_at_the_rate_of_their_exam(key, count, cents):
    assert pay.pay_scripts(TABLE, key, DAY, count).cents == cents


def test_the_rate_of_a_bts_script_is_to_be_confirmed_and_that_of_a_bac_script_is_not():
    assert pay.pay_scripts(TABLE, "BTS", DAY, 1).row.is_to_confirm
    assert not pay.pay_scripts(TABLE, "BAC", DAY, 1).row.is_to_confirm


def test_of_fifty_lines_three_absent_are_not_paid_and_a_blank_is_by_policy():
    lines = {LineCounted.MARK: 46, LineCounted.BLANK: 1, LineCounted.ABSENT: 3}
    assert pay.scripts_paid(lines) == 47
    assert pay.scripts_paid(lines, are_blanks_paid=False) == 46
    assert pay.scripts_paid({LineCounted.MISSING: 2, LineCounted.STRUCK: 1}) == 0


def test_minutes_are_rounded_half_a_cent_up_once_a_line():
    assert pay.pay_minutes(TABLE, "BTS", DAY, [200]).cents == 4573
    assert pay.pay_minutes(TABLE, "BTS", DAY, [200] * 3).cents == 13720
    assert sum(pay.pay_minutes(TABLE, "BTS", DAY, [200]).cents for _ in range(3)) == 13719


def test_three_quarters_are_taken_of_the_rate_first():
    hours = [pay.half_up(cents * pay.THREE_QUARTERS, 100) for cents in (411, 549, 960, 1372)]
    assert hours == [308, 412, 720, 1029]
    paid = pay.pay_minutes(TABLE, "BTS", DAY, [60], pay.THREE_QUARTERS)
    assert (paid.rate, paid.cents) == (1029, 1029)


@pytest.mark.parametrize(
    ("candidates", "euros"), [(0, 0), (10, 0), (11, 50), (50, 50), (51, 80), (100, 80), (101, 150), (600, 150)]
)
def test_the_envelope_of_a_centre_goes_by_its_candidates_of_the_day(candidates, euros):
    assert pay.envelope_of(shipped(rates.ENVELOPES), "BTS", date(2022, 5, 10), candidates) == euros * 100


def test_three_days_of_a_centre_are_added_and_there_was_no_envelope_before_2022():
    table = shipped(rates.ENVELOPES)
    assert sum(pay.envelope_of(table, "BTS", date(2022, 5, 10), count) for count in (60, 120, 10)) == 23000
    assert pay.envelope_of(table, "BTS", date(2017, 5, 10), 120) == 0
    assert pay.envelope_of(table, "BAC", date(2022, 5, 10), 120) == 0
