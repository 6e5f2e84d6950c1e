"""Reads of one-time links: whose they are, while they are good."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

from massicot.accounts.models import OneTimeLink
from massicot.accounts.rules import links
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
    return _open_links(at).filter(digest=links.digest_of(code)).first()


def link_of_code(typed: str, at: datetime) -> OneTimeLink:
    """Fetch the link whose code somebody types from a letter; raise LinkCodeMalformed or LinkCodeUnknown."""
    links.check_code(typed)
    if (link := open_link(typed, at)) is None:
        raise links.LinkCodeUnknown
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
