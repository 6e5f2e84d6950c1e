"""Meals, nights, kilometres and the right to travel, worked (money.md, M1 to M6, T1 to T11, N1 to N3)."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from massicot.expenses.rules import kilometres, meals, nights, rates, towns
from massicot.expenses.rules.kilometres import HorsepowerMissing, pay_kilometres
from massicot.expenses.rules.meals import Meal, MealTaken, OnMission
from massicot.expenses.rules.nights import Night, NightTown
from massicot.expenses.rules.rates import shipped
from massicot.expenses.rules.tables import read_table
from massicot.expenses.rules.towns import TravelRight, travel_right

DAY = date(2017, 6, 1)
PARIS = ZoneInfo("Europe/Paris")
MEALS, NIGHTS, RECEIPTS, KM = (shipped(name) for name in (rates.MEALS, rates.NIGHTS, rates.RECEIPTS, rates.KILOMETRES))
MARSEILLE, ALLAUCH, TOULON, BEAUCAIRE, TARASCON = "13055", "13002", "83137", "30032", "13108"
BORDERS = {MARSEILLE: {ALLAUCH}, BEAUCAIRE: {TARASCON}}


@pytest.mark.parametrize(
    ("away", "due"),
    [
        ([("08:30", "12:00"), ("13:30", "17:30")], [Meal.LUNCH]),
        ([("08:30", "12:00"), ("14:00", "17:30")], [Meal.LUNCH]),
        ([("08:30", "20:55")], [Meal.LUNCH]),
        ([("08:30", "21:00")], [Meal.LUNCH, Meal.DINNER]),
        ([("11:00", "14:00")], [Meal.LUNCH]),
        ([("11:01", "17:30")], []),
        ([("08:30", "13:59")], []),
        ([("15:00", None)], [Meal.DINNER]),
        ([], []),
    ],
)
def test_a_meal_is_due_where_its_whole_window_is_on_mission(away, due):
    stretches = [OnMission(time.fromisoformat(since), until and time.fromisoformat(until)) for since, until in away]
    assert meals.meals_due(MEALS, DAY, stretches) == due


@pytest.mark.parametrize(
    ("day", "full", "half"),
    [
        (date(2017, 6, 1), 1525, 762),
        (date(2019, 12, 31), 1525, 762),
        (date(2020, 1, 1), 1750, 875),
        (date(2023, 9, 21), 1750, 875),
        (date(2023, 9, 22), 2000, 1000),
    ],
)
def test_a_meal_pays_a_lump_sum_half_of_it_rounded_down_in_a_restaurant_and_nothing_where_it_was_free(day, full, half):
    assert meals.meal_cents(MEALS, day, MealTaken.ELSEWHERE) == full
    assert meals.meal_cents(MEALS, day, MealTaken.RESTAURANT) == half
    assert meals.meal_cents(MEALS, day, MealTaken.FREE) == 0


def test_three_meals_of_a_restaurant_are_rounded_one_at_a_time():
    assert 3 * meals.meal_cents(MEALS, DAY, MealTaken.RESTAURANT) == 2286


def at(day, hour, minute=0):
    return datetime(2017, 6, day, hour, minute, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("left", "back", "evenings"),
    [
        (at(1, 18), at(2, 19), [date(2017, 6, 1)]),
        (at(1, 18), at(2, 4, 59), []),
        (at(2, 0), at(2, 5), [date(2017, 6, 1)]),
        (at(2, 0, 1), at(2, 19), []),
        (at(1, 7), at(3, 19), [date(2017, 6, 1), date(2017, 6, 2)]),
    ],
)
def test_a_night_is_one_that_is_away_from_midnight_to_five(left, back, evenings):
    assert nights.evenings_away(left, back, PARIS) == evenings


def test_a_night_on_which_the_clocks_change_is_one():
    for day in (date(2017, 3, 25), date(2017, 10, 28)):
        left = datetime(day.year, day.month, day.day, 18, tzinfo=PARIS)
        back = datetime(day.year, day.month, day.day + 1, 5, tzinfo=PARIS)
        assert nights.evenings_away(left, back, PARIS) == [day]


@pytest.mark.parametrize(
    ("evening", "town", "is_adapted", "euros"),
    [
        (date(2019, 2, 28), NightTown.BASE, False, 60),
        (date(2019, 2, 28), NightTown.PARIS, False, 60),
        (date(2019, 3, 1), NightTown.BASE, False, 70),
        (date(2019, 3, 1), NightTown.LARGE, False, 90),
        (date(2019, 3, 1), NightTown.PARIS, False, 110),
        (date(2019, 3, 1), NightTown.BASE, True, 120),
        (date(2023, 9, 22), NightTown.PARIS, False, 140),
    ],
)
def test_a_night_pays_by_the_day_of_its_evening_and_its_town(evening, town, is_adapted, euros):
    night = Night(evening=evening, town=town, has_receipt=True, is_adapted=is_adapted)
    assert nights.night_cents(NIGHTS, RECEIPTS, night) == euros * 100


def test_without_a_receipt_nothing_is_paid_while_one_is_required():
    def paid(evening):
        return nights.night_cents(NIGHTS, RECEIPTS, Night(evening=evening, town=NightTown.BASE, has_receipt=False))

    assert (paid(date(2024, 7, 7)), paid(date(2024, 7, 8))) == (0, 9000)


def test_where_the_table_says_the_real_cost_no_more_is_paid_than_that():
    row = 'base = 70\nlarge = 90\nparis = 110\nadapted = 120\nbasis = "real-cost"\nfrom = 2019-03-01\ntext = "x"'
    table = read_table("nights", f"[[row]]\n{row}")
    night = Night(evening=date(2019, 3, 1), town=NightTown.BASE, has_receipt=True, cost=5_590)
    assert nights.night_cents(table, RECEIPTS, night) == 5_590
    assert nights.night_cents(NIGHTS, RECEIPTS, night) == 7_000


@pytest.mark.parametrize(
    ("day", "horsepower", "since", "km", "cents"),
    [
        (date(2022, 1, 15), 6, 1_950, 120, 5_620),
        (date(2022, 1, 15), 6, 9_950, 120, 4_650),
        (date(2022, 1, 15), 6, 0, 120, 4_920),
        (date(2021, 12, 31), 6, 0, 120, 4_440),
        (date(2022, 1, 15), 7, 0, 120, 4_920),
        (date(2022, 1, 15), 5, 0, 100, 3_200),
        (date(2022, 1, 15), 8, 10_000, 100, 3_200),
        (date(2022, 1, 15), 6, 1_000, 10_000, 41_000 + 8_000 * 51 + 1_000 * 30),
        (date(2022, 1, 15), 6, 0, 0, 0),
    ],
)
def test_kilometres_are_paid_by_horsepower_and_by_their_place_in_the_year(day, horsepower, since, km, cents):
    paid = pay_kilometres(KM, day, horsepower, since, km)
    assert (paid.km, paid.cents) == (km, cents)


def test_a_change_of_car_counts_by_journey_and_its_order_matters():
    day = date(2022, 1, 15)

    def year(*journeys):
        since, cents = 0, 0
        for horsepower, km in journeys:
            cents += pay_kilometres(KM, day, horsepower, since, km).cents
            since += km
        return cents

    assert (year((6, 1_990), (4, 30)), year((4, 30), (6, 1_990))) == (82_710, 82_750)


def test_a_journey_says_its_stretches_and_a_car_without_horsepower_pays_none():
    paid = pay_kilometres(KM, date(2022, 1, 15), 6, 1_950, 120)
    assert [(stretch.band, stretch.km, stretch.rate) for stretch in paid.stretches] == [
        ("low", 50, 41),
        ("middle", 70, 51),
    ]
    assert kilometres.BANDS[-1][1] is None
    with pytest.raises(HorsepowerMissing):
        pay_kilometres(KM, date(2022, 1, 15), 0, 0, 10)


@pytest.mark.parametrize(
    ("site", "bases", "right"),
    [
        (TOULON, [MARSEILLE], TravelRight.GIVEN),
        (MARSEILLE, [MARSEILLE], TravelRight.SAME_TOWN),
        ("13210", ["13201"], TravelRight.SAME_TOWN),
        ("75120", ["75101"], TravelRight.SAME_TOWN),
        ("69389", ["69123"], TravelRight.SAME_TOWN),
        (ALLAUCH, ["13210"], TravelRight.BORDERING),
        (MARSEILLE, [ALLAUCH], TravelRight.BORDERING),
        (TARASCON, [TOULON, BEAUCAIRE], TravelRight.BORDERING),
        (TOULON, [ALLAUCH, TOULON], TravelRight.SAME_TOWN),
        (TOULON, ["", TOULON], TravelRight.SAME_TOWN),
        (TOULON, ["", MARSEILLE], TravelRight.UNDECIDED),
        ("", [MARSEILLE], TravelRight.UNDECIDED),
        (TOULON, [], TravelRight.UNDECIDED),
        (TOULON, [MARSEILLE, "69123"], TravelRight.UNDECIDED),
        ("69123", ["33063"], TravelRight.UNDECIDED),
        ("2A004", ["2a004 "], TravelRight.SAME_TOWN),
    ],
)
def test_no_travel_in_the_town_of_home_or_institution_nor_beside_it_and_without_a_code_nothing_is_decided(
    site, bases, right
):
    assert travel_right(site, bases, BORDERS) is right


def test_the_thirteenth_district_of_lyon_is_none():
    assert towns.town_of("69390") == "69390"
