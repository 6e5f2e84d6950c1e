"""The pages of mark entry: sign in with a mark sheet, type, lock, keep the receipt."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from massicot.batches import queries as batches
from massicot.core.refused import Refused
from massicot.marks import queries, rules, services
from massicot.marks.queries import Grid, Summary
from massicot.web.portal import access, screen
from massicot.web.portal.forms import SheetForm, TotalsForm
from massicot.web.shared import devices, origin, refusals, visits
from massicot.web.shared.mail import is_mailed
from massicot.web.shared.outcome import REFUSED, see


@never_cache
@sensitive_post_parameters("mot_de_passe")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Open a batch with what its mark sheet says."""
    if request.method != "POST":
        return render(request, "portal/sign_in.html", {"form": SheetForm(), "sentence": ""})
    form = SheetForm(request.POST)
    if not form.is_valid():
        return render(request, "portal/sign_in.html", {"form": form, "sentence": ""}, status=422)
    try:
        credential = services.open_batch(
            site=form.cleaned_data["site"],
            identifier=form.cleaned_data["identifiant"],
            password=form.cleaned_data["mot_de_passe"],
            address=origin.address_of(request),
            device=devices.known_at(request, form.door()),
            at=timezone.localtime(),
        )
    except Refused as refused:
        return _not_signed_in(request, form, refused)
    is_second = credential.keying == rules.Keying.SECOND
    key = access.SECOND_KEY if is_second else access.SHEET_KEY
    access.remember(request, credential.pk, credential.batch.code, timezone.now(), key)
    response = redirect("portal:name_keyer" if is_second else "portal:mark_entry")
    devices.remember(request, response, form.door())
    return response


@never_cache
@require_safe
def sheet(request: HttpRequest, site: str, identifier: str) -> HttpResponse:
    """Open the sign-in page as the code of a mark sheet does: the password alone is left to type."""
    form = SheetForm(initial={"site": site, "identifiant": identifier})
    return render(request, "portal/sign_in.html", {"form": form, "sentence": ""})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Close the batch in this browser, unless the page is that of another one."""
    if not access.is_of_another_batch(request, request.POST.get("lot", "")):
        access.forget(request)
    return visits.clear_cache(redirect("portal:sign_in"))


@never_cache
@require_safe
@access.page_of_a_sheet
def mark_entry(request: HttpRequest, credential_id: int) -> HttpResponse:
    """Show the batch's numbers, what is saved, what remains, the time left."""
    credential = queries.live_credential(credential_id)
    grid = queries.grid_to_type(credential, origin.address_of(request))
    now = timezone.now()
    if grid.is_locked:
        return redirect("portal:receipt")
    others = queries.openings_beside(credential, access.opening_of(request), now)
    office_acts = queries.told_of(credential.batch, is_locked=False)
    context = screen.mark_entry(grid, queries.turn_at(credential), now) | screen.notices(office_acts, grid, others)
    context["struck"] = batches.struck_lines(credential.batch)
    return render(request, "portal/mark_entry.html", context | {"compared": queries.compared_of(credential.batch)})


@require_POST
@access.page_of_a_sheet
def close_others(request: HttpRequest, credential_id: int) -> HttpResponse:
    """Close the batch in every other browser."""
    if (opening := access.opening_of(request)) is not None:
        services.close_others(credential_id=credential_id, opening_id=opening)
    return redirect("portal:mark_entry")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access.page_of_a_sheet
def lock(request: HttpRequest, credential_id: int) -> HttpResponse:
    """Ask for the totals of the paper sheet; sent them again under the summary, lock the batch."""
    grid = queries.grid_to_sign(credential_id, origin.address_of(request))
    form = TotalsForm(request.POST if request.method == "POST" else None)
    if not form.is_bound and screen.is_ready_without_totals(grid, timezone.now()):
        return _compare(request, credential_id, grid, TotalsForm({}))
    if not form.is_valid():
        return _totals_page(request, credential_id, grid)
    act = services.lock_and_mail if is_mailed() else services.lock_batch
    try:
        act(credential_id=credential_id, **form.totals_to_sign(), address=origin.address_of(request), at=timezone.now())
    except Refused as refused:
        return _totals_page(request, credential_id, grid, form, refused)
    request.session.pop(access.TOTALS_KEY, None)
    return redirect("portal:receipt")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access.page_of_a_sheet
def control(request: HttpRequest, credential_id: int) -> HttpResponse:
    """Compare the totals of the paper sheet with what is saved; when both agree, show the summary to be signed.

    They are remembered, so that the page has an address of its own: a browser comes back to what was sent to none. They
    hold for the turn at which they were typed, and a summary for the marks that it showed.
    """
    grid = queries.grid_to_sign(credential_id, origin.address_of(request))
    if grid.is_locked:
        return redirect("portal:receipt")
    if request.method == "POST":
        return _remember_totals(request, credential_id)
    form = TotalsForm(request.session.get(access.TOTALS_KEY))
    if not form.is_valid():
        return redirect("portal:lock")
    if form.cleaned_data["tour"] != queries.turn_at(queries.live_credential(credential_id)):
        return _totals_page(request, credential_id, grid, refused=rules.TurnPassed())
    return _compare(request, credential_id, grid, form)


@never_cache
@require_safe
@access.page_of_a_sheet
def receipt(request: HttpRequest, credential_id: int) -> HttpResponse:
    """Show the receipt of a locked batch, to print and sign."""
    kept = queries.receipt_of(credential_id)
    if kept is None:
        return redirect("portal:mark_entry")
    office_acts = queries.told_of(queries.live_credential(credential_id).batch, is_locked=True)
    context = {**screen.receipt(kept), **screen.notices(office_acts, kept.grid), "is_mailed": is_mailed()}
    return render(request, "portal/receipt.html", context)


@never_cache
@require_safe
@access.page_of_a_sheet
def receipt_document(_request: HttpRequest, credential_id: int) -> HttpResponse:
    """Give the receipt as a document to print and sign."""
    document = queries.receipt_document(credential_id)
    if document is None:
        return redirect("portal:mark_entry")
    code = queries.live_credential(credential_id).batch.code
    response = HttpResponse(document, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="recu-{code}.pdf"'
    return response


def _remember_totals(request: HttpRequest, credential_id: int) -> HttpResponse:
    form = TotalsForm(request.POST)
    if not form.is_valid():
        return redirect("portal:lock")
    try:
        digest = _summary(request, credential_id, form).digest
    except Refused:
        digest = ""
    turn = form.cleaned_data["tour"] or queries.turn_at(queries.live_credential(credential_id))
    request.session[access.TOTALS_KEY] = {**form.cleaned_data, "resume": digest, "tour": turn}
    return see(request.path)


def _compare(request: HttpRequest, credential_id: int, grid: Grid, form: TotalsForm) -> HttpResponse:
    form.is_valid()
    try:
        summary = _summary(request, credential_id, form)
    except Refused as refused:
        return _totals_page(request, credential_id, grid, form, refused)
    if form.cleaned_data["resume"] not in ("", summary.digest):
        return redirect("portal:lock")
    return render(request, "portal/summary.html", screen.summary(summary, form.cleaned_data))


def _summary(request: HttpRequest, credential_id: int, form: TotalsForm) -> Summary:
    totals = rules.read_control(**form.totals())
    return queries.summary_of(credential_id, totals, origin.address_of(request), timezone.now())


def _totals_page(
    request: HttpRequest,
    credential_id: int,
    grid: Grid,
    form: TotalsForm | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    typed = form.cleaned_data if form else None
    credential = queries.live_credential(credential_id)
    compared = queries.compared_of(credential.batch)
    context = screen.lock(grid, compared, timezone.now(), typed, refused) | {"turn": queries.turn_at(credential)}
    return render(request, "portal/lock.html", context, status=REFUSED if refused else 200)


def _not_signed_in(request: HttpRequest, form: SheetForm, refused: Refused) -> HttpResponse:
    context = {"form": form, "sentence": refusals.sentence_of(refused)}
    if not isinstance(refused, rules.TooManyAttempts):
        return render(request, "portal/sign_in.html", context, status=422)
    response = render(request, "portal/sign_in.html", context, status=429)
    response["Retry-After"] = str(refused.values["seconds"])
    return response
