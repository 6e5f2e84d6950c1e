"""What hours a mission may have: each refusal, on the days where clocks, years and places make it hard."""

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from massicot.missions.rules import missions
from massicot.missions.rules.missions import ActivityValues, MissionValues

PARIS = ZoneInfo("Europe/Paris")
HERE, THERE = "0130053M", "9900001W"
DAY = date(2017, 5, 31)


def hours(starts, ends, day=DAY, title="Corrections", place=HERE, **more):
    return ActivityValues(title=title, day=day, starts=time(*starts), ends=time(*ends), place_uai=place, **more)


@pytest.mark.parametrize(
    ("activities", "refusal"),
    [
        ([], missions.MissionWithoutHours),
        ([hours((9,), (12,), title=" ")], missions.ActivityWithoutTitle),
        ([hours((12,), (9,))], missions.ActivityEndsFirst),
        ([hours((9,), (9,))], missions.ActivityEndsFirst),
        ([hours((2, 30), (9,), day=date(2017, 3, 26))], missions.HourNotThere),
        ([hours((1,), (2, 30), day=date(2017, 3, 26))], missions.HourNotThere),
        ([hours((9,), (12,)), hours((9,), (11,))], missions.ActivityTwice),
        ([hours((9,), (12,)), hours((11,), (13,), title="Réunion")], missions.ActivitiesClash),
        ([hours((9,), (10,)), hours((11,), (12,), place=THERE)], missions.ActivitiesClash),
        ([hours((9,), (17,)), hours((11,), (12,), title="Commission", place=THERE, is_for_named=True)],
         missions.ActivitiesClash),
        ([hours((9,), (12,), title="02100000001")], missions.MissionNamesNumber),
        ([hours((9,), (12,), day=date(2017, 1, rank)) for rank in range(1, 32)]
         + [hours((9,), (12,), day=date(2017, 2, rank)) for rank in range(1, 11)], missions.TooManyActivities),
    ],
)  # fmt: skip
def test_hours_that_cannot_be_are_refused(activities, refusal):
    with pytest.raises(refusal):
        missions.check_activities(activities, PARIS)


@pytest.mark.parametrize(
    "activities",
    [
        [hours((9,), (12,)), hours((12,), (17,), title="Après")],
        [hours((9,), (17,)), hours((11,), (13,), title="Commission", is_for_named=True)],
        [hours((9,), (13,)), hours((13, 30), (17,), place=THERE)],
        [hours((3,), (9,), day=date(2017, 3, 26))],
        [hours((2, 30), (9,), day=date(2017, 10, 29))],
        [hours((9,), (12,), day=date(2017, 1, rank)) for rank in range(1, 32)]
        + [hours((9,), (12,), day=date(2017, 2, rank)) for rank in range(1, 10)],
    ],
)
def test_hours_that_can_be_kept_stand(activities):
    missions.check_activities(activities, PARIS)


@pytest.mark.parametrize("day", [date(2016, 8, 31), date(2017, 9, 1)])
def test_a_day_outside_the_school_year_is_asked_about(day):
    with pytest.raises(missions.OutsideSchoolYear) as refused:
        missions.check_school_year([hours((9,), (12,), day=day)], 2017)
    assert refused.value.values == {"day": f"{day:%d/%m/%Y}", "first": "01/09/2016", "last": "31/08/2017"}


@pytest.mark.parametrize("day", [date(2016, 9, 1), date(2017, 8, 31)])
def test_the_school_year_goes_from_september_to_august(day):
    missions.check_school_year([hours((9,), (12,), day=day)], 2017)


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"title": " "}, missions.MissionWithoutTitle),
        ({"needed": 0}, missions.PlacesImpossible),
        ({"needed": 5000, "reserve": 1}, missions.PlacesImpossible),
        ({"title": "Pour 02100000001"}, missions.MissionNamesNumber),
        ({"skills": ("02100000001",)}, missions.MissionNamesNumber),
    ],
)
def test_a_mission_that_says_nothing_or_too_much_is_refused(said, refusal):
    with pytest.raises(refusal):
        missions.check_mission(MissionValues(**{"title": "Oral", "place_uai": HERE, "needed": 1} | said))
