"""The home page, which leads to each desk."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from massicot.core.actor import Role
from massicot.web.shared import access, outcome, typed
from massicot.web.shared.desks import ROLE_NAMES, desks_of


@never_cache
@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the desk of whoever is signed in; who has several, or none, is shown which."""
    appointments = access.appointments_of(request)
    desks = desks_of(appointments)
    if len(desks) == 1:
        return redirect(desks[0].address)
    roles = [{"name": ROLE_NAMES[role], "scope": scope} for role, scope in appointments]
    is_marker = any(role == Role.MARKER for role, _ in appointments)
    return render(request, "shared/home.html", {"desks": desks, "roles": roles, "is_marker": is_marker})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def typed_before(request: HttpRequest) -> HttpResponse:
    """Show what somebody sent while their session was over, to be sent now or left."""
    kept = typed.kept_for(request, access.account_id_of(request))
    if request.method == "POST" or kept is None:
        typed.forget(request)
        return outcome.see(reverse("shared:home"))
    return render(request, "shared/typed_before.html", {"kept": kept, "again": typed.SENT_AGAIN})
