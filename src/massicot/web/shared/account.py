"""One's own account: roles, password, second factor, and the browsers that are signed in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from massicot.accounts import queries as accounts
from massicot.accounts import services as account_acts
from massicot.web.shared import access, browser_sessions, browsers, outcome
from massicot.web.shared.desks import ROLE_NAMES


@never_cache
@require_safe
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Show one's account, and lead to what can be changed in it."""
    login = access.actor_of(request).login
    context = {
        "roles": [{"name": ROLE_NAMES[role], "scope": scope} for role, scope in access.appointments_of(request)],
        "has_password": accounts.known_account(login).has_usable_password(),
        "has_second_factor": accounts.has_second_factor(login),
        "session_count": len(accounts.open_sessions(login, timezone.now())),
    }
    return render(request, "shared/account.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def sessions(request: HttpRequest) -> HttpResponse:
    """List the browsers in which the person is signed in, or sign them all out but this one."""
    if request.method == "POST":
        actor = access.actor_of(request)
        kept = browser_sessions.kept_as(request)
        count = account_acts.close_other_sessions(email=actor.login, kept_session=kept, by=actor, at=timezone.now())
        sentence = ngettext("{count} other browser is signed out.", "{count} other browsers are signed out.", count)
        return outcome.finish(request, sentence.format(count=count), reverse("usersessions_list"))
    open_sessions = accounts.open_sessions(access.actor_of(request).login, timezone.now())
    context = {
        "sessions": [
            {"of": session, "browser": browsers.browser_name(session.user_agent)} for session in open_sessions
        ],
        "this_one": browser_sessions.kept_as(request),
    }
    return render(request, "shared/account_sessions.html", context)


@require_POST
@login_required
def close_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """Sign out one browser."""
    actor = access.actor_of(request)
    account_acts.close_session(email=actor.login, session_id=session_id, by=actor, at=timezone.now())
    return outcome.finish(request, gettext("This browser is signed out."), reverse("usersessions_list"))
