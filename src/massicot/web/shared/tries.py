"""Tries of a password by somebody who is not signed in: where they are sent, by whom, and whether any are left.

The server asks before such a try waits for its turn, and the sign-in itself once it is there: what is refused computes
nothing, writes nothing, and is counted nowhere. So a flood at one account uses up neither the tries of its address nor
those of all strangers at that account.
"""

import time
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from allauth.core.internal import ratelimit
from django.core.cache import cache as counters
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse

from massicot.exams.rules import networks
from massicot.web.shared import devices, origin

APP = "allauth.account"
"""Under which name its bounds are kept."""

SIGN_IN, CHOSEN_BY_LETTER, CHOSEN_BY_LINK = "account_login", "account_reset_password_from_key", "shared:welcome"
COMPUTING = frozenset({SIGN_IN, CHOSEN_BY_LETTER, CHOSEN_BY_LINK})
"""The views that compute a password for somebody who is not signed in."""

_FORM = "application/x-www-form-urlencoded"


class PasswordTry(NamedTuple):
    """A try before it is checked."""

    request: HttpRequest
    account: str
    is_link: bool
    """Whether a password is chosen with a link, and none is guessed."""

    @property
    def line(self) -> tuple[str, str, str]:
        """Tell whose turn it is: of an address, of the devices known there or of strangers, of an account."""
        who = "known" if devices.known_at(self.request, self.account) else "stranger"
        return _sender_of(self.request), who, self.account

    def is_spent(self) -> bool:
        """Say whether it is refused, whatever is typed."""
        return not self.is_link and is_spent(self.request, self.account)


def is_computing(path: str) -> bool:
    """Say whether what is sent to an address may compute a password for somebody who is not signed in."""
    if not path.startswith(_beginnings()):
        return False
    try:
        return resolve(path).view_name in COMPUTING
    except Resolver404:
        return False


def read(environ: Mapping[str, Any]) -> PasswordTry:
    """Read a try as its view will; whoever types no e-mail is told by the address of their link."""
    request = WSGIRequest(dict(environ))
    typed = request.POST.get("login", "") if request.content_type == _FORM else ""
    return PasswordTry(request, door_of(typed) or request.path_info, request.path_info != reverse(SIGN_IN))


def door_of(email: str) -> str:
    """Spell an account as its tries are counted."""
    return email.strip().lower()


def counted(request: HttpRequest, door: str) -> dict[str, str]:
    """Say under which bounds a try at an account is counted, and as whose.

    A browser that has signed in there before is counted alone: what others type does not keep its owner out.
    """
    if device := devices.known_at(request, door):
        return {"login_failed_by_known_device": f"{door} {device}"}
    return {"login_failed": f"{door} {_sender_of(request)}", "login_failed_by_strangers": door}


def is_spent(request: HttpRequest, door: str) -> bool:
    """Say whether a bound of a try at an account is reached; looking counts as no try, and takes no lock."""
    return any(
        not _is_left(request, action, rate, key)
        for action, key in counted(request, door).items()
        for rate in ratelimit.get_rates(app=APP, action=action)
    )


def _sender_of(request: HttpRequest) -> str:
    return networks.line_of(origin.address_of(request))


def _is_left(request: HttpRequest, action: str, rate: ratelimit.Rate, key: str) -> bool:
    history = counters.get(ratelimit.get_cache_key(request, app=APP, action=action, rate=rate, key=key), [])
    is_left, _ = ratelimit.apply_rate(list(history), time.time(), rate, dry_run=True)
    return bool(is_left)


@cache
def _beginnings() -> tuple[str, ...]:
    hole = "~"
    links = (reverse(CHOSEN_BY_LINK, args=[hole]), reverse(CHOSEN_BY_LETTER, kwargs={"uidb36": "0", "key": hole}))
    # The last part of each is the link itself.
    return reverse(SIGN_IN), *(link.rstrip("/").rpartition("/")[0] + "/" for link in links)
