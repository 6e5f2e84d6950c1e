"""No act on a rate leaves days between two rates of which nothing is said; of two keys and two tables each alone."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massicot.expenses import queries, services
from massicot.expenses.models import OfficeRate
from massicot.expenses.rules import entering as rules
from massicot.expenses.rules import rates
from massicot.expenses.rules.overlay import overlay
from massicot.expenses.rules.tables import DatedRow, Sureness, check_table
from tests.expenses.entering import BY_ODILE, BY_OMAR, typed
from tests.keeping import kept
from tests.world import opened

built = kept(opened)

BEFORE = {"since": date(2010, 1, 1), "until": date(2012, 9, 9)}
"""The days up to those of the package, on which it says nothing of BTS."""
LONG_BEFORE = {"since": date(2009, 1, 1), "until": date(2009, 12, 31)}
FULL = {"table": rates.MEALS, "key": "", "amounts": {"full": "12"}}


def held(**changed):
    """Enter a rate as Odile, confirm it as Omar."""
    row = services.enter_rate(rate=typed(**changed), **BY_ODILE)
    return services.confirm_rate(rate_id=row.pk, **BY_OMAR)


def check_tables():
    for name in (rates.PAY, rates.MEALS):
        check_table(queries.table_in_force(name))


@pytest.mark.django_db
@pytest.mark.usefixtures("built")
class TestHoles:
    """What would leave days without a rate is refused, whoever does it."""

    def test_a_rate_that_ends_before_the_next_one_begins_is_refused(self):
        with pytest.raises(rules.RateLeavesHole) as refused:
            held(**LONG_BEFORE)
        assert refused.value.values == {"since": "01/01/2010", "until": "09/09/2012"}
        held(**BEFORE)
        held(**LONG_BEFORE)
        with pytest.raises(rules.RateLeavesHole):
            held(**LONG_BEFORE, key="BAC")
        with pytest.raises(rules.RateLeavesHole):
            held(**FULL, since=date(2006, 1, 1), until=date(2006, 10, 30))
        held(**FULL, since=date(2006, 1, 1), until=date(2006, 10, 31))
        check_tables()

    def test_a_rate_between_two_others_is_not_taken_back_before_the_earlier_one_is(self):
        between, earlier = held(**BEFORE), held(**LONG_BEFORE)
        other = held(key="BAC", since=date(2012, 1, 1), until=date(2012, 5, 2))
        with pytest.raises(rules.RateLeavesHole):
            services.take_back_rate(rate_id=between.pk, reason="Mauvaise note", **BY_OMAR)
        for row in (other, earlier, between):
            services.take_back_rate(rate_id=row.pk, reason="Mauvaise note", **BY_OMAR)
            check_tables()

    def test_a_rate_whose_neighbour_was_taken_back_meanwhile_is_not_confirmed(self):
        between = held(**BEFORE)
        waiting = services.enter_rate(rate=typed(**LONG_BEFORE), **BY_ODILE)
        services.take_back_rate(rate_id=between.pk, reason="Mauvaise note", **BY_OMAR)
        with pytest.raises(rules.RateLeavesHole):
            services.confirm_rate(rate_id=waiting.pk, **BY_OMAR)
        check_tables()

    def test_a_hole_that_stands_already_keeps_no_other_act_from_being_done_and_is_closed_step_by_step(self):
        early = held(**BEFORE)
        OfficeRate.objects.filter(pk=early.pk).update(until=date(2011, 12, 31))
        held(key="BAC")
        later = held(since=date(2012, 6, 1), until=date(2012, 9, 9))
        with pytest.raises(rules.RateLeavesHole):
            services.take_back_rate(rate_id=later.pk, reason="Mauvaise note", **BY_OMAR)
        held(since=date(2012, 1, 1), until=date(2012, 5, 31))
        check_tables()

    def test_two_rates_of_two_rows_and_of_two_tables_lie_over_one_another_without_a_hole_or_an_overlap(self):
        for key in ("BTS", "BAC"):
            held(key=key, since=date(2017, 1, 1), until=date(2018, 12, 31))
            held(key=key, since=date(2018, 1, 1), until=date(2018, 6, 30))
        held(**FULL, since=date(2020, 6, 1), until=date(2021, 6, 1))
        held(**FULL, since=date(2019, 6, 1), until=date(2020, 6, 30))
        check_tables()


FIRST = date(2012, 9, 10)


@st.composite
def office_rows(draw):
    """Draw a rate of one of two keys, from some day that the package covers on."""
    since = FIRST + timedelta(days=draw(st.integers(0, 60)))
    until = draw(st.none() | st.integers(0, 60).map(lambda days: since + timedelta(days=days)))
    key = draw(st.sampled_from(["BTS", "BAC"]))
    return DatedRow(key=key, values={}, since=since, until=until, text="note", sureness=Sureness.CONFIRMED)


@given(st.lists(office_rows(), max_size=6, unique_by=lambda row: (row.key, row.since)))
def test_whatever_the_office_enters_on_days_of_the_package_leaves_a_sound_table(rows):
    check_table(overlay(rates.shipped(rates.PAY), rows))
