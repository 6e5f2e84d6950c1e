"""Who may come in somebody's stead: the pool in the order in which it is called, each with what speaks against them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from massicot.absences import queries as absences
from massicot.exams import queries as exams
from massicot.missions import queries as missions
from massicot.missions.queries import ProposedPerson, calls
from massicot.missions.queries.standing_in import PlaceCalled, call_of, reserve_of, stead_of
from massicot.missions.rules.hours import DayHalf, HalfDay
from massicot.missions.rules.listing import Obstacle, ObstacleKind
from massicot.presence.queries.announcing import said_present
from massicot.replacements.queries.standing import Replacement, standing_halves, words_of
from massicot.replacements.rules import ReplacementState


@dataclass(frozen=True, slots=True)
class StandInChoices:
    """Somebody who is to be replaced, on which half-days, and by whom they may be."""

    call: PlaceCalled
    replaced: Mapping[DayHalf, Replacement]
    away: Collection[DayHalf]
    """The half-days of which an absence is known."""
    open_halves: Sequence[DayHalf]
    """Those on which nobody comes in their stead, and no register has them present."""
    halves: Sequence[DayHalf]
    """Those for which somebody is wanted."""
    words: Sequence[Replacement]
    """What was said of whom, the last first."""
    proposals: Sequence[ProposedPerson]
    reserve: Collection[int] = ()
    """Who is called for the reserve of the mission, by person."""

    @property
    def unanswered(self) -> Mapping[int, Replacement]:
        """Map whoever did not answer, by person, to what was noted."""
        return {row.person_id: row for row in self.words if row.state == ReplacementState.UNANSWERED}

    @property
    def offered(self) -> set[int]:
        """List whom a head has offered."""
        return {row.person_id for row in self.words if row.state == ReplacementState.OFFERED}


def choices_for(absent_id: int, at: datetime, only: Collection[DayHalf] = ()) -> StandInChoices:
    """Tell by whom somebody may be replaced on the half-days that are left to them; raise NotOnList.

    Where an absence is known, on those half-days alone, and on none once somebody comes on each of them; else on all to
    which their letter calls; of these `only` some where they are named.
    """
    call = call_of(absent_id, at)
    replaced = standing_halves(call.assignment)
    away = absences.halves_away(absent_id).keys() & set(call.left)
    present = said_present(call.assignment, calls.halves_called(call.facts)) if call.facts else {}
    open_ones = [half for half in call.left if half not in replaced and half not in present]
    halves = [half for half in open_ones if half in (away or call.called)]
    wanted = [half for half in open_ones if half in only] or halves
    words = words_of(call.assignment)
    if not wanted:
        return StandInChoices(call, replaced, away, open_ones, [], words, [])
    mission = call.assignment.mission
    stead = stead_of(call, wanted, _against(wanted, words))
    everybody = missions.proposals_for(mission, exams.day_of(mission.session, at), stead)
    others = [row for row in everybody if row.person.pk != call.assignment.person_id]
    return StandInChoices(call, replaced, away, open_ones, wanted, words, others, reserve_of(mission.pk))


def away_then(halves: Collection[DayHalf]) -> set[int]:
    """List who is known to be absent on one of some half-days, by person; whoever is ill is so for every session."""
    wanted = set(halves)
    rows = absences.away_rows().filter(day__in={day for day, _ in wanted})
    away = rows.values_list("assignment__person", "day", "half")
    return {person for person, day, half in away if (day, HalfDay(half)) in wanted}


def _against(halves: Collection[DayHalf], words: Sequence[Replacement]) -> Mapping[int, Sequence[Obstacle]]:
    obstacles: dict[int, list[Obstacle]] = defaultdict(list)
    for person in away_then(halves):
        obstacles[person].append(Obstacle(ObstacleKind.AWAY))
    for row in words:
        if row.state == ReplacementState.REFUSED:
            obstacles[row.person_id].append(Obstacle(ObstacleKind.SAID_NO))
    return obstacles
