"""On which half-days of a letter a register has its reader present, for whoever would say that they do not come."""

from collections.abc import Mapping

from massicot.absences import queries as absences
from massicot.exams import queries as exams
from massicot.missions.queries import calls, convocations
from massicot.missions.queries.calls import Assignment
from massicot.missions.queries.convocations import Convocation
from massicot.missions.rules.hours import DayHalf, HalfDay
from massicot.presence.models import PresenceLine
from massicot.presence.rules import Presence
from massicot.presence.rules.announcing import SaidThere


def said_present(assignment: Assignment, places: Mapping[DayHalf, str]) -> dict[DayHalf, SaidThere]:
    """Map those of some half-days on which the register of their place has somebody present to what it says."""
    rows = PresenceLine.objects.filter(
        person=assignment.person_id,
        half__register__session=assignment.mission.session_id,
        half__register__place_uai__in=set(places.values()),
        presence=Presence.PRESENT,
    )
    registers = {(row.day, HalfDay(row.half_day)): row.half.register for row in rows.select_related("half__register")}
    there = {half: row for half, row in registers.items() if places.get(half) == row.place_uai}
    names = exams.institution_names({row.place_uai for row in there.values()}) if there else {}
    return {half: SaidThere(names.get(row.place_uai, row.place_uai), row.is_sent) for half, row in there.items()}


def halves_to_announce(letter: Convocation) -> list[DayHalf]:
    """List the half-days of a letter on which its reader is neither known to be away nor present by a register."""
    places = calls.halves_called(convocations.facts_of(letter))
    known = absences.halves_away(letter.assignment_id).keys() | said_present(letter.assignment, places).keys()
    return [half for half in places if half not in known]
