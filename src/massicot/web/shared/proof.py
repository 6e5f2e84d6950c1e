"""What a browser session has proven of whoever is signed in: a password, a code, a one-time link."""

import time

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest

from massicot.accounts.queries import Account

LASTS_S = 10 * 60
"""How long what was just given is proof enough for what touches the account itself."""

SECOND_FACTOR = "mfa"
"""How allauth calls a code of the second factor, or a recovery code, that was right."""


def note(request: HttpRequest, account: Account, method: str) -> None:
    """Remember in the browser session what somebody has just proven, and when."""
    record_authentication(request, account, method)


def is_recent(request: HttpRequest) -> bool:
    """Say whether something was proven in the last minutes."""
    records = get_authentication_records(request, request.user)
    return any(time.time() - record["at"] < LASTS_S for record in records)


def has_second_factor(request: HttpRequest) -> bool:
    """Say whether this browser session gave a right code of the second factor."""
    records = get_authentication_records(request, request.user)
    return any(record["method"] == SECOND_FACTOR for record in records)


def missing_step(request: HttpRequest, *, has_one: bool) -> str:
    """Name the address where whoever must have a second factor adds one or gives its code; empty when all is there."""
    if not has_one:
        return "mfa_activate_totp"
    return "" if has_second_factor(request) else "mfa_reauthenticate"
