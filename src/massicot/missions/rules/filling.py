"""What filling a list could not do, and why: how many of the pool were left out for which reason."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from massicot.core.refused import NN_, Phrase, Phrases
from massicot.missions.rules.listing import ObstacleKind
from massicot.missions.rules.ranking import CallProposal

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
