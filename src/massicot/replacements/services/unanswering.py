"""The act that takes the answer to an absence back, beside whoever comes in the stead of the absent person."""

from datetime import datetime

from django.db import transaction

from massicot.absences import queries as absences
from massicot.absences import services as absence_acts
from massicot.core.actor import Actor
from massicot.core.draws import Draw
from massicot.missions import queries as missions
from massicot.missions.services import Addresses
from massicot.replacements.queries.standing import standing_halves


@transaction.atomic
def take_back_answer(
    *, absence_id: int, reason: str, addresses: Addresses, draw: Draw, by: Actor, at: datetime
) -> None:
    """Take the answer to an absence back; on half-days on which somebody comes instead, nobody else is called again.

    Raise ReasonMissing, AbsenceUnknown, AbsenceMoved or SessionIsArchived.
    """
    absence = absences.absence_by_id(absence_id)
    # Whoever replaces somebody waits here too.
    missions.hold_mission(absence.assignment.mission_id)
    absence_acts.take_back_answer_unchecked_replacement(
        absence_id=absence_id,
        reason=reason,
        replaced=standing_halves(absence.assignment),
        addresses=addresses,
        draw=draw,
        by=by,
        at=at,
    )
