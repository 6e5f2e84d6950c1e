"""The sizes of a rehearsal."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RehearsalSize:
    """How many of each."""

    centres: int
    specialties: int
    candidates: int
    markers: int
    marker_schools: int


SCALES = {
    "lycee": RehearsalSize(centres=1, specialties=6, candidates=300, markers=10, marker_schools=4),
    "district": RehearsalSize(centres=6, specialties=9, candidates=480, markers=14, marker_schools=4),
    "academy": RehearsalSize(centres=90, specialties=80, candidates=9_000, markers=180, marker_schools=30),
    "national": RehearsalSize(centres=2_000, specialties=150, candidates=200_000, markers=4_000, marker_schools=600),
}
"""One lycée with one PC, a few of them, an academy of the size of Aix-Marseille, the whole country (domain.md §9)."""
