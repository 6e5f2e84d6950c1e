"""A document that somebody handed in: read, kept for a dispute, destroyed before its day."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from massicot.core.actor import Role
from massicot.deposits import services
from massicot.web.office.deposits.forms import DestroyForm, FreezeForm
from massicot.web.office.deposits.shown import deposit_or_404, shown_deposit
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds
from massicot.web.shared.deposits import give_document


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


def _page(
    request: HttpRequest, code: str, *, freezing: FreezeForm | None = None, destroying: DestroyForm | None = None
) -> HttpResponse:
    context: dict[str, Any] = {
        "shown": shown_deposit(deposit_or_404(code)),
        "freezing": freezing or FreezeForm(),
        "destroying": destroying or DestroyForm(),
    }
    is_refused = freezing is not None or destroying is not None
    return render(request, "office/deposits/deposit.html", context, status=REFUSED if is_refused else 200)
