"""Who is asking, and which desks open for them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from massicot.accounts import queries as accounts
from massicot.core.actor import Actor, Role
from massicot.exams import queries as exams
from massicot.store.prepared import ask_all
from massicot.web.shared import proof

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def actor_of(request: HttpRequest) -> Actor:
    """Name whoever is signed in."""
    return Actor(request.user.get_username())


def account_id_of(request: HttpRequest) -> int:
    """Give the row of whoever is signed in, where a name would say too much; 0 for nobody."""
    return request.user.pk or 0


def person_of(account_id: int) -> str:
    """Name a person to what a browser keeps, always alike and in a word that tells nobody who it is."""
    return salted_hmac("massicot.kept-in-browsers", str(account_id), algorithm="sha256").hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Visitor:
    """What every page knows: the roles and scopes of whoever is signed in, whether the database holds a rehearsal.

    The second factor is known of those who have a role: no page asks for it of anybody else.
    """

    appointments: list[tuple[Role, str]]
    has_second_factor: bool
    holds_rehearsal: bool


def visitor_of(request: HttpRequest) -> Visitor:
    """Ask what every page must know, in one trip and once for each request."""
    if not hasattr(request, "visitor"):
        login = actor_of(request).login
        mine = [accounts.APPOINTMENTS.of(email=login)] if login else []
        rehearsals, *answers = ask_all(exams.REHEARSALS.of(), *mine)
        appointments = [row for rows in answers for row in rows]
        request.visitor = Visitor(  # type: ignore[attr-defined]
            [(Role(role), scope) for role, scope, _ in appointments],
            has_second_factor=any(has_one for *_, has_one in appointments),
            holds_rehearsal=bool(rehearsals),
        )
    visitor: Visitor = request.visitor  # type: ignore[attr-defined]
    return visitor


def appointments_of(request: HttpRequest) -> list[tuple[Role, str]]:
    """List the roles and scopes of whoever is signed in."""
    return visitor_of(request).appointments


def scopes_of(request: HttpRequest, role: Role) -> list[str]:
    """List the scopes over which whoever is signed in has a role."""
    return [scope for own_role, scope in appointments_of(request) if own_role is role]


def may_enter(request: HttpRequest, role: Role) -> bool:
    """Say whether the desk of a role opens for whoever is signed in, with all that they must have proven."""
    return bool(scopes_of(request, role)) and not (role is Role.OFFICE and _missing_step(request))


def require_role(role: Role) -> Callable[[View[P]], View[P]]:
    """Open a view to those who have a role: others are asked to sign in, or told that the page is not theirs.

    The exam office gives the code of its second factor first, and adds one if it has none.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def admit(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return _led_to(request, None)
            if not scopes_of(request, role):
                raise PermissionDenied
            if role is Role.OFFICE and (missing := _missing_step(request)):
                return _led_to(request, reverse(missing))
            return view(request, *args, **kwargs)

        return admit

    return decorate


def _missing_step(request: HttpRequest) -> str:
    return proof.missing_step(request, has_one=visitor_of(request).has_second_factor)


def _led_to(request: HttpRequest, address: str | None) -> HttpResponse:
    """Lead a person to sign in, or to their second factor, then back to the page that they see.

    A part of a page takes the whole page along: a redirection would put the form to sign in into a bar or a table.
    """
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]
    if not htmx:
        return redirect_to_login(request.get_full_path(), address)
    return HttpResponseClientRedirect(redirect_to_login(_page_seen(htmx), address).url)


def _page_seen(htmx: HtmxDetails) -> str:
    """Give the path of the page of which a part is asked for; the first page where what is sent is no address."""
    try:
        return htmx.current_url_abs_path or "/"
    except ValueError:
        # No browser sends “http://[”; whoever does is led to sign in as everybody else.
        return "/"
