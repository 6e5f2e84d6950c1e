"""The plan of many lists at once: the fewest places left empty first, then the cheapest way to fill the others.

The rule fills one list after the other, and whoever is taken for the first one lacks in the last; here all are weighed
together. What makes a call dear is what the rule looks at (`ranking`): the way there, how often somebody is called this
school year, how many of one institution are taken, whether they were last year's reserve, the skills that are asked
for. The prices are kilometres, since everybody can say whether one more call is worth ten of them.

Of each mission the cheapest candidates are weighed, and of each person the cheapest missions, not everybody for
everything: what that costs is measured by bench/bench_plan.py.

What comes of a plan of many lists: its figures, its line in the journal, why there is none.
"""

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from massicot.audit.rules import Fact
from massicot.core.programme import Programme
from massicot.core.refused import N_, Refused
from massicot.missions.rules.hours import Slot, clashes, half_days

KILOMETRE = 10
"""The prices are whole numbers, of a hundred metres each."""

FURTHER_CALL = 10 * KILOMETRE
"""What each call of the year before this one costs: one who is called for the third time costs twice as much."""

OF_ONE_INSTITUTION = ((1, 5 * KILOMETRE), (3, 5 * KILOMETRE))
"""From how many on each further person of an institution costs how much more: the second, and again the fourth."""

RESERVE = 5 * KILOMETRE
"""How much less whoever came for nothing last year costs."""

SKILL = 100 * KILOMETRE
"""How much less each skill that is asked for costs: it goes before the way."""

UNKNOWN_FURTHER = 10 * KILOMETRE
"""How much more a way that nobody knows costs than the longest one that is known."""

LEAST_CANDIDATES, TIMES_THE_PLACES, MISSIONS_OF_A_PERSON = 40, 4, 4
"""How many are weighed of each mission: four for each place, forty at least; and how many missions of each person."""

CLOSE_ENOUGH = 0.01
"""By which share of its cost a plan may be dearer than the best; how close it came is told."""


Wanted: TypeAlias = Callable[[], bool]
"""Asked now and then whether the plan is wanted still."""


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class ListToFill:
    """A mission whose list is planned: its empty places, its hours, who of each institution is on it and stays."""

    mission: int
    places: int
    slots: Sequence[Slot]
    kept: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class PossibleCall:
    """Somebody who may be called for one mission."""

    mission: int
    person: str
    institution: str
    distance_m: int | None
    skills: int = 0
    times_called: int = 0
    was_reserve: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPlan:
    """Who fills which list, and how good that is."""

    chosen: Mapping[int, Sequence[str]]
    """Identifiers by mission, in their order; a mission without anybody is left out."""
    empty: int
    """How many places stay empty."""
    least_empty: int
    """How many places stay empty in any plan of these candidates."""
    cost: float
    """What it costs, in the prices above."""
    gap: float
    """By which share of its cost the plan may be dearer than the best that leaves so many places empty."""
    weighed: int
    """How many candidates were weighed."""


def plan_lists(
    lists: Sequence[ListToFill], weighed: Mapping[PossibleCall, int], is_wanted: Wanted = _always
) -> ListPlan:
    """Plan the lists of some missions from candidates with their prices.

    Raise `core.programme.Interrupted` once it is not wanted any more.
    """
    clash = _clashing(lists)
    most, least = _Model(lists, weighed, clash).fewest_empty(is_wanted)
    return replace(_Model(lists, weighed, clash).cheapest(most, is_wanted), least_empty=least)


def sparse(lists: Sequence[ListToFill], groups: Iterable[Sequence[PossibleCall]]) -> dict[PossibleCall, int]:
    """Keep the cheapest candidates of each mission and the cheapest missions of each person, each with their price.

    `groups` has all who may be called for one mission after those of another: hundreds of thousands, looked at once.
    """
    places = {row.mission: row.places for row in lists}
    kept: dict[PossibleCall, int] = {}
    of_person: dict[str, list[tuple[int, PossibleCall]]] = defaultdict(list)
    for group in groups:
        prices = prices_of(group)
        most = TIMES_THE_PLACES * places[group[0].mission] if group else 0
        for call in heapq.nsmallest(max(LEAST_CANDIDATES, most), group, key=lambda call: _alone(call, prices[call])):
            kept[call] = prices[call]
        for call in group:
            own = of_person[call.person]
            own.append((prices[call], call))
            own.sort(key=lambda row: (row[0], row[1].mission))
            del own[MISSIONS_OF_A_PERSON:]
    kept |= {call: price for own in of_person.values() for price, call in own}
    return {
        call: kept[call] for call in sorted(kept, key=lambda call: (call.mission, call.person)) if places[call.mission]
    }


def _alone(call: PossibleCall, price: int) -> tuple[int, str]:
    """Order the candidates of one mission as if there were no other."""
    return price + FURTHER_CALL * call.times_called, call.person


def prices_of(group: Sequence[PossibleCall]) -> dict[PossibleCall, int]:
    """Say what the call of each candidate of one mission costs, beside what depends on the others."""
    longest = max((_hectometres(call.distance_m or 0) for call in group), default=0)
    return {call: _price(call, longest) for call in group}


def _price(call: PossibleCall, longest: int) -> int:
    way = longest + UNKNOWN_FURTHER if call.distance_m is None else _hectometres(call.distance_m)
    return way - SKILL * call.skills - RESERVE * call.was_reserve


def _hectometres(distance_m: int) -> int:
    return round(distance_m * KILOMETRE / 1000)


def _clashing(lists: Sequence[ListToFill]) -> dict[int, set[int]]:
    """Map missions to those that nobody keeps beside them: only such as share a half-day are looked at."""
    on: dict[object, list[ListToFill]] = defaultdict(list)
    for row in lists:
        for half in {half for slot in row.slots for half in half_days(slot.starts_at, slot.ends_at)}:
            on[half].append(row)
    found: dict[int, set[int]] = defaultdict(set)
    pairs = {(row.mission, other.mission): (row, other) for rows in on.values() for row in rows for other in rows}
    for (first, second), (row, other) in pairs.items():
        if first < second and clashes(row.slots, other.slots):
            found[first].add(second)
            found[second].add(first)
    return found


def cliques(missions: Sequence[int], clash: Mapping[int, set[int]]) -> Iterator[list[int]]:
    """Cover what clashes among some missions by groups of which a person keeps one at most."""
    ordered = sorted(missions)
    pairs = ((mission, other) for mission in ordered for other in ordered if mission < other)
    open_pairs = {pair for pair in pairs if pair[1] in clash.get(pair[0], ())}
    while open_pairs:
        group = list(min(open_pairs))
        for mission in ordered:
            if mission not in group and all(mission in clash[other] for other in group):
                group.append(mission)
        open_pairs -= {(mission, other) for mission in group for other in group}
        yield group


class _Model:
    """One of the two programmes: who is called for what, how many places of each mission stay empty."""

    def __init__(
        self, lists: Sequence[ListToFill], prices: Mapping[PossibleCall, int], clash: Mapping[int, set[int]]
    ) -> None:
        self.lists, self.prices, self.clash = lists, prices, clash
        self.programme = Programme()
        self.calls: dict[PossibleCall, int] = {}
        self.empty: dict[int, int] = {}
        self.of_person: dict[str, list[PossibleCall]] = defaultdict(list)
        self.of_institution: dict[tuple[int, str], list[PossibleCall]] = defaultdict(list)

    def fewest_empty(self, is_wanted: Wanted) -> tuple[int, int]:
        """Find how few places stay empty: in the plan that was found, and in any."""
        self._write(dict.fromkeys(self.prices, 0), of_empty=1)
        solution = self.programme.solve(gap=0, is_wanted=is_wanted)
        return round(solution.cost), max(0, _up(solution.bound))

    def cheapest(self, empty: int, is_wanted: Wanted) -> ListPlan:
        """Find the cheapest calls that leave no more places empty."""
        self._write(self.prices, of_empty=0)
        self.programme.hold(dict.fromkeys(self.empty.values(), 1), most=empty)
        self._weigh_further_calls()
        self._weigh_institutions()
        solution = self.programme.solve(gap=CLOSE_ENOUGH, is_wanted=is_wanted)
        chosen: dict[int, list[str]] = defaultdict(list)
        for call, amount in self.calls.items():
            if solution.values[amount]:
                chosen[call.mission].append(call.person)
        left = sum(solution.values[amount] for amount in self.empty.values())
        return ListPlan(
            chosen=dict(chosen),
            empty=left,
            least_empty=0,
            cost=solution.cost,
            gap=solution.gap,
            weighed=len(self.calls),
        )

    def _write(self, prices: Mapping[PossibleCall, int], *, of_empty: int) -> None:
        """Write down who may be called, the places of each mission, and that nobody keeps two that clash."""
        calls: dict[int, list[int]] = defaultdict(list)
        for call, price in prices.items():
            self.calls[call] = self.programme.add(price, is_whole=True)
            calls[call.mission].append(self.calls[call])
            self.of_person[call.person].append(call)
            self.of_institution[call.mission, call.institution].append(call)
        for row in self.lists:
            self.empty[row.mission] = self.programme.add(of_empty, most=row.places)
            filled = dict.fromkeys([*calls[row.mission], self.empty[row.mission]], 1)
            self.programme.hold(filled, least=row.places, most=row.places)
        for own in self.of_person.values():
            by_mission = {call.mission: self.calls[call] for call in own}
            for group in cliques(list(by_mission), self.clash):
                self.programme.hold({by_mission[mission]: 1 for mission in group}, most=1)

    def _weigh_further_calls(self) -> None:
        """Let each further call of one person cost more than the one before."""
        for own in self.of_person.values():
            before = max(call.times_called for call in own)
            steps = [self.programme.add(FURTHER_CALL * (before + rank)) for rank in range(len(own))]
            counted = {self.calls[call]: 1 for call in own} | dict.fromkeys(steps, -1)
            self.programme.hold(counted, least=0, most=0)

    def _weigh_institutions(self) -> None:
        """Let many of one institution on one list cost more; whoever is on it already counts."""
        kept = {row.mission: row.kept for row in self.lists}
        for (mission, institution), own in self.of_institution.items():
            there = kept[mission].get(institution, 0)
            for free, price in OF_ONE_INSTITUTION if institution else ():
                left = max(free - there, 0)
                if len(own) > left:
                    beyond = self.programme.add(price, most=len(own))
                    self.programme.hold({self.calls[call]: 1 for call in own} | {beyond: -1}, most=left)


def _up(bound: float) -> int:
    """Round a proven bound up to whole places; what the solver says is a hair beside it."""
    return -int(-(bound - 1e-6) // 1)


class NothingToPlan(Refused):
    sentence = N_(
        "This session has no mission to come that calls from its pool: propose its missions from the calendar of a "
        "paper first, or make one by hand."
    )


@dataclass(frozen=True, slots=True)
class ListPlanned(Fact):
    """The list of a mission was planned with those of the others: who was put on it, who went, how many lack."""

    journal_word = N_("list of a mission planned with the others")
    mission: int
    persons: Sequence[str]
    off: Sequence[str]
    lacking: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOutcome:
    """How many lists were planned, how many places are filled and empty, and how good that is."""

    missions: int
    placed: int
    empty: int
    least_empty: int
    """How many places stay empty whatever is planned."""
    gap: float
    """By which share of its cost the plan may be dearer than the best."""
    weighed: int
    unknown_places: Sequence[str]
    """The institutions without coordinates, by UAI: no way to or from there is known."""
