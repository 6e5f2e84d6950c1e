"""Who came: the registers of centres, which of them lack, and one of them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from massicot.exams import queries as exams
from massicot.presence import queries
from massicot.presence.queries import DaySheet
from massicot.presence.queries.sending import followed_registers
from massicot.web.office.access import session_or_404
from massicot.web.office.presence.shown import (
    BY_STATE,
    COLUMNS,
    is_asked_for,
    shown_instants,
    shown_lists,
    shown_register,
)
from massicot.web.shared.acts import Forms
from massicot.web.shared.listing import listing_of


@dataclass(frozen=True, slots=True)
class RegisterOfDay:
    """Which register an address names, and its sheet."""

    session: exams.Session
    uai: str
    day: date
    sheet: DaySheet


def register_or_404(_request: HttpRequest, session: str, uai: str, day: str) -> RegisterOfDay:
    """Find the register of a place and day: somebody was called there, or came."""
    row = session_or_404(session)
    try:
        on = date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    sheet = queries.day_sheet(row, uai, on)
    if not sheet.people and sheet.register is None:
        raise Http404
    return RegisterOfDay(row, uai, on, sheet)


def page_of_registers(request: HttpRequest, _found: None, _refused: Forms) -> dict[str, Any]:
    """List the registers of the sessions at work, those that were not sent first."""
    rows = [shown_register(row) for row in followed_registers(timezone.now())]
    asked = request.GET.get(BY_STATE.key, "")
    if asked in dict(BY_STATE.choices):
        rows = [row for row in rows if is_asked_for(row, asked)]
    listing = listing_of(request, "emargements", COLUMNS, rows, search=("place", "uai"), filters=(BY_STATE,))
    return {"listing": listing, "awaited": sum(row.is_awaited for row in listing.selection)}


def page_of_register(_request: HttpRequest, register: RegisterOfDay, _refused: Forms) -> dict[str, Any]:
    """Show the register of one place and day."""
    session, sheet = register.session, register.sheet
    return {
        "session": session,
        "uai": register.uai,
        "place": exams.institution_name(register.uai),
        "contact": exams.contact_of(register.uai),
        "sheet": sheet,
        "lists": shown_lists(sheet),
        **shown_instants(session, sheet),
        "is_over": register.day < exams.day_of(session, timezone.now()),
    }
