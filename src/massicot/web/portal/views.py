"""The pages of mark entry: sign in with a mark sheet, type, lock, keep the receipt."""

from ipaddress import ip_address

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from massicot.core.refused import Refused
from massicot.marks import queries, rules, services
from massicot.web.portal import access, screen
from massicot.web.portal.forms import SheetForm, TotalsForm
from massicot.web.shared import refusals


@never_cache
@sensitive_post_parameters("mot_de_passe")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Open a batch with what its mark sheet says."""
    form = SheetForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return render(request, "portal/sign_in.html", {"form": form, "sentence": ""})
    if not form.is_valid():
        return render(request, "portal/sign_in.html", {"form": form, "sentence": ""}, status=422)
    try:
        credential = services.open_batch(
            site=form.cleaned_data["site"],
            identifier=form.cleaned_data["identifiant"],
            password=form.cleaned_data["mot_de_passe"],
            address=_counted_address(request),
            at=timezone.now(),
        )
    except Refused as refused:
        return _not_signed_in(request, form, refused)
    access.remember(request, credential.pk)
    return redirect("portal:mark_entry")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Close the batch in this browser."""
    access.forget(request)
    return redirect("portal:sign_in")


@never_cache
@require_safe
@access.page_of_a_sheet
def mark_entry(request: HttpRequest, credential_id: int) -> HttpResponse:
    """Show the batch's numbers, what is saved, what remains, the time left."""
    grid = queries.grid_of(credential_id)
    if grid.is_locked:
        return redirect("portal:receipt")
    return render(request, "portal/mark_entry.html", screen.mark_entry(grid, timezone.now()))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access.page_of_a_sheet
def lock(request: HttpRequest, credential_id: int) -> HttpResponse:
    """Ask for the totals of the paper sheet, then lock the batch."""
    form = TotalsForm(request.POST if request.method == "POST" else None)
    grid = queries.grid_of(credential_id)
    if not form.is_valid():
        return render(request, "portal/lock.html", screen.lock(grid, timezone.now()))
    typed = form.cleaned_data
    try:
        services.lock_batch(
            credential_id=credential_id,
            typed_lines=typed["total_notes"],
            typed_sum=typed["somme_notes"],
            at=timezone.now(),
        )
    except Refused as refused:
        context = screen.lock(grid, timezone.now(), typed, refusals.sentence_of(refused))
        return render(request, "portal/lock.html", context, status=422)
    return redirect("portal:receipt")


@never_cache
@require_safe
@access.page_of_a_sheet
def receipt(request: HttpRequest, credential_id: int) -> HttpResponse:
    """Show the receipt of a locked batch, to print and sign."""
    kept = queries.receipt_of(credential_id)
    if kept is None:
        return redirect("portal:mark_entry")
    return render(request, "portal/receipt.html", screen.receipt(kept))


def _not_signed_in(request: HttpRequest, form: SheetForm, refused: Refused) -> HttpResponse:
    context = {"form": form, "sentence": refusals.sentence_of(refused)}
    if not isinstance(refused, rules.TooManyAttempts):
        return render(request, "portal/sign_in.html", context, status=422)
    response = render(request, "portal/sign_in.html", context, status=429)
    response["Retry-After"] = str(refused.values["seconds"])
    return response


def _counted_address(request: HttpRequest) -> str:
    """Tell whose wrong sign-ins to count; nobody's behind a proxy on this machine, where all look the same."""
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return ""
    return "" if address.is_loopback else str(address)
