"""Plans of many lists, held against every possible plan of small ones, and against the rule that fills one by one."""

import random
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from massicot.missions.rules import plans as plan_rules
from massicot.missions.rules.hours import Slot, clashes
from massicot.missions.rules.plans import (
    FURTHER_CALL,
    OF_ONE_INSTITUTION,
    ListToFill,
    PossibleCall,
    cliques,
    plan_lists,
    prices_of,
    sparse,
)
from tests.missions.plans import LOOSE, TIGHT, invented

MORNING = datetime(2017, 5, 29, 9, tzinfo=UTC)


def list_of(mission, *, places=1, day=0, place="C", kept=None):
    start = MORNING + timedelta(days=day)
    return ListToFill(mission, places, [Slot(start, start + timedelta(hours=3), place, mission)], kept or {})


def of(person, mission, distance_m=0, **more):
    return PossibleCall(
        mission=mission, person=person, institution=more.pop("institution", f"S{person}"), distance_m=distance_m, **more
    )


def planned(lists, *candidates):
    groups = [[one for one in candidates if one.mission == row.mission] for row in lists]
    return plan_lists(lists, sparse(lists, groups))


def test_nobody_is_taken_for_the_first_list_who_lacks_in_the_second():
    lists = [list_of(1), list_of(2)]
    plan = planned(lists, of("A", 1, 1000), of("B", 1, 9000), of("A", 2, 30_000))
    assert (plan.chosen, plan.empty) == ({1: ["B"], 2: ["A"]}, 0)


def test_nobody_is_called_to_two_places_on_one_half_day():
    plan = planned([list_of(1), list_of(2, place="D")], of("A", 1), of("A", 2))
    assert (plan.empty, plan.least_empty) == (1, 1)


def test_one_person_keeps_two_missions_of_different_days():
    plan = planned([list_of(1), list_of(2, day=7)], of("A", 1), of("A", 2))
    assert plan.chosen == {1: ["A"], 2: ["A"]}


@pytest.mark.parametrize(("further", "called"), [(9, ["B"]), (11, ["A"])])
def test_one_more_call_of_the_year_is_worth_ten_kilometres(further, called):
    lists = [list_of(1)]
    candidates = [of("A", 1, 5000, times_called=1), of("B", 1, 5000 + further * 1000)]
    assert planned(lists, *candidates).chosen == {1: called}


def test_a_second_call_in_the_plan_counts_like_one_before_it():
    lists = [list_of(1), list_of(2, day=7)]
    candidates = [of("A", 1), of("A", 2), of("B", 2, 9000)]
    assert planned(lists, *candidates).chosen == {1: ["A"], 2: ["B"]}


def test_the_second_of_an_institution_is_worth_five_kilometres_and_who_is_there_counts():
    candidates = [of("A", 1, 1000, institution="S"), of("B", 1, 5000)]
    assert planned([list_of(1)], *candidates).chosen == {1: ["A"]}
    assert planned([list_of(1, kept={"S": 1})], *candidates).chosen == {1: ["B"]}


def test_a_way_that_nobody_knows_comes_after_the_longest_one():
    prices = prices_of([of("A", 1, None), of("B", 1, 40_000)])
    assert list(prices.values()) == [500, 400]
    assert planned([list_of(1)], of("A", 1, None), of("B", 1, 40_000)).chosen == {1: ["B"]}


def test_a_skill_goes_before_the_way_and_last_years_reserve_before_the_others():
    prices = prices_of([of("A", 1, 90_000, skills=1), of("B", 1, 3000), of("C", 1, 3000, was_reserve=True)])
    assert list(prices.values()) == [-100, 30, -20]


def test_without_anybody_every_place_stays_empty():
    plan = planned([list_of(1, places=3)])
    assert (plan.chosen, plan.empty, plan.least_empty, plan.gap) == ({}, 3, 3, 0)


def test_a_full_list_takes_nobody_more():
    assert planned([list_of(1, places=0)], of("A", 1)).weighed == 0


def price_of(lists, candidates, chosen):
    """Add up what a plan costs, from the words of the rule alone."""
    prices = {}
    for row in lists:
        prices |= prices_of([one for one in candidates if one.mission == row.mission])
    cost = sum(prices[one] for one in chosen)
    for person in {one.person for one in chosen}:
        own = [one for one in chosen if one.person == person]
        cost += sum(FURTHER_CALL * (own[0].times_called + rank) for rank in range(len(own)))
    for row in lists:
        for school in {one.institution for one in chosen}:
            there = sum(one.mission == row.mission and one.institution == school for one in chosen)
            cost += sum(price * max(there - free, 0) for free, price in OF_ONE_INSTITUTION)
    return cost


def some_of(everything):
    """List every choice among some things."""
    for mask in product((False, True), repeat=len(everything)):
        yield [one for one, is_in in zip(everything, mask, strict=True) if is_in]


@pytest.mark.parametrize("seed", range(4))
def test_no_plan_is_better_than_the_one_that_is_found(seed):
    chance = random.Random(seed)
    lists = [list_of(1, places=2), list_of(2, places=1, place="D"), list_of(3, places=2, day=1)]
    people = {name: (f"S{chance.randrange(2)}", chance.randrange(2)) for name in "ABCD"}
    candidates = [
        of(name, row.mission, 1000 * chance.randrange(30), institution=school, times_called=called)
        for name, (school, called) in people.items()
        for row in lists
        if chance.random() < 0.7
    ]
    plan = planned(lists, *candidates)
    chosen = [one for one in candidates if one.person in plan.chosen.get(one.mission, ())]
    places = sum(row.places for row in lists)
    allowed = [picked for picked in some_of(candidates) if is_allowed(lists, picked)]
    best = min((places - len(picked), price_of(lists, candidates, picked)) for picked in allowed)
    assert is_allowed(lists, chosen)
    assert plan.empty == best[0]
    assert price_of(lists, candidates, chosen) <= best[1] + plan_rules.CLOSE_ENOUGH * abs(best[1])


def is_allowed(lists, picked):
    """Say whether nobody is called too often, and no list too long."""
    slots = {row.mission: row.slots for row in lists}
    is_short = all(sum(one.mission == row.mission for one in picked) <= row.places for row in lists)
    pairs = [
        (one, other) for one in picked for other in picked if one.person == other.person and one.mission < other.mission
    ]
    return is_short and not any(clashes(slots[one.mission], slots[other.mission]) for one, other in pairs)


def test_the_same_lists_are_planned_the_same():
    plans = [plan_lists(one.lists, sparse(one.lists, one.groups())) for one in (some(), some())]
    assert repr(plans[0]) == repr(plans[1])


def some(looseness=TIGHT):
    return invented(looseness, persons=120, missions=8, places=10)


@pytest.mark.parametrize("looseness", [LOOSE, TIGHT])
def test_few_candidates_of_each_mission_are_weighed_and_every_person_somewhere(looseness, monkeypatch):
    monkeypatch.setattr(plan_rules, "LEAST_CANDIDATES", 5)
    monkeypatch.setattr(plan_rules, "TIMES_THE_PLACES", 1)
    one = some(looseness)
    everybody = [candidate for group in one.groups() for candidate in group]
    weighed = sparse(one.lists, one.groups())
    assert len(weighed) < len(everybody)
    assert {candidate.person for candidate in weighed} == {candidate.person for candidate in everybody}
    assert {candidate.mission for candidate in weighed} == {row.mission for row in one.lists}


def test_groups_of_which_one_is_kept_cover_all_that_clashes():
    clash = {1: {2, 3}, 2: {1, 3}, 3: {1, 2, 4}, 4: {3}}
    assert list(cliques([4, 3, 2, 1], clash)) == [[1, 2, 3], [3, 4]]


def test_a_plan_keeps_the_hours_of_each_list_apart():
    one = some()
    plan = plan_lists(one.lists, sparse(one.lists, one.groups()))
    slots = {row.mission: row.slots for row in one.lists}
    calls = [(person, mission) for mission, people in plan.chosen.items() for person in people]
    assert len(calls) == sum(row.places for row in one.lists) - plan.empty
    both = [(m, n) for p, m in calls for q, n in calls if p == q and m < n]
    assert both
    assert not any(clashes(slots[m], slots[n]) for m, n in both)
    assert plan.gap <= plan_rules.CLOSE_ENOUGH
