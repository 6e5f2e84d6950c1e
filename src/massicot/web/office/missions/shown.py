"""Missions and their lists as the office's pages show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from massicot.exams import queries as exams
from massicot.missions import queries
from massicot.missions.queries import ProposedPerson
from massicot.missions.rules import AssignmentState, MissionKind
from massicot.missions.rules.listing import BARRING
from massicot.missions.rules.making import ActivityValues
from massicot.missions.rules.ranking import ON_LIST
from massicot.persons import queries as persons
from massicot.web.office.missions.wording import KINDS, standing_of, why_called, why_not


class ListedMission(NamedTuple):
    """One line of the list of missions."""

    title: str
    kind: str
    place: str
    begins_at: datetime
    asked: int
    called: int
    lacking: int
    convened: int
    address: str


@dataclass(frozen=True, slots=True)
class ShownAssignment:
    """One line of a list."""

    row: Any
    name: str
    institution: str
    why: str
    state: str
    named: Sequence[int]

    @property
    def identifier(self) -> str:
        """Give the identifier of the person."""
        return str(self.row.person.identifier)

    @property
    def is_convened(self) -> bool:
        """Say whether they were told to come."""
        return bool(self.row.state == AssignmentState.CONVENED)

    @property
    def part(self) -> str:
        """Say whether they are of the reserve."""
        return gettext("in reserve") if self.row.is_reserve else gettext("needed")


@dataclass(frozen=True, slots=True)
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


PROPOSED, AGAINST = "proposed", "against"
"""Who stands in the order without and with something against them."""


def kind_of(mission: Any) -> str:
    """Say what a mission is for."""
    return str(KINDS[MissionKind(mission.kind)])


def shown_missions(rows: Sequence[Any]) -> list[ListedMission]:
    """Show some missions of a session."""
    return [
        ListedMission(
            row.title,
            kind_of(row),
            row.place,
            timezone.localtime(row.begins_at),
            row.asked,
            row.called,
            row.lacking,
            row.convened,
            reverse("office:mission", args=[row.session.code, row.pk]),
        )
        for row in rows
    ]


def name_of(person: persons.Person) -> str:
    """Write a person's name as lists do: BADIANE Bob."""
    return f"{person.surname} {person.first_name}"


def shown_list(session: exams.Session, at: Any, rows: Sequence[Any]) -> list[ShownAssignment]:
    """Show some lines of a list."""
    day = exams.day_of(session, at)
    situations = persons.situations_of({row.person_id for row in rows}, day)
    names = exams.institution_names({row.institution_uai for row in situations.values()} - {""})
    named = queries.named_on([row.pk for row in rows])
    return [
        ShownAssignment(
            row,
            name_of(row.person),
            _institution(situations.get(row.person_id), names),
            why_called(row.distance_m, row.times_called, row.rank_in_institution, row.of_institution),
            standing_of(row.state, is_aside=row.person.set_aside_at is not None),
            named.get(row.pk, []),
        )
        for row in rows
    ]


def shown_proposals(proposed: Sequence[ProposedPerson]) -> list[ShownPoolPerson]:
    """Show the pool in the order in which it is proposed."""
    missions = {one.slot.mission for row in proposed for one in row.obstacles if one.slot is not None}
    titles = queries.titles_of(missions)
    names = exams.institution_names({row.proposal.person.institution for row in proposed} - {""})
    return [_proposal(row, titles, names) for row in proposed]


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
