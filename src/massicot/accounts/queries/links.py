"""Reads of one-time links, and what the link of a letter for a forgotten password is made of."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db.models import QuerySet

from massicot.accounts.models import Account, OneTimeLink
from massicot.accounts.rules import accounts
from massicot.audit import queries as audit
from massicot.audit.rules import RESTORED_SUBJECT
from massicot.store.prepared import Question


class WaitingLink(NamedTuple):
    """A link that is good and that nobody has used: drawn when, good until when, and whether it lies on paper."""

    drawn_at: datetime
    until: datetime
    is_on_paper: bool


_Waiting = tuple[str, datetime, datetime, bool]
"""Whose link, and what `WaitingLink` says of it."""


def open_link(code: str, at: datetime) -> OneTimeLink | None:
    """Fetch a one-time link that is still good."""
    return _open_links(at).filter(digest=accounts.digest_of(code)).first()


def link_of_code(typed: str, at: datetime) -> OneTimeLink:
    """Fetch the link whose code somebody types from a letter; raise LinkCodeMalformed or LinkCodeUnknown."""
    accounts.check_code(typed)
    if (link := open_link(typed, at)) is None:
        raise accounts.LinkCodeUnknown
    return link


def waiting_links(logins: Collection[str], at: datetime) -> dict[str, WaitingLink]:
    """Map those of some people who hold a link that is still good to when and how it left."""
    rows = _WAITING.ask(logins=sorted(logins), at=at) if logins else []
    return {login: WaitingLink(drawn_at, until, is_on_paper) for login, drawn_at, until, is_on_paper in rows}


def good_links(at: datetime) -> QuerySet[Any]:
    """List the accounts that have a link which nobody has used yet, closed ones among them."""
    return OneTimeLink.objects.filter(used_at__isnull=True, expires_at__gt=at).values("account")


def _open_links(at: datetime) -> QuerySet[OneTimeLink]:
    return OneTimeLink.objects.filter(used_at__isnull=True, expires_at__gt=at, account__is_active=True)


def _waiting(logins: Collection[str], at: datetime) -> QuerySet[OneTimeLink, _Waiting]:
    rows = _open_links(at).filter(account__email__in=logins)
    return rows.values_list("account__email", "drawn_at", "expires_at", "is_on_paper")


_WAITING = Question(_waiting)


class LetterTokens(PasswordResetTokenGenerator):
    """Makes and checks the secret part of a link; named in the settings."""

    def _make_hash_value(self, user: Account, timestamp: Any) -> str:
        # A password that was changed with a link is the one before again, once a backup is restored.
        head = audit.head_of(RESTORED_SUBJECT)
        return f"{super()._make_hash_value(user, timestamp)}{head or ''}"
