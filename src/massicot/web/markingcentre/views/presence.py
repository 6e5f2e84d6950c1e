"""Who came: the days of a centre, the register of one day, its list to be signed, its way to the exam office."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from massicot.core.actor import Role
from massicot.core.refused import Refused
from massicot.documents.marker_register import make_marker_register
from massicot.exams import queries as exams
from massicot.presence import queries, services
from massicot.presence.queries.printing import register_document
from massicot.presence.rules.printing import RegisterOrder
from massicot.web.markingcentre.presence_access import RegisterPlace, day_or_404, place_or_404
from massicot.web.markingcentre.presence_forms import SendRegisterForm
from massicot.web.markingcentre.presence_shown import coming, shown_day, shown_halves
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds
from massicot.web.shared.refusals import sentence_of

ORDERS = {"nom": RegisterOrder.NAME, "mission": RegisterOrder.MISSION}
"""What the orders of the list are called in addresses."""


@require_safe
@require_role(Role.MARKING_CENTRE)
def registers(request: HttpRequest, uai: str, session: str) -> HttpResponse:
    """Show the days on which somebody is expected at the centre, and how far the register of each is."""
    place = place_or_404(request, uai, session)
    today = exams.day_of(place.session, timezone.now())
    days = [shown_day(place, sheet, today) for sheet in queries.day_sheets(place.session, uai)]
    page = {"place": place, "marked": place.marked, "days": days, "today": today}
    return render(request, "markingcentre/registers.html", page)


@require_safe
@require_role(Role.MARKING_CENTRE)
def day_register(request: HttpRequest, uai: str, session: str, day: str) -> HttpResponse:
    """Show the register of one day: its half-days, and its way to the exam office."""
    return _page(request, place_or_404(request, uai, session), day, SendRegisterForm())


@require_safe
@require_role(Role.MARKING_CENTRE)
def print_register(request: HttpRequest, uai: str, session: str, day: str) -> HttpResponse:
    """Print the list of a day to be signed, by name or mission by mission."""
    place = place_or_404(request, uai, session)
    order = ORDERS.get(request.GET.get("ordre", ""), RegisterOrder.NAME)
    try:
        content = make_marker_register(register_document(place.session, uai, order, day_or_404(day)))
    except Refused as refusal:
        return _page(request, place, day, SendRegisterForm(), sentence_of(refusal))
    response = HttpResponse(content, content_type="application/pdf")
    name = f"emargement-{place.session.code}-{uai}-{day}"
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


@require_POST
@require_role(Role.MARKING_CENTRE)
def send_register(request: HttpRequest, uai: str, session: str, day: str) -> HttpResponse:
    """Close the register of a day: the exam office has it."""
    place = place_or_404(request, uai, session)
    form = SendRegisterForm(request.POST, request.FILES)

    def act() -> None:
        services.send_register(
            session=place.session,
            place_uai=uai,
            day=day_or_404(day),
            remark=form.cleaned_data["remark"],
            scan=form.cleaned_data["scan"],
            by=actor_of(request),
            at=timezone.now(),
        )

    if succeeds(form, act):
        return done(request, gettext("The register is at the exam office."), place.address("registers"))
    return _page(request, place, day, form)


def _page(request: HttpRequest, place: RegisterPlace, day: str, form: forms.Form, refusal: str = "") -> HttpResponse:
    sheet = queries.day_sheet(place.session, place.uai, day_or_404(day))
    now = timezone.now()
    today = exams.day_of(place.session, now)
    page: dict[str, Any] = {
        "place": place,
        "marked": place.marked,
        "sheet": sheet,
        "halves": shown_halves(place, sheet),
        "has_come": sheet.day <= today,
        "coming": coming(sheet, now),
        "is_today": sheet.day == today,
        "sent_at": queries.sent_at(place.session, sheet),
        "form": form,
        "refusal": refusal,
    }
    return render(request, "markingcentre/day_register.html", page, status=REFUSED if form.is_bound or refusal else 200)
