"""Who came: the registers of centres, which of them lack, one of them, opened again or asked for."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.presence import queries, services
from massicot.presence.queries.followed import followed_registers
from massicot.presence.rules.sending import RegisterState
from massicot.web.office.access import session_or_404
from massicot.web.office.presence.shown import (
    BY_STATE,
    COLUMNS,
    is_asked_for,
    shown_instants,
    shown_lists,
    shown_register,
)
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, noted, succeeds
from massicot.web.shared.fields import ReasonField
from massicot.web.shared.listing import Listing, asks_for_part, is_taken_away, listing_of, take_away
from massicot.web.shared.numbers import Grouped


class ReopenForm(forms.Form):
    """Why the register of a day is opened again; its centre reads it."""

    reason = ReasonField()


@require_safe
@require_role(Role.OFFICE)
def registers(request: HttpRequest) -> HttpResponse:
    """List the registers of the sessions at work, those that were not sent first."""
    listing = _listing(request, timezone.now())
    if is_taken_away(request):
        return take_away(request, listing)
    template = "office/presence/registers.html#listing" if asks_for_part(request) else "office/presence/registers.html"
    return _list_page(request, listing, template)


@require_POST
@require_role(Role.OFFICE)
def remind_registers(request: HttpRequest) -> HttpResponse:
    """Remind every centre of the registers that it has not sent."""
    now = timezone.now()
    asked = services.remind_of_registers(by=actor_of(request), at=now)
    address = reverse("office:registers", query={"etat": RegisterState.AWAITED})
    if not asked.registers:
        return noted(request, gettext("Every centre was reminded a short while ago, or nothing lacks."), address)
    sentence = ngettext("{n} register is asked for", "{n} registers are asked for", asked.registers)
    mails = ngettext("{n} mail leaves.", "{n} mails leave.", asked.mails).format(n=Grouped(asked.mails))
    return done(request, f"{sentence.format(n=Grouped(asked.registers))} ; {mails}", address)


@require_safe
@require_role(Role.OFFICE)
def register(request: HttpRequest, session: str, uai: str, day: str) -> HttpResponse:
    """Show the register of one place and day."""
    return _page(request, session_or_404(session), uai, _day_or_404(day), ReopenForm())


@require_POST
@require_role(Role.OFFICE)
def reopen_register(request: HttpRequest, session: str, uai: str, day: str) -> HttpResponse:
    """Open a register that was sent again, with a reason that its centre reads."""
    row = session_or_404(session)
    on = _day_or_404(day)
    form = ReopenForm(request.POST)

    def act() -> None:
        services.reopen_register(
            session=row,
            place_uai=uai,
            day=on,
            reason=form.cleaned_data["reason"],
            by=actor_of(request),
            at=timezone.now(),
        )

    if succeeds(form, act):
        return done(request, gettext("The register is open: its centre sends it anew."), _address(session, uai, day))
    return _page(request, row, uai, on, form)


@require_POST
@require_role(Role.OFFICE)
def see_remark(request: HttpRequest, session: str, uai: str, day: str) -> HttpResponse:
    """Take note of the remark with which a register was sent."""
    row = session_or_404(session)
    on = _day_or_404(day)
    form = forms.Form(request.POST)
    by = actor_of(request)
    at = timezone.now()
    if succeeds(form, lambda: services.see_remark(session=row, place_uai=uai, day=on, by=by, at=at)):
        return done(request, gettext("Noted: the home page asks for it no more."), _address(session, uai, day))
    return _page(request, row, uai, on, form)


@require_POST
@require_role(Role.OFFICE)
def remind_register(request: HttpRequest, session: str, uai: str, day: str) -> HttpResponse:
    """Remind a centre of the register of one day."""
    row = session_or_404(session)
    on = _day_or_404(day)
    form = forms.Form(request.POST)
    mails: list[int] = []

    def act() -> None:
        mails.append(
            services.remind_of_register(session=row, place_uai=uai, day=on, by=actor_of(request), at=timezone.now())
        )

    if not succeeds(form, act):
        return _page(request, row, uai, on, form)
    if not mails[0]:
        sentence = gettext("Nobody heads this place, and it has no address: call it.")
        return noted(request, sentence, _address(session, uai, day))
    sentence = ngettext("{n} mail leaves.", "{n} mails leave.", mails[0]).format(n=Grouped(mails[0]))
    return done(request, sentence, _address(session, uai, day))


def _listing(request: HttpRequest, now: datetime) -> Listing:
    rows = [shown_register(row) for row in followed_registers(now)]
    asked = request.GET.get(BY_STATE.key, "")
    if asked in dict(BY_STATE.choices):
        rows = [row for row in rows if is_asked_for(row, asked)]
    return listing_of(request, "emargements", COLUMNS, rows, search=("place", "uai"), filters=(BY_STATE,))


def _list_page(request: HttpRequest, listing: Listing, template: str) -> HttpResponse:
    awaited = sum(row.is_awaited for row in listing.selection)
    return render(request, template, {"listing": listing, "awaited": awaited})


def _page(request: HttpRequest, session: exams.Session, uai: str, day: date, form: forms.Form) -> HttpResponse:
    sheet = queries.day_sheet(session, uai, day)
    if not sheet.people and sheet.register is None:
        raise Http404
    page: dict[str, Any] = {
        "session": session,
        "uai": uai,
        "place": exams.institution_name(uai),
        "contact": exams.contact_of(uai),
        "sheet": sheet,
        "lists": shown_lists(sheet),
        **shown_instants(session, sheet),
        "is_over": day < exams.day_of(session, timezone.now()),
        "reopening": form if isinstance(form, ReopenForm) else ReopenForm(),
        "refused": None if isinstance(form, ReopenForm) else form,
    }
    return render(request, "office/presence/register.html", page, status=REFUSED if form.is_bound else 200)


def _day_or_404(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Http404 from None


def _address(session: str, uai: str, day: str) -> str:
    return reverse("office:register", args=[session, uai, day])
