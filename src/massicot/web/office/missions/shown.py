"""Missions and their lists as the office's pages show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext

from massicot.exams import queries as exams
from massicot.missions import queries
from massicot.missions.queries import ProposedPerson
from massicot.missions.queries.expected import UncalledMarker
from massicot.missions.rules import AssignmentState, MissionKind, mission_table
from massicot.missions.rules.lists import BARRING, Obstacle, ObstacleKind
from massicot.missions.rules.missions import ActivityValues
from massicot.missions.rules.ranking import ON_LIST, CallProposal
from massicot.persons import queries as persons
from massicot.web.office.missions.forms import KINDS
from massicot.web.shared import instants
from massicot.web.shared.enumeration import join_parts

METRES = 1000

STATES: Mapping[AssignmentState, Promise | str] = {
    AssignmentState(state): gettext_lazy(word) for state, word in mission_table.STATES.items()
}
_SAID: Mapping[ObstacleKind, Promise | str] = {
    ObstacleKind.NAMES: gettext_lazy("has or had an access that shows the names of the candidates"),
    ObstacleKind.SET_ASIDE: gettext_lazy("set aside by the office"),
    ObstacleKind.ON_LIST: gettext_lazy("on this list already"),
    ObstacleKind.TAKEN_OFF: gettext_lazy("taken off this list: put back by hand only"),
    ObstacleKind.AWAY: gettext_lazy("cannot come then"),
    ObstacleKind.SAID_NO: gettext_lazy("asked already, and said no"),
}


class ListedMission(NamedTuple):
    title: str
    kind: str
    place: str
    begins_at: datetime
    asked: int
    called: int
    lacking: int
    convened: int
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAssignment:
    row: Any
    name: str
    institution: str
    why: str
    state: str
    named: Sequence[int]

    @property
    def identifier(self) -> str:
        return str(self.row.person.identifier)

    @property
    def is_convened(self) -> bool:
        return bool(self.row.state == AssignmentState.CONVENED)

    @property
    def part(self) -> str:
        return gettext("in reserve") if self.row.is_reserve else gettext("needed")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPoolPerson:
    """One person of the pool at their place in the order."""

    rank: int
    identifier: str
    name: str
    institution: str
    discipline: str
    why: str
    against: str
    standing: str
    may_be_put: bool


@dataclass(frozen=True, slots=True)
class ShownUncalled:
    row: UncalledMarker
    name: str
    place: str
    days: str


PROPOSED, AGAINST = "proposed", "against"
"""Who stands in the order without and with something against them."""


def kind_of(mission: Any) -> str:
    return str(KINDS[MissionKind(mission.kind)])


def shown_missions(rows: Sequence[Any], zone: ZoneInfo) -> list[ListedMission]:
    return [
        ListedMission(
            title=row.title,
            kind=kind_of(row),
            place=row.place,
            begins_at=row.begins_at.astimezone(zone),
            asked=row.asked,
            called=row.called,
            lacking=row.lacking,
            convened=row.convened,
            address=reverse("office:mission", args=[row.session.code, row.pk]),
        )
        for row in rows
    ]


def name_of(person: persons.Person) -> str:
    """Write a person's name as lists do: BADIANE Bob."""
    return f"{person.surname} {person.first_name}"


def shown_list(session: exams.Session, at: Any, rows: Sequence[Any]) -> list[ShownAssignment]:
    day = exams.day_of(session, at)
    situations = persons.situations_of({row.person_id for row in rows}, day)
    names = exams.institution_names({row.institution_uai for row in situations.values()} - {""})
    named = queries.named_on([row.pk for row in rows])
    return [
        ShownAssignment(
            row=row,
            name=name_of(row.person),
            institution=_institution(situations.get(row.person_id), names),
            why=why_called(row.distance_m, row.times_called, row.rank_in_institution, row.of_institution),
            state=standing_of(row.state, is_aside=row.person.set_aside_at is not None),
            named=named.get(row.pk, []),
        )
        for row in rows
    ]


def shown_proposals(proposed: Sequence[ProposedPerson]) -> list[ShownPoolPerson]:
    """Show the pool in the order in which it is proposed."""
    missions = {one.slot.mission for row in proposed for one in row.obstacles if one.slot is not None}
    titles = queries.titles_of(missions)
    names = exams.institution_names({row.proposal.person.institution for row in proposed} - {""})
    return [_proposal(row, titles, names) for row in proposed]


def shown_uncalled(rows: Sequence[UncalledMarker]) -> list[ShownUncalled]:
    names = exams.institution_names({row.centre_uai for row in rows})
    return [
        ShownUncalled(
            row,
            name_of(row.person),
            names.get(row.centre_uai, row.centre_uai),
            ", ".join(instants.day(day) for day in row.days),
        )
        for row in rows
    ]


def hours_initial(activities: Sequence[ActivityValues], place_uai: str) -> list[dict[str, Any]]:
    """Fill the rows of a form with the hours of a mission; the same hours on days that follow make one row."""
    return [
        {
            "title": row.title,
            "day": row.day,
            "starts": row.starts,
            "ends": row.ends,
            "place_uai": "" if row.place_uai == place_uai else row.place_uai,
            "is_for_named": row.is_for_named,
        }
        for row in activities
    ]


def _proposal(row: ProposedPerson, titles: Mapping[int, str], names: Mapping[str, str]) -> ShownPoolPerson:
    proposal = row.proposal
    uai = proposal.person.institution
    bars = any(one.kind in BARRING for one in row.obstacles) or row.person.set_aside_at is not None
    on_list = ON_LIST in proposal.person.obstacles
    return ShownPoolPerson(
        rank=proposal.rank,
        identifier=proposal.person.identifier,
        name=name_of(row.person),
        institution=names.get(uai, uai),
        discipline=proposal.person.discipline,
        why=why_called(
            proposal.distance_m, proposal.person.times_called, proposal.rank_in_institution, proposal.of_institution
        ),
        against=why_not(proposal, row.obstacles, titles),
        standing=PROPOSED if proposal.is_proposed else AGAINST,
        may_be_put=not (bars or on_list),
    )


def _institution(situation: persons.Situation | None, names: Mapping[str, str]) -> str:
    return names.get(situation.institution_uai, situation.institution_uai) if situation else ""


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
    return join_parts(reasons)


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


def standing_of(state: str, *, is_aside: bool) -> str:
    """Say how somebody on a list stands; whoever is set aside since keeps their place, and is sent no letter."""
    said = str(STATES[AssignmentState(state)])
    return f"{said}, {_SAID[ObstacleKind.SET_ASIDE]}" if is_aside else said
