"""Who came, as the pages of a centre show it: its days, the register of one day, the list of one half-day."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from massicot.absences import queries as absences
from massicot.core.actor import Role
from massicot.core.refused import Refused
from massicot.documents.marker_register import make_marker_register
from massicot.exams import queries as exams
from massicot.presence import queries
from massicot.presence.queries import HalfDaySheet
from massicot.presence.queries.registers import register_document
from massicot.presence.rules import Presence
from massicot.presence.rules.registers import RegisterOrder
from massicot.web.markingcentre.presence import shown
from massicot.web.markingcentre.presence.access import RegisterDay, RegisterHalf, RegisterPlace, day_or_404
from massicot.web.markingcentre.presence.forms import PresenceHoursForm, SendRegisterForm
from massicot.web.shared.access import require_role
from massicot.web.shared.acts import Forms
from massicot.web.shared.outcome import REFUSED
from massicot.web.shared.refusals import sentence_of

ORDERS = {"nom": RegisterOrder.NAME, "mission": RegisterOrder.MISSION}
"""What the orders of the list are called in addresses."""


def page_of_registers(_request: HttpRequest, place: RegisterPlace, _refused: Forms) -> dict[str, Any]:
    """Gather the days on which somebody is expected at the centre, and how far the register of each is."""
    today = exams.day_of(place.session, timezone.now())
    days = [shown.shown_day(place, sheet, today) for sheet in queries.day_sheets(place.session, place.uai)]
    return {"place": place, "marked": place.marked, "days": days, "today": today}


@require_safe
@require_role(Role.MARKING_CENTRE)
def print_register(request: HttpRequest, uai: str, session: str, day: str) -> HttpResponse:
    """Print the list of a day to be signed, by name or mission by mission."""
    here = day_or_404(request, uai, session, day)
    order = ORDERS.get(request.GET.get("ordre", ""), RegisterOrder.NAME)
    try:
        content = make_marker_register(register_document(here.place.session, uai, order, here.day))
    except Refused as refusal:
        page = {**page_of_day(request, here, {}), "form": SendRegisterForm(), "refusal": sentence_of(refusal)}
        return render(request, "markingcentre/day_register.html", page, status=REFUSED)
    response = HttpResponse(content, content_type="application/pdf")
    name = f"emargement-{here.place.session.code}-{uai}-{day}"
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


def page_of_day(_request: HttpRequest, here: RegisterDay, _refused: Forms) -> dict[str, Any]:
    """Gather the register of one day: its half-days, and its way to the exam office."""
    place = here.place
    sheet = queries.day_sheet(place.session, place.uai, here.day)
    now = timezone.now()
    today = exams.day_of(place.session, now)
    return {
        "place": place,
        "marked": place.marked,
        "sheet": sheet,
        "halves": shown.shown_halves(place, sheet),
        "has_come": sheet.day <= today,
        "coming": shown.coming(sheet, now),
        "is_today": sheet.day == today,
        "sent_at": queries.sent_at(place.session, sheet),
        "refusal": "",
    }


def page_of_half(_request: HttpRequest, here: RegisterHalf, refused: Forms) -> dict[str, Any]:
    """Gather the list of one half-day, to be keyed beside the paper that people signed."""
    place = here.place
    day = queries.day_sheet(place.session, place.uai, here.day)
    sheet = day.half(here.half)
    return {
        "place": place,
        "marked": place.marked,
        "here": here,
        "title": shown.TITLES[here.half],
        "day": here.day,
        "is_sent": day.is_sent,
        "sheet": sheet,
        "lines": shown.shown_lines(sheet, _away(here), shown.left_before(day, here.half)),
        "to_key": shown.SAID[Presence.UNKNOWN],
        "hours": PresenceHoursForm(people=hours_choices(sheet), auto_id="hours_%s"),
        "is_refused": bool(refused),
        # The page has no place of their own for the forms that were refused of a list that is sent meanwhile.
        "other_refusals": [form for name, form in refused.items() if name == "presence" or day.is_sent],
    }


def half_sheet(here: RegisterHalf) -> HalfDaySheet:
    """Read the list of a half-day."""
    return queries.day_sheet(here.place.session, here.place.uai, here.day).half(here.half)


def hours_choices(sheet: HalfDaySheet) -> list[tuple[int, str]]:
    """List whose hours can be noted."""
    return [(row.person.pk, shown.name_shown(row)) for row in sheet.rows if row.presence is Presence.PRESENT]


def _away(here: RegisterHalf) -> set[int]:
    """List who is announced absent from this half-day, by person."""
    rows = absences.away_at(here.place.session.pk, here.place.uai, here.day)
    return {row.person for row in rows if row.half is here.half}
