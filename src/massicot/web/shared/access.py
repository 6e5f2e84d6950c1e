"""Who is asking, and which desks open for them."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from massicot.accounts import queries as accounts
from massicot.core.actor import Actor, Role

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def actor_of(request: HttpRequest) -> Actor:
    """Name whoever is signed in."""
    return Actor(request.user.get_username())


def appointments_of(request: HttpRequest) -> list[tuple[Role, str]]:
    """List the roles and scopes of whoever is signed in."""
    return accounts.appointments_of(actor_of(request).login)


def scopes_of(request: HttpRequest, role: Role) -> list[str]:
    """List the scopes over which whoever is signed in has a role."""
    return [scope for held, scope in appointments_of(request) if held is role]


def require_role(role: Role) -> Callable[[View[P]], View[P]]:
    """Open a view to those who have a role: others are asked to sign in, or told that the page is not theirs."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not scopes_of(request, role):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return login_required(checked)

    return decorate
