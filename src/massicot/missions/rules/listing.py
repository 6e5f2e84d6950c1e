"""The list of a mission: who is put there, taken off, kept at their place; what speaks against somebody.

Hours that overlap and two places on one half-day bar the list, whoever asks: nobody can keep both. So does somebody
whom the office set aside. All the rest is told beside the name, and the office decides; only the rule that fills a list
leaves such a person out. Whoever was taken off a list is not put there again by the rule.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from massicot.core.refused import N_, Refused
from massicot.missions.rules import MissionKind, ranking
from massicot.missions.rules.hours import Slot

SEES_NUMBERS = frozenset({MissionKind.MARKING, MissionKind.BOARD, MissionKind.MARKING_STAFF})
"""Missions whose people see anonymity numbers: whoever knows the names of the session is told as such."""

FROM_ANYWHERE = frozenset({MissionKind.EXAM_STAFF})
"""Missions that take persons outside the pool of their session."""


class ObstacleKind(StrEnum):
    """What speaks against calling somebody."""

    HOURS = "hours"
    PLACES = "places"
    UNAVAILABLE = "unavailable"
    NAMES = "names"
    SET_ASIDE = "set-aside"
    ON_LIST = ranking.ON_LIST
    TAKEN_OFF = "taken-off"
    AWAY = "away"
    SAID_NO = "said-no"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing that speaks against calling somebody, and what is known of it."""

    kind: ObstacleKind
    slot: Slot | None = None
    days: tuple[date, date] | None = None


class ListFull(Refused):
    """One too many."""

    sentence = N_(
        "The list has its {places} persons already: take somebody off, or ask for more persons in the mission first."
    )


class OnListAlready(Refused):
    """A person put on a list twice."""

    sentence = N_("{person} is on this list already.")


class NotOnList(Refused):
    """Somebody who was taken off meanwhile."""

    sentence = N_("This person is on the list no more: look at the list as it is now.")


class CannotKeepBoth(Refused):
    """Somebody who would be at two places, or twice at one."""

    sentence = N_(
        "{person} is on the list of “{other}” on {day}, and nobody can keep both: take them off that list first, or "
        "choose somebody else."
    )


class PersonSetAside(Refused):
    """Somebody whom the office set aside."""

    sentence = N_("{person} is set aside ({reason}): bring them back on their page first.")


class NotInPool(Refused):
    """Somebody whom the session may not call for such a mission."""

    sentence = N_(
        "{person} is not in the pool of {session}: import them into it first. Only the staff of an exam centre come "
        "from outside."
    )


class PersonConvened(Refused):
    """Somebody taken off a list who was told to come."""

    sentence = N_(
        "{person} is convened: cancel the run of their convocation first, which tells them; then take them off the "
        "list."
    )


class NobodyToTakeOff(Refused):
    """A list without anybody who could be taken off at once."""

    sentence = N_("Nobody is to be taken off: those on the list are pinned or convened, or it is empty.")


class NotForNamed(Refused):
    """Somebody named for what everybody keeps."""

    sentence = N_("Everybody of the mission keeps this activity: nobody is named for it.")


class NobodyLeft(Refused):
    """A mission filled when the list is full, or nobody is left."""

    sentence = N_("Nobody was put on the list: {why}")


class PinnedAlready(Refused):
    """A person pinned, or set free, twice."""

    sentence = N_("{person} stands so already: look at the list as it is now.")


@dataclass(frozen=True, slots=True)
class MissionFilled:
    """The list of a mission was filled by the rule; who was put there, and how many places stay empty."""

    mission: int
    persons: Sequence[str]
    lacking: int


@dataclass(frozen=True, slots=True)
class PersonListed:
    """A person was put on the list of a mission by hand."""

    mission: int
    person: str
    obstacles: Sequence[str]


@dataclass(frozen=True, slots=True)
class PersonTakenOff:
    """A person was taken off the list of a mission."""

    mission: int
    person: str


@dataclass(frozen=True, slots=True)
class ListCleared:
    """All those of a list who are neither pinned nor convened were taken off."""

    mission: int
    persons: Sequence[str]


@dataclass(frozen=True, slots=True)
class PersonPinned:
    """A person of a list stays when it is cleared."""

    mission: int
    person: str


@dataclass(frozen=True, slots=True)
class PersonSetFree:
    """A person of a list no longer stays when it is cleared."""

    mission: int
    person: str


@dataclass(frozen=True, slots=True)
class PersonNamed:
    """A person was named for an activity that not everybody keeps."""

    mission: int
    person: str
    activity: str


@dataclass(frozen=True, slots=True)
class PersonNamedNoMore:
    """A person is named for an activity no more."""

    mission: int
    person: str
    activity: str


BARRING = frozenset({ObstacleKind.HOURS, ObstacleKind.PLACES})


def keys_of(obstacles: Sequence[Obstacle]) -> tuple[str, ...]:
    """Name what speaks against somebody as the order of the list asks it."""
    return tuple(dict.fromkeys(obstacle.kind.value for obstacle in obstacles))


def barring(obstacles: Mapping[str, Sequence[Obstacle]], person: str) -> Slot | None:
    """Find the hours elsewhere that bar somebody from a list."""
    return next((row.slot for row in obstacles.get(person, ()) if row.kind in BARRING and row.slot), None)
