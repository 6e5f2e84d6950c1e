"""Urgent convocations of the staff as the top of the desk shows them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from massicot.documents.convocations import day_ranges
from massicot.exams import queries as exams
from massicot.missions.queries import setting
from massicot.missions.queries.convocations import facts_of
from massicot.missions.queries.staff import UrgentLetter, urgent_of_staff


@dataclass(frozen=True, slots=True)
class ShownUrgent:
    """One urgent convocation that somebody has to hand over."""

    uai: str
    code: str
    school: str
    name: str
    mission: str
    days: list[str]
    places: list[str]
    telephone: str
    office: str
    is_unreached: bool


def shown_urgent(uais: Collection[str], now: datetime) -> list[ShownUrgent]:
    """Show the urgent convocations of the staff of some institutions of which nobody knows yet."""
    rows = urgent_of_staff(uais, now)
    names = exams.institution_names({row.letter.institution_uai for row in rows}) if rows else {}
    return [_shown(row, names.get(row.letter.institution_uai, row.letter.institution_uai)) for row in rows]


def _shown(row: UrgentLetter, school: str) -> ShownUrgent:
    facts = facts_of(row.letter)
    written = setting.letter_of(row.letter)
    return ShownUrgent(
        uai=row.letter.institution_uai,
        code=row.letter.code,
        school=school,
        name=facts.person.name,
        mission=facts.title,
        days=[row.words for row in day_ranges(written.lines)],
        places=[place.name for place in facts.places],
        telephone=row.letter.assignment.person.telephone,
        office=facts.office.telephone,
        is_unreached=row.is_unreached,
    )
