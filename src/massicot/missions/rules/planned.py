"""What comes of a plan of many lists: its figures, its line in the journal, why there is none."""

from collections.abc import Sequence
from dataclasses import dataclass

from massicot.core.refused import N_, Refused


class NothingToPlan(Refused):
    """A session without a mission that could be planned."""

    sentence = N_(
        "This session has no mission to come that calls from its pool: propose its missions from the calendar of a "
        "paper first, or make one by hand."
    )


@dataclass(frozen=True, slots=True)
class ListPlanned:
    """The list of a mission was planned with those of the others: who was put on it, who went, how many lack."""

    mission: int
    persons: Sequence[str]
    off: Sequence[str]
    lacking: int


@dataclass(frozen=True, slots=True)
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
