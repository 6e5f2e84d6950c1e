"""Whether a mission gives a right to travel at all: not in the town of home or of the main institution, nor beside it.

Towns are known by their code (INSEE); a district of Paris, Lyon or Marseille counts as its town. Which towns border one
another is a table by day. Without a code nothing is decided, and that is said: it is never taken for no right.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum


class TravelRight(StrEnum):
    """What is decided of a mission."""

    GIVEN = "given"
    SAME_TOWN = "same-town"
    BORDERING = "bordering"
    UNDECIDED = "undecided"


_DISTRICTS = ((75101, 75120, "75056"), (69381, 69389, "69123"), (13201, 13216, "13055"))


def town_of(code: str) -> str:
    """Give the town of a code: 13210 → 13055, Marseille; empty of none."""
    tidy = code.strip().upper()
    if not tidy.isdecimal():
        return tidy
    return next((town for first, last, town in _DISTRICTS if first <= int(tidy) <= last), tidy)


def travel_right(site: str, bases: Collection[str], borders: Mapping[str, Collection[str]]) -> TravelRight:
    """Decide of the town of a mission and of those of home and main institution on that day.

    `borders` maps towns to those that border them; one that says so of the other is enough. Of two towns neither of
    which stands there nothing is decided.
    """
    where = town_of(site)
    towns = [town_of(base) for base in bases]
    known = [town for town in towns if town]
    if where and where in known:
        return TravelRight.SAME_TOWN
    if any(where in borders.get(base, ()) or base in borders.get(where, ()) for base in known):
        return TravelRight.BORDERING
    is_told = all(where in borders or base in borders for base in known)
    return TravelRight.GIVEN if where and known and is_told and len(known) == len(towns) else TravelRight.UNDECIDED
