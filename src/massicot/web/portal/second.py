"""The pages of a second keying: say who types, type, leave. None of them shows anything of the first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from massicot.batches import queries as batches
from massicot.marks import queries, services
from massicot.web.portal import access, screen
from massicot.web.portal.forms import KeyerForm
from massicot.web.shared import origin
from massicot.web.shared.outcome import REFUSED, succeeds


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access.page_of_a_second_sheet
def name_keyer(request: HttpRequest, credential_id: int) -> HttpResponse:
    """Ask who types, once for all that is typed in this browser."""
    form = KeyerForm(request.POST if request.method == "POST" else None)
    if form.is_bound and succeeds(form, lambda: _name(request, credential_id, form.cleaned_data["qui"])):
        return redirect("portal:second_entry")
    grid = queries.second_grid_of(credential_id, origin.address_of(request))
    if grid.is_locked:
        return redirect("portal:second_done")
    context = {"form": form, "grid": grid}
    return render(request, "portal/name_keyer.html", context, status=REFUSED if form.is_bound else 200)


@never_cache
@require_safe
@access.page_of_a_second_sheet
def second_entry(request: HttpRequest, credential_id: int) -> HttpResponse:
    """Show the batch's numbers, with what was typed with this sheet and nothing else."""
    grid = queries.second_grid_of(credential_id, origin.address_of(request))
    now = timezone.now()
    if grid.is_locked:
        return redirect("portal:second_done")
    if not access.keyer_of(request):
        return redirect("portal:name_keyer")
    credential = queries.second_credential(credential_id)
    keyer = access.keyer_of(request)
    notices = {
        "others": queries.openings_beside(credential, access.opening_of(request), now),
        "keyer": keyer,
        "struck": [row.number for row in batches.withdrawn_of_batch(credential.batch_id)],
    }
    context = screen.mark_entry(grid, queries.turn_at(credential, keyer), now) | notices
    return render(request, "portal/second_entry.html", context)


@require_POST
@access.page_of_a_second_sheet
def close_other_seconds(request: HttpRequest, credential_id: int) -> HttpResponse:
    """Close the second keying of the batch in every other browser."""
    if (opening := access.opening_of(request)) is not None:
        services.close_others(credential_id=credential_id, opening_id=opening)
    return redirect("portal:second_entry")


@never_cache
@require_safe
@access.page_of_a_second_sheet
def second_done(request: HttpRequest, credential_id: int) -> HttpResponse:
    """Say whether everything is typed, which lines are left, and what comes next."""
    grid = queries.second_grid_of(credential_id, origin.address_of(request))
    context = {"grid": grid, "empty": [line for line in grid.lines if not line.value]}
    return render(request, "portal/second_done.html", context)


def _name(request: HttpRequest, credential_id: int, name: str) -> None:
    access.remember_keyer(request, services.name_keyer(credential_id=credential_id, name=name))
