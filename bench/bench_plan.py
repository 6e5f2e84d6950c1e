"""The plan of 8,000 places for 6,000 persons, loose and tight: at most 2 % dearer than its bound, 1 GB, 30 minutes.

What is left out is measured too: ten small sessions are planned with the candidates that are weighed, and whole. The largest
process is the solver, or this one. `bench_plan.py PERSONS MISSIONS`, of fifty places each.
"""

import resource
import statistics
import sys
import time
from pathlib import Path

import sized

sys.path.insert(0, str(Path(__file__).parents[1]))

from massicot.missions.rules import plans
from tests.missions.plans import LOOSE, TIGHT, Invented, invented

PERSONS, MISSIONS, PLACES = sized.number(6_000, smoke=300), sized.number(160, smoke=8, place=1), 50
CLOSE, MOST_MB, MOST_S = 0.02, 1_000, 30 * 60
SMALL, SMALL_SEEDS = {"persons": 150, "missions": 8, "places": 10}, range(sized.pick(10, smoke=2))


def planned(one: Invented) -> plans.ListPlan:
    """Plan as the program does."""
    return plans.plan_lists(one.lists, plans.sparse(one.lists, one.groups()))


def whole(one: Invented) -> plans.ListPlan:
    """Plan with everybody weighed for everything."""
    weighed: dict[plans.PossibleCall, int] = {}
    for group in one.groups():
        weighed |= plans.prices_of(group)
    return plans.plan_lists(one.lists, weighed)


def largest_mb() -> int:
    """Tell the most memory that this process, or one of those that it started, ever held."""
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(one).ru_maxrss for one in who) // 1024


for looseness, name in ((LOOSE, "loose"), (TIGHT, "tight")):
    one = invented(looseness, persons=PERSONS, missions=MISSIONS, places=PLACES)
    start = time.perf_counter()
    plan = planned(one)
    took = time.perf_counter() - start
    print(
        f"{name}: {MISSIONS * PLACES} places, {PERSONS} persons, {plan.weighed} calls weighed: {plan.empty} places empty "
        f"(at least {plan.least_empty}), at most {100 * plan.gap:.2f} % dearer than the best of these (2 %), in {took:.0f} s "
        f"({MOST_S}), {largest_mb()} MB ({MOST_MB})",
        flush=True,
    )
    sized.bind(f"{name}: not close enough", is_kept=plan.gap <= CLOSE and plan.empty == plan.least_empty)
    sized.bind(f"{name}: too slow", is_kept=took <= MOST_S)
    sized.bind(f"{name}: too large", is_kept=largest_mb() <= MOST_MB)

for looseness, name in ((LOOSE, "loose"), (TIGHT, "tight")):
    dearer, emptier = [], 0
    for seed in SMALL_SEEDS:
        one = invented(looseness, **SMALL, seed=seed)
        few, everybody = planned(one), whole(one)
        dearer.append(few.cost / everybody.cost - 1)
        emptier += few.empty - everybody.empty
    print(
        f"{name}, {len(SMALL_SEEDS)} small sessions planned whole as well: what is left out costs "
        f"{100 * statistics.mean(dearer):.2f} %, {100 * max(dearer):.2f} % at most, and {emptier} places",
        flush=True,
    )
sized.end()
