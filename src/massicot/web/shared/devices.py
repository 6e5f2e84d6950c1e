"""Which doors a browser has opened before: its wrong tries there are counted apart from those of strangers.

A door is an account or a mark sheet. Kept in a signed cookie, in words that tell nobody which doors they are: whoever
types wrong passwords at somebody's door makes themselves wait, and not the browser that its owner comes with.
"""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

COOKIE = "massicot_device"
LASTS_S = 365 * 24 * 60 * 60
MOST_DOORS = 40
"""Of a computer that a whole centre types at; the door opened longest ago is forgotten first."""

_SALT = "massicot.device"


def known_at(request: HttpRequest, door: str) -> str:
    """Name the device, if it has opened a door before; empty for a stranger."""
    device, doors = _read_cookie(request)
    return device if _word(door) in doors else ""


def remember(request: HttpRequest, response: HttpResponse, door: str) -> None:
    """Let a browser keep that it has opened a door."""
    device, doors = _read_cookie(request)
    kept = [*(word for word in doors if word != _word(door)), _word(door)][-MOST_DOORS:]
    response.set_signed_cookie(
        COOKIE,
        ".".join([device or secrets.token_hex(8), *kept]),
        salt=_SALT,
        max_age=LASTS_S,
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Lax",
    )


def _read_cookie(request: HttpRequest) -> tuple[str, list[str]]:
    kept = request.get_signed_cookie(COOKIE, default="", salt=_SALT, max_age=LASTS_S)
    device, *doors = str(kept).split(".")
    return device, doors


def _word(door: str) -> str:
    return salted_hmac(_SALT, door, algorithm="sha256").hexdigest()[:16]
