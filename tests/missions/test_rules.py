"""Half-days and clashes, how many to call, in which order, and the days of the notice."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massicot.missions.rules import lists, proposals
from massicot.missions.rules.hours import ClashKind, HalfDay, Slot, clashes, half_days
from massicot.missions.rules.proposals import need_of
from massicot.missions.rules.ranking import Demand, PoolPerson, choose, distance_m, rank_pool

HERE, THERE = "0130053M", "9900001W"
DAY = date(2017, 5, 31)
PARIS = ZoneInfo("Europe/Paris")


def at(hour, minute=0, day=31):
    return datetime(2017, 5, day, hour, minute, tzinfo=PARIS)


def slot(starts, ends, place=HERE, mission=1):
    return Slot(starts, ends, place, mission)


@pytest.mark.parametrize(
    ("starts", "ends", "told"),
    [
        (at(9), at(13), [(DAY, HalfDay.MORNING)]),
        (at(9), at(13, 1), [(DAY, HalfDay.MORNING), (DAY, HalfDay.AFTERNOON)]),
        (at(13), at(17), [(DAY, HalfDay.AFTERNOON)]),
        (at(20, day=30), at(0), [(date(2017, 5, 30), HalfDay.AFTERNOON)]),
        (at(20, day=30), at(8), [(date(2017, 5, 30), HalfDay.AFTERNOON), (DAY, HalfDay.MORNING)]),
    ],
)
def test_a_half_day_ends_at_thirteen(starts, ends, told):
    assert half_days(starts, ends) == told


@pytest.mark.parametrize(
    ("other", "kinds"),
    [
        (slot(at(11), at(12), mission=2), [ClashKind.HOURS]),
        (slot(at(12), at(13), mission=2), []),
        (slot(at(12), at(13), place=THERE, mission=2), [ClashKind.PLACES]),
        (slot(at(14), at(17), place=THERE, mission=2), []),
        (slot(at(9), at(12), mission=1), []),
    ],
)
def test_what_one_person_cannot_keep_clashes(other, kinds):
    assert [clash.kind for clash in clashes([slot(at(9), at(12))], [other])] == kinds


@given(st.lists(st.tuples(st.integers(0, 22), st.sampled_from([HERE, THERE]), st.integers(1, 3)), max_size=6))
def test_a_clash_is_one_whoever_is_asked_first(given_slots):
    slots = [slot(at(hour), at(hour + 1), place, mission) for hour, place, mission in given_slots]
    there, back = clashes(slots[:3], slots[3:]), clashes(slots[3:], slots[:3])
    assert {(c.kind, c.one, c.other) for c in there} == {(c.kind, c.other, c.one) for c in back}


@pytest.mark.parametrize(
    ("scripts", "percent", "told"),
    [
        ({"90001": 120, "90002": 40}, 10, (4, 1, 5)),
        ({"90001": 50}, 0, (1, 0, 1)),
        ({"90001": 51, "90002": 0}, 10, (2, 1, 3)),
        ({"90001": 2050}, 10, (41, 5, 46)),
        ({}, 10, (0, 0, 0)),
    ],
)
def test_each_specialty_is_divided_by_itself_and_the_reserve_rounded_up(scripts, percent, told):
    need = need_of(scripts, percent)
    assert (need.markers, need.reserve, need.to_call) == told
    assert need.lacking(1) == need.to_call - 1


def person(identifier, **more):
    return PoolPerson(identifier=identifier, **{"discipline": "Lettres", "institution": HERE} | more)


def order(demand, *people):
    return [row.person.identifier for row in rank_pool(demand, people)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"discipline": "LETTRES"}, {"discipline": "Anglais"}),
        ({}, {"obstacles": ("unavailable",)}),
        ({"skills": ("Latin",)}, {}),
        ({"position": (43.0, 5.0)}, {"position": (43.5, 5.0)}),
        ({"position": (44.0, 5.0)}, {}),
        ({"position": (43.05, 5.0)}, {"position": (43.0, 5.0), "times_called": 1}),
        ({"times_called": 1}, {"times_called": 2}),
        ({"was_reserve": True, "institution": THERE}, {"institution": "9900002X"}),
        ({"papers": ("CGE",)}, {"papers": ("MATHS",)}),
    ],
)
def test_the_order_of_the_list_is_that_of_the_rule(first, second):
    demand = Demand(frozenset({"lettres"}), frozenset({"Latin"}), "CGE", (43.0, 5.0))
    assert order(demand, person("A", **second), person("Z", **first)) == ["Z", "A"]


def test_one_of_each_institution_comes_before_the_second_of_any():
    people = [person("A"), person("B"), person("Z", institution=THERE)]
    assert order(Demand(), *people) == ["A", "Z", "B"]


def test_those_without_an_institution_are_of_nobodys_and_never_the_second():
    rows = rank_pool(Demand(), [person("A"), person("B"), person("Y", institution=""), person("Z", institution="")])
    told = [(row.person.identifier, row.rank_in_institution, row.of_institution) for row in rows]
    assert told == [("A", 1, 2), ("Y", 1, 0), ("Z", 1, 0), ("B", 2, 2)]


def test_the_nearest_places_of_a_list_are_taken_and_nobody_twice():
    demand = Demand(frozenset({"Lettres"}), position=(43.0, 5.0))
    rows = rank_pool(
        demand, [person("FAR", position=(45.0, 5.0)), person("NEAR", position=(43.0, 5.0)), person("NONE")]
    )
    assert [row.person.identifier for row in choose(rows, 2)] == ["NEAR", "FAR"]
    assert [row.person.identifier for row in choose(rows, 2, {"NEAR"})] == ["FAR", "NONE"]
    assert choose(rows, -1) == []


def test_a_degree_of_latitude_is_a_hundred_and_eleven_kilometres():
    assert distance_m((43.0, 5.0), (44.0, 5.0)) == pytest.approx(111_195, abs=5)


def test_whoever_is_left_out_is_counted_once_by_the_first_reason():
    rows = rank_pool(
        Demand(frozenset({"Lettres"}), paper="CGE"),
        [
            person("A"),
            person("B", obstacles=("unavailable", "names")),
            person("C", discipline="Anglais"),
            person("D", papers=("MATHS",)),
        ],
    )
    left = lists.left_uncalled(rows)
    assert dict(left.counts) == {"unavailable": 1, lists.OTHER_DISCIPLINE: 1, lists.OTHER_PAPER: 1}
    assert str(lists.left_uncalled([]).phrases) == "the pool of the session is empty"


def test_a_calendar_without_meetings_gives_the_days_alone():
    calendar = proposals.MarkingCalendar(opens_on=DAY, closes_on=date(2017, 6, 1), starts=time(9), ends=time(17))
    planned = proposals.plan_activities(calendar, HERE)
    assert [(row.day, row.starts, row.ends) for row in planned] == [
        (DAY, time(9), time(17)),
        (date(2017, 6, 1), time(9), time(17)),
    ]


def test_a_meeting_that_lasts_the_day_leaves_no_marking_on_it():
    calendar = proposals.MarkingCalendar(opens_on=DAY, closes_on=DAY, starts=time(9), ends=time(11), agreement_at=at(9))
    assert [row.title for row in proposals.plan_activities(calendar, HERE)] == [proposals.AGREEMENT]
