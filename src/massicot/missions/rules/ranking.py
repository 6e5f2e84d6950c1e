"""Whom to call: the persons of a pool in the order in which they are proposed, each with its reason.

In this order: those whom nothing keeps away; where somebody is replaced, those whom the mission has at hand, its
reserve before all; of the discipline that is asked for; with the skills; the nearest, by bands of ten kilometres, so
that one called three times is not called once more for a kilometre; the least called this school year; few of one
institution; last year's reserve, who came for nothing; then the exact distance. Without coordinates no distance is
invented: such a person comes after those whose distance is known, and is listed like them.

A more exact plan may take the place of this rule: it is one function, and the list behind it stays.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from massicot.core.spelling import folded

EARTH_RADIUS_M = 6_371_000
BAND_M = 10_000

ON_LIST = "on-list"
"""The key of what keeps those away who are on the list already: they count for their institution."""

Position = tuple[float, float]
"""Latitude and longitude, in degrees."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What a mission asks of those who are called for it."""

    disciplines: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    paper: str = ""
    position: Position | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolPerson:
    """A person of the pool, as far as the order of the list asks."""

    identifier: str
    discipline: str
    institution: str
    papers: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    position: Position | None = None
    times_called: int = 0
    was_reserve: bool = False
    is_at_hand: bool = False
    """Whether the mission has called them already and they are free to replace somebody of it: of its reserve."""
    obstacles: tuple[str, ...] = ()
    """What keeps them away, each by its key: unavailable, called elsewhere, on the side of names, set aside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallProposal:
    """A person at their place in the list, and why there."""

    person: PoolPerson
    rank: int
    fits_discipline: bool
    fits_paper: bool
    skills: tuple[str, ...]
    distance_m: int | None
    rank_in_institution: int
    of_institution: int

    @property
    def is_proposed(self) -> bool:
        return self.fits_discipline and self.fits_paper and not self.person.obstacles


def distance_m(one: Position, other: Position) -> int:
    """Compute how far two places are apart, in metres, along a great circle (haversine)."""
    (lat_1, lon_1), (lat_2, lon_2) = (tuple(map(math.radians, place)) for place in (one, other))
    half = math.sin((lat_2 - lat_1) / 2) ** 2
    half += math.cos(lat_1) * math.cos(lat_2) * math.sin((lon_2 - lon_1) / 2) ** 2
    return round(2 * EARTH_RADIUS_M * math.asin(math.sqrt(half)))


def rank_pool(demand: Demand, pool: Iterable[PoolPerson]) -> list[CallProposal]:
    """Put the persons of a pool in the order in which they are proposed for a mission."""
    persons = list(pool)
    asked = {folded(name) for name in demand.disciplines}
    distances = {person.identifier: _distance(demand, person) for person in persons}
    places = _places_in_institutions(persons)
    sizes = Counter(person.institution for person in persons)
    drafts = [
        CallProposal(
            person=person,
            rank=0,
            fits_discipline=not asked or folded(person.discipline) in asked,
            fits_paper=not (person.papers and demand.paper) or demand.paper in person.papers,
            skills=tuple(sorted(demand.skills & set(person.skills))),
            distance_m=distances[person.identifier],
            rank_in_institution=places[person.identifier],
            of_institution=sizes[person.institution] if person.institution else 0,
        )
        for person in persons
    ]
    ordered = sorted(drafts, key=_order)
    return [replace(draft, rank=rank) for rank, draft in enumerate(ordered, 1)]


def choose(proposals: Sequence[CallProposal], places: int, already: Collection[str] = ()) -> list[CallProposal]:
    """Choose who fills so many places: the first of the list against whom nothing speaks, and who are not on it yet."""
    free = (row for row in proposals if row.is_proposed and row.person.identifier not in already)
    return [row for row, _ in zip(free, range(max(places, 0)), strict=False)]


def _distance(demand: Demand, person: PoolPerson) -> int | None:
    if demand.position is None or person.position is None:
        return None
    return distance_m(demand.position, person.position)


def _places_in_institutions(persons: Sequence[PoolPerson]) -> dict[str, int]:
    """Number the persons of each institution: who is on the list, then who may come and was called least.

    Those without an institution are of nobody's: each of them is the first.
    """
    counted: Counter[str] = Counter()
    places = {}
    for person in sorted(persons, key=_in_institution):
        counted[person.institution] += 1
        places[person.identifier] = counted[person.institution] if person.institution else 1
    return places


def _in_institution(person: PoolPerson) -> tuple[object, ...]:
    return (ON_LIST not in person.obstacles, bool(person.obstacles), person.times_called, person.identifier)


def _order(draft: CallProposal) -> tuple[object, ...]:
    is_unknown = draft.distance_m is None
    distance = draft.distance_m or 0
    return (
        bool(draft.person.obstacles),
        not draft.person.is_at_hand,
        not (draft.fits_discipline and draft.fits_paper),
        -len(draft.skills),
        is_unknown,
        distance // BAND_M,
        draft.person.times_called,
        draft.rank_in_institution,
        not draft.person.was_reserve,
        distance,
        draft.person.identifier,
    )
