"""Hours written anew: which activity is which, so that calendars move events instead of showing them twice."""

from dataclasses import replace
from datetime import date, time

import pytest

from massicot.missions.rules.missions import ActivityValues, same_activities


def hours(day, title="Correction", starts=9):
    return ActivityValues(title=title, day=date(2017, 6, day), starts=time(starts), ends=time(17), place_uai="0130053M")


TWO = [hours(1), hours(2)]


@pytest.mark.parametrize(
    ("after", "same"),
    [
        (TWO, [0, 1]),
        ([hours(2), hours(3)], [1, 0]),
        ([hours(2)], [1]),
        ([hours(5), hours(6)], [0, 1]),
        ([hours(1), hours(2), hours(3)], [0, 1, None]),
        ([hours(1, "Réunion d’entente"), hours(2)], [0, 1]),
        ([hours(1, starts=8), hours(2)], [0, 1]),
        ([hours(7, "Oral")], [None]),
        ([replace(TWO[0], title=" Correction ")], [0]),
    ],
)
def test_an_activity_is_the_one_of_its_title_and_hours_or_the_next_of_its_title_or_the_one_of_its_hours(after, same):
    assert same_activities(TWO, after) == same


def test_no_activity_of_before_is_two_of_after():
    assert same_activities([hours(1)], [hours(1), hours(2), hours(3)]) == [0, None, None]
