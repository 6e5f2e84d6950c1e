"""Invented lists to be planned: a pool around its schools, centres among them, loose or tight."""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from massicot.missions.rules.hours import Slot
from massicot.missions.rules.plans import ListToFill, PossibleCall

OF_A_SCHOOL, DAYS, DISCIPLINES = 25, 3, 3
FIRST = datetime(2017, 5, 29, 9, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Looseness:
    """How many periods the missions spread over, and how many of the pool cannot come in each."""

    periods: int
    away: float


LOOSE, TIGHT = Looseness(8, 0.1), Looseness(2, 0.35)


@dataclass(frozen=True, slots=True)
class InventedPerson:
    """Somebody of the pool."""

    identifier: str
    school: int
    discipline: int
    called: int
    was_reserve: bool
    away: frozenset[int]


@dataclass(frozen=True, slots=True)
class Invented:
    """Missions and a pool."""

    persons: Sequence[InventedPerson]
    lists: Sequence[ListToFill]
    disciplines: Sequence[int | None]
    ways: Sequence[Sequence[int]]
    """Metres by mission and school."""
    periods: int

    def groups(self) -> Iterator[list[PossibleCall]]:
        """Give who may be called for each mission."""
        for rank, one in enumerate(self.lists):
            yield [
                PossibleCall(
                    mission=one.mission,
                    person=person.identifier,
                    institution=f"S{person.school}",
                    distance_m=self.ways[rank][person.school],
                    times_called=person.called,
                    was_reserve=person.was_reserve,
                )
                for person in self.persons
                if rank % self.periods not in person.away and self.disciplines[rank] in (None, person.discipline)
            ]


def invented(looseness: Looseness, *, persons: int, missions: int, places: int, seed: int = 1) -> Invented:
    """Invent a pool and missions of so many places each."""
    chance = random.Random(seed)
    schools = [(chance.gauss(0, 60_000), chance.gauss(0, 60_000)) for _ in range(-(-persons // OF_A_SCHOOL))]
    centres = [chance.choice(schools) for _ in range(-(-missions // looseness.periods))]
    pool = [_person(chance, rank, looseness) for rank in range(persons)]
    lists = [ListToFill(rank + 1, places, _hours(rank, looseness.periods), {}) for rank in range(missions)]
    disciplines = [None if chance.random() < 0.5 else chance.randrange(DISCIPLINES) for _ in range(missions)]
    ways = [
        [round(math.dist(centres[rank // looseness.periods], school)) for school in schools] for rank in range(missions)
    ]
    return Invented(pool, lists, disciplines, ways, looseness.periods)


def _person(chance: random.Random, rank: int, looseness: Looseness) -> InventedPerson:
    away = frozenset(period for period in range(looseness.periods) if chance.random() < looseness.away)
    called, was_reserve = chance.choice([0, 0, 0, 1, 2]), chance.random() < 0.1
    return InventedPerson(
        f"ENS-{rank:05d}", rank // OF_A_SCHOOL, chance.randrange(DISCIPLINES), called, was_reserve, away
    )


def _hours(rank: int, periods: int) -> list[Slot]:
    first = FIRST + timedelta(weeks=rank % periods)
    days = [first + timedelta(days=day) for day in range(DAYS)]
    return [Slot(day, day + timedelta(hours=8), f"C{rank // periods}", rank + 1) for day in days]
