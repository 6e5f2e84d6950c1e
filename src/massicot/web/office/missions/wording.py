"""How missions, reasons and obstacles are called."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext

from massicot.missions.rules import AssignmentState, MissionKind, mission_table
from massicot.missions.rules.listing import Obstacle, ObstacleKind
from massicot.missions.rules.ranking import CallProposal
from massicot.web.shared import instants
from massicot.web.shared.enumeration import parted

METRES = 1000

KINDS: Mapping[MissionKind, Promise | str] = {
    MissionKind(kind): gettext_lazy(word) for kind, word in mission_table.KINDS.items()
}
STATES: Mapping[AssignmentState, Promise | str] = {
    AssignmentState(state): gettext_lazy(word) for state, word in mission_table.STATES.items()
}


def why_called(distance_m: int | None, times_called: int, rank: int, of: int) -> str:
    """Say in words why somebody stands where they do: 12 km, not called this year, no. 2 to be called of 4."""
    return ", ".join((_distance(distance_m), _times(times_called), _rank(rank, of)))


def why_not(proposal: CallProposal, obstacles: Sequence[Obstacle], titles: Mapping[int, str]) -> str:
    """Say in words what speaks against calling somebody; empty where nothing does."""
    reasons = [_obstacle(obstacle, titles) for obstacle in obstacles]
    if not proposal.fits_discipline:
        reasons.append(gettext("of another discipline: {discipline}").format(discipline=proposal.person.discipline))
    if not proposal.fits_paper:
        reasons.append(gettext("may be called for {papers} only").format(papers=", ".join(proposal.person.papers)))
    return parted(reasons)


def _distance(metres: int | None) -> str:
    if metres is None:
        return gettext("distance unknown")
    if metres < METRES:
        return gettext("less than 1 km")
    return gettext("{n} km").format(n=round(metres / METRES))


def _times(count: int) -> str:
    if not count:
        return gettext("not called this year")
    return ngettext("called once this year", "called {n} times this year", count).format(n=count)


def _rank(rank: int, of: int) -> str:
    if not of:
        return gettext("of no institution")
    if of == 1:
        return gettext("the only one of their institution")
    return gettext("no. {rank} in the order in which the {of} of their institution are called").format(rank=rank, of=of)


def _obstacle(obstacle: Obstacle, titles: Mapping[int, str]) -> str:
    if obstacle.slot is not None:
        day = instants.day(obstacle.slot.starts_at.date())
        title = titles.get(obstacle.slot.mission, "")
        if obstacle.kind is ObstacleKind.HOURS:
            return gettext("called for “{title}” at these hours on {day}").format(title=title, day=day)
        return gettext("at another place on {day}, for “{title}”").format(title=title, day=day)
    if obstacle.days is not None:
        first, last = obstacle.days
        return _days(first, last)
    return str(_SAID[obstacle.kind])


def _days(first: date, last: date) -> str:
    if first == last:
        return gettext("not available on {day}").format(day=instants.day(first))
    return gettext("not available from {first} to {last}").format(first=instants.day(first), last=instants.day(last))


_SAID: Mapping[ObstacleKind, Promise | str] = {
    ObstacleKind.NAMES: gettext_lazy("has or had an access that shows the names of the candidates"),
    ObstacleKind.SET_ASIDE: gettext_lazy("set aside by the office"),
    ObstacleKind.ON_LIST: gettext_lazy("on this list already"),
    ObstacleKind.TAKEN_OFF: gettext_lazy("taken off this list: put back by hand only"),
    ObstacleKind.AWAY: gettext_lazy("cannot come then"),
    ObstacleKind.SAID_NO: gettext_lazy("asked already, and said no"),
}


def standing_of(state: str, *, is_aside: bool) -> str:
    """Say how somebody on a list stands; whoever is set aside since keeps their place, and is sent no letter."""
    said = str(STATES[AssignmentState(state)])
    return f"{said}, {_SAID[ObstacleKind.SET_ASIDE]}" if is_aside else said
