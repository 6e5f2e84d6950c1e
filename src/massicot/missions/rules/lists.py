"""The list of a mission: who is put there, taken off, kept at their place; what speaks against somebody.

Hours that overlap and two places on one half-day bar the list, whoever asks: nobody can keep both. So does somebody
whom the office set aside. All the rest is told beside the name, and the office decides; only the rule that fills a list
leaves such a person out. Whoever was taken off a list is not put there again by the rule.

What filling a list could not do, and why: how many of the pool were left out for which reason.

Leaving the pool of a session, or every list: for whoever was put there by mistake, or under a second identifier. Nobody
leaves who is on the list of a mission of the session: they would be called from outside its pool. A mission that takes
its people from anywhere holds nobody back.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from massicot.audit.rules import Fact
from massicot.core.refused import N_, NN_, Phrase, Phrases, Refused
from massicot.missions.rules import ranking
from massicot.missions.rules.hours import Slot
from massicot.missions.rules.missions import MissionKind
from massicot.missions.rules.ranking import CallProposal

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
    sentence = N_(
        "The list has its {places} persons already: take somebody off, or ask for more persons in the mission first."
    )


class OnListAlready(Refused):
    sentence = N_("{person} is on this list already.")


class NotOnList(Refused):
    sentence = N_("This person is on the list no more: look at the list as it is now.")


class CannotKeepBoth(Refused):
    sentence = N_(
        "{person} is on the list of “{other}” on {day}, and nobody can keep both: take them off that list first, or "
        "choose somebody else."
    )


class PersonSetAside(Refused):
    sentence = N_("{person} is set aside ({reason}): bring them back on their page first.")


class NotInPool(Refused):
    sentence = N_(
        "{person} is not in the pool of {session}: import them into it first. Only the staff of an exam centre come "
        "from outside."
    )


class PersonConvened(Refused):
    sentence = N_(
        "{person} is convened: cancel the run of their convocation first, which tells them; then take them off the "
        "list."
    )


class NobodyToTakeOff(Refused):
    sentence = N_("Nobody is to be taken off: those on the list are pinned or convened, or it is empty.")


class NotForNamed(Refused):
    sentence = N_("Everybody of the mission keeps this activity: nobody is named for it.")


class NobodyLeft(Refused):
    sentence = N_("Nobody was put on the list: {why}")


class PinnedAlready(Refused):
    sentence = N_("{person} stands so already: look at the list as it is now.")


@dataclass(frozen=True, slots=True)
class MissionFilled(Fact):
    """The list of a mission was filled by the rule; who was put there, and how many places stay empty."""

    journal_word = N_("list of a mission filled")
    mission: int
    persons: Sequence[str]
    lacking: int


@dataclass(frozen=True, slots=True)
class PersonListed(Fact):
    journal_word = N_("person put on the list of a mission")
    mission: int
    person: str
    obstacles: Sequence[str]


@dataclass(frozen=True, slots=True)
class PersonTakenOff(Fact):
    journal_word = N_("person taken off the list of a mission")
    mission: int
    person: str


@dataclass(frozen=True, slots=True)
class ListCleared(Fact):
    journal_word = N_("list of a mission cleared")
    mission: int
    persons: Sequence[str]


@dataclass(frozen=True, slots=True)
class PersonPinned(Fact):
    journal_word = N_("person pinned on the list of a mission")
    mission: int
    person: str


@dataclass(frozen=True, slots=True)
class PersonSetFree(Fact):
    journal_word = N_("person of a list pinned no more")
    mission: int
    person: str


@dataclass(frozen=True, slots=True)
class PersonNamed(Fact):
    """A person was named for an activity that not everybody keeps."""

    journal_word = N_("person named for an activity")
    mission: int
    person: str
    activity: str


@dataclass(frozen=True, slots=True)
class PersonNamedNoMore(Fact):
    journal_word = N_("person named for an activity no more")
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


OTHER_DISCIPLINE, OTHER_PAPER = "discipline", "paper"

WORDS = {
    OTHER_DISCIPLINE: NN_("{n} is of another discipline", "{n} are of another discipline"),
    OTHER_PAPER: NN_("{n} may not be called for this paper", "{n} may not be called for this paper"),
    ObstacleKind.HOURS: NN_("{n} is called elsewhere at these hours", "{n} are called elsewhere at these hours"),
    ObstacleKind.PLACES: NN_(
        "{n} is at another place on one of these half-days", "{n} are at another place on one of these half-days"
    ),
    ObstacleKind.UNAVAILABLE: NN_("{n} is not available", "{n} are not available"),
    ObstacleKind.NAMES: NN_("{n} knows the names of the candidates", "{n} know the names of the candidates"),
    ObstacleKind.SET_ASIDE: NN_("{n} is set aside", "{n} are set aside"),
    ObstacleKind.ON_LIST: NN_("{n} is on the list already", "{n} are on the list already"),
    ObstacleKind.TAKEN_OFF: NN_("{n} was taken off the list", "{n} were taken off the list"),
    ObstacleKind.AWAY: NN_("{n} cannot come then", "{n} cannot come then"),
    ObstacleKind.SAID_NO: NN_("{n} has said no", "{n} have said no"),
}
"""Why somebody was left out, by the first thing that speaks against them."""

_NOBODY = NN_("the pool of the session is empty", "the pool of the session is empty")


@dataclass(frozen=True, slots=True)
class LeftUncalled:
    """How many of the pool were left out, by the reason."""

    counts: Counter[str]
    pool: int

    @property
    def phrases(self) -> Phrases:
        """Tell it in words, the most frequent reason first."""
        if not self.pool:
            return Phrases([Phrase(*_NOBODY)])
        return Phrases(Phrase(*WORDS[reason], n=count) for reason, count in self.counts.most_common())


def left_uncalled(proposals: Iterable[CallProposal]) -> LeftUncalled:
    """Count who was left out, each by one reason."""
    rows = list(proposals)
    return LeftUncalled(Counter(reason for row in rows if (reason := reason_of(row))), len(rows))


def reason_of(proposal: CallProposal) -> str:
    """Name the first thing that speaks against somebody; empty where nothing does."""
    if proposal.person.obstacles:
        return str(proposal.person.obstacles[0])
    if not proposal.fits_discipline:
        return OTHER_DISCIPLINE
    return "" if proposal.fits_paper else OTHER_PAPER


class OnListsStill(Refused):
    sentence = N_(
        "{identifier} is on the lists of: {missions}. Take them off there first, or cancel their convocation, which "
        "tells them; then come back here. To call them no more, and keep what is agreed, set them aside."
    )
