"""The act that withdraws an absence, where nobody comes in the stead of the absent person."""

from datetime import datetime

from django.db import transaction

from massicot.absences import queries as absences
from massicot.absences import services as absence_acts
from massicot.absences.rules import Who
from massicot.core.actor import Actor
from massicot.missions import queries as missions
from massicot.replacements import rules
from massicot.replacements.queries.standing import name_of, standing_halves


@transaction.atomic
def withdraw_absence(*, absence_id: int, reason: str, who: Who, by: Actor, at: datetime) -> None:
    """Withdraw an absence that was said by mistake, or whose person comes after all, while nothing is decided.

    Raise ReplacedMeanwhile, ReasonMissing, TextNamesCandidate, TextMayNameCandidate, SaidByAnother, AbsenceUnknown,
    AbsenceMoved or SessionIsArchived.
    """
    absence = absences.absence_by_id(absence_id)
    # Whoever replaces somebody waits here too.
    missions.hold_mission(absence.assignment.mission_id)
    standing = standing_halves(absence.assignment)
    for day, half in absences.halves_of(absence):
        if (day, half) in standing:
            raise rules.ReplacedMeanwhile(person=name_of(absence.assignment.person), day=f"{day:%d/%m/%Y}")
    absence_acts.withdraw_absence_unchecked_replacement(absence_id=absence_id, reason=reason, who=who, by=by, at=at)
