"""Urgent convocations of the staff: shown at the top of the desk, not reached; the letter to be printed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from massicot.core.actor import Role
from massicot.documents.convocations import day_ranges, make_convocation
from massicot.exams import queries as exams
from massicot.missions.queries import printing
from massicot.missions.queries.convocations import Convocation, facts_of
from massicot.missions.queries.letters import UrgentLetter, letter_of_staff, urgent_of_staff
from massicot.web.shared.access import require_role, scopes_of


@dataclass(frozen=True, slots=True, kw_only=True)
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
    return [_letter_line(row, names.get(row.letter.institution_uai, row.letter.institution_uai)) for row in rows]


def _letter_line(row: UrgentLetter, school: str) -> ShownUrgent:
    facts = facts_of(row.letter)
    written = printing.letter_of(row.letter)
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


@require_safe
@require_role(Role.SCHOOL)
def staff_letter(request: HttpRequest, uai: str, code: str) -> HttpResponse:
    """Give the letter of one of the staff, to be printed and handed over."""
    letter = letter_or_404(request, uai, code)
    response = HttpResponse(make_convocation(printing.letter_of(letter)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="convocation-{letter.code}.pdf"'
    return response


def letter_or_404(request: HttpRequest, uai: str, code: str) -> Convocation:
    """Find a letter of one's own staff that has still to be handed over; another's is not there."""
    letter = letter_of_staff(uai, code) if uai in scopes_of(request, Role.SCHOOL) else None
    if letter is None:
        raise Http404
    return letter
