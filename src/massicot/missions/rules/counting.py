"""How many to call: scripts of each specialty by about fifty, and a reserve.

A batch holds scripts of one specialty, so that each specialty is divided by itself (the notice: "une cinquantaine de
copies"). The reserve replaces those who do not come, in whole persons.
"""

from collections.abc import Mapping
from dataclasses import dataclass

SCRIPTS_EACH = 50
"""About how many scripts a marker has (the notice)."""


@dataclass(frozen=True, slots=True)
class SpecialtyNeed:
    """How many markers the scripts of one specialty ask for."""

    specialty: str
    scripts: int
    markers: int


@dataclass(frozen=True, slots=True)
class Need:
    """How many to call for a mission, and why."""

    specialties: tuple[SpecialtyNeed, ...]
    reserve_percent: int

    @property
    def scripts(self) -> int:
        """Count the scripts."""
        return sum(row.scripts for row in self.specialties)

    @property
    def markers(self) -> int:
        """Count the markers whom the scripts ask for."""
        return sum(row.markers for row in self.specialties)

    @property
    def reserve(self) -> int:
        """Count the persons of the reserve, rounded up: a tenth of 41 is 5."""
        return -(-self.markers * self.reserve_percent // 100)

    @property
    def to_call(self) -> int:
        """Count all who are to be called."""
        return self.markers + self.reserve

    def lacking(self, called: int) -> int:
        """Count who is called too few; below zero, too many."""
        return self.to_call - called


def need_of(scripts: Mapping[str, int], reserve_percent: int, each: int = SCRIPTS_EACH) -> Need:
    """Compute how many to call for scripts by specialty; one of no scripts asks for nobody."""
    rows = tuple(
        SpecialtyNeed(specialty, count, -(-count // each)) for specialty, count in sorted(scripts.items()) if count
    )
    return Need(rows, reserve_percent)
