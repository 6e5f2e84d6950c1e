"""The act of announcing an absence, beside the registers of the half-days that it is of."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from massicot.absences import services as absence_acts
from massicot.absences.queries import Absence
from massicot.absences.rules import Who
from massicot.absences.rules.announcing import SaidOfAbsence
from massicot.core.actor import Actor
from massicot.missions.queries import calls
from massicot.missions.rules.hours import DayHalf
from massicot.presence.queries.announcing import said_present
from massicot.presence.rules.announcing import check_not_present
from massicot.presence.services.holding import hold_registers


@transaction.atomic
def announce_absence(
    *, assignment_id: int, halves: Collection[DayHalf], said: SaidOfAbsence, way: Who, by: Actor, at: datetime
) -> Absence:
    """Note that somebody does not come, or did not, on half-days to which their letter calls them.

    Raise PresentThen, PresentThenAndSent, NoHalfDays, HalfNotCalled, AwayAlready, NotOnList, TextNamesCandidate,
    TextMayNameCandidate or SessionIsArchived.
    """
    assignment, places = calls.places_called(assignment_id)
    here = {half: places[half] for half in halves if half in places}
    hold_registers(assignment.mission.session, {(day, place) for (day, _), place in here.items()}, at)
    check_not_present(calls.name_on(assignment), halves, said_present(assignment, here))
    return absence_acts.announce_unchecked_register(
        assignment_id=assignment_id, halves=halves, said=said, way=way, by=by, at=at
    )
