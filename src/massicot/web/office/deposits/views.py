"""Documents that people handed in: listed; one read, kept for a dispute, dated, destroyed before its day."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from massicot.core.actor import Role
from massicot.deposits import queries, services
from massicot.web.office.deposits.affairs import whose_affair_is
from massicot.web.office.deposits.forms import DateForm, DestroyForm, FreezeForm
from massicot.web.office.deposits.shown import BY_STATE, COLUMNS, deposit_or_404, listed_deposits, shown_deposit
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds
from massicot.web.shared.deposits import give_document
from massicot.web.shared.listing import asks_for_part, is_taken_away, listing_of, take_away


@never_cache
@require_safe
@require_role(Role.OFFICE)
def deposits(request: HttpRequest) -> HttpResponse:
    """List every document that somebody handed in, the last one first."""
    listing = listing_of(
        request,
        "documents",
        COLUMNS,
        queries.listed_deposits(),
        search=(whose_affair_is,),
        filters=[BY_STATE],
        display=listed_deposits,
    )
    if is_taken_away(request):
        return take_away(request, listing)
    part = "office/deposits/deposits.html"
    page = {"listing": listing, "has_key": queries.has_key()}
    return render(request, f"{part}#listing" if asks_for_part(request) else part, page)


@never_cache
@require_safe
@require_role(Role.OFFICE)
def deposit(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is known of a document, and what can be done with it."""
    return _page(request, code)


@require_safe
@require_role(Role.OFFICE)
def read_deposit(_request: HttpRequest, code: str) -> HttpResponse:
    """Give a document away as a file."""
    return give_document(deposit_or_404(code).code, code)


@require_POST
@require_role(Role.OFFICE)
def freeze_deposit(request: HttpRequest, code: str) -> HttpResponse:
    """Keep a document while a dispute lasts."""
    row = deposit_or_404(code)
    form = FreezeForm(request.POST)
    by = actor_of(request)
    at = timezone.now()
    if succeeds(form, lambda: services.freeze(code=row.code, dispute=form.cleaned_data["dispute"], by=by, at=at)):
        return done(
            request, gettext("Frozen: nobody destroys the document before the freeze is ended."), _address(code)
        )
    return _page(request, code, freezing=form)


@require_POST
@require_role(Role.OFFICE)
def unfreeze_deposit(request: HttpRequest, code: str) -> HttpResponse:
    """End the freeze of a document."""
    services.unfreeze(code=deposit_or_404(code).code, by=actor_of(request), at=timezone.now())
    return done(request, gettext("The freeze is ended: the document is destroyed on its day."), _address(code))


@require_POST
@require_role(Role.OFFICE)
def date_deposit(request: HttpRequest, code: str) -> HttpResponse:
    """Say on which day a document is destroyed."""
    row = deposit_or_404(code)
    form = DateForm(request.POST)
    by = actor_of(request)
    at = timezone.now()
    if succeeds(
        form,
        lambda: services.date_destruction(code=row.code, destroy_on=form.cleaned_data["destroy_on"], by=by, at=at),
    ):
        return done(request, gettext("The document is destroyed on that day."), _address(code))
    return _page(request, code, dating=form)


@require_POST
@require_role(Role.OFFICE)
def destroy_deposit(request: HttpRequest, code: str) -> HttpResponse:
    """Destroy a document before its day."""
    row = deposit_or_404(code)
    form = DestroyForm(request.POST)
    by = actor_of(request)
    at = timezone.now()
    if succeeds(form, lambda: services.destroy(code=row.code, reason=form.cleaned_data["reason"], by=by, at=at)):
        return done(request, gettext("The document is destroyed: nobody can open it any more."), _address(code))
    return _page(request, code, destroying=form)


def _address(code: str) -> str:
    return reverse("office:deposit", args=[code])


def _page(request: HttpRequest, code: str, **refused: forms.Form) -> HttpResponse:
    shown = shown_deposit(deposit_or_404(code))
    context: dict[str, Any] = {
        "shown": shown,
        "freezing": FreezeForm(),
        "dating": DateForm(initial={"destroy_on": shown.row.destroy_on}),
        "destroying": DestroyForm(),
        **refused,
    }
    return render(request, "office/deposits/deposit.html", context, status=REFUSED if refused else 200)
