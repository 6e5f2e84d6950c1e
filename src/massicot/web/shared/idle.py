"""How long a desk stays open while nobody visits it.

The last visit stands in a signed cookie of the browser, bound to its session: a page that is read writes nothing. A
browser that lost it is judged by when its session began. A page that only watches, by itself, is no visit.
"""

import time
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core import signing
from django.http import HttpRequest, HttpResponse

from massicot.core.actor import Role
from massicot.web.shared import access, browser_sessions, proof

COOKIE = "massicot_seen"
WATCHING = "X-Watch"
"""The header of a page that asks by itself, whoever sits before it."""

A_DESK_S = 30 * 60
THE_OFFICE_S = 15 * 60
"""Of whoever gave the second factor that opens names and numbers."""

WRITTEN_EVERY_S = 20


def is_somebodys(request: HttpRequest) -> bool:
    """Say whether somebody is signed in, without asking who."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session


def is_somebodys_now(request: HttpRequest) -> bool:
    """Say whether somebody is signed in once a request is answered: they may just have come, or left."""
    return bool(request.session.session_key) and SESSION_KEY in request.session


def is_over(request: HttpRequest) -> bool:
    """Say whether somebody who is signed in stayed away for too long."""
    away_s = time.time() - last_visit(request)
    if away_s <= THE_OFFICE_S:
        return False
    return away_s > A_DESK_S or _is_office(request)


def last_visit(request: HttpRequest) -> float:
    """Tell when a browser was last here, in seconds since 1970."""
    began = float(request.session.get(browser_sessions.BEGAN, 0))
    try:
        seen = float(_signer(request).unsign(request.COOKIES.get(COOKIE, "")))
    except (signing.BadSignature, ValueError):
        return began
    return max(began, seen)


def note(request: HttpRequest, response: HttpResponse) -> None:
    """Let the browser keep that it was here."""
    if WATCHING in request.headers or response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return
    if time.time() - last_visit(request) >= WRITTEN_EVERY_S or COOKIE not in request.COOKIES:
        response.set_cookie(
            COOKIE,
            seen_at(request, time.time()),
            secure=bool(settings.SESSION_COOKIE_SECURE),
            httponly=True,
            samesite="Lax",
        )


def seen_at(request: HttpRequest, at: float) -> str:
    """Write what a browser keeps of a visit at an instant."""
    return _signer(request).sign(str(int(at)))


def _is_office(request: HttpRequest) -> bool:
    return proof.has_second_factor(request) and bool(access.scopes_of(request, Role.OFFICE))


def _signer(request: HttpRequest) -> signing.Signer:
    return signing.Signer(salt=f"massicot.seen.{browser_sessions.kept_as(request)}")
