"""What the journal keeps of missions: made, proposed, changed, deleted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MissionMade:
    """A mission was made."""

    mission: int
    kind: str
    title: str
    place: str
    needed: int
    reserve: int
    activities: Sequence[str]


@dataclass(frozen=True, slots=True)
class MissionsProposed:
    """The missions of a paper were proposed from its calendar."""

    paper: str
    missions: Mapping[str, int]
    """By UAI of the marking centre."""


@dataclass(frozen=True, slots=True)
class MissionChanged:
    """A mission was changed: each value before and after, and why where somebody was convened."""

    mission: int
    changes: Mapping[str, tuple[str, str]]
    reason: str
    convened: int


@dataclass(frozen=True, slots=True)
class MissionDeleted:
    """A mission was deleted."""

    mission: int
    title: str
    place: str
    listed: int
