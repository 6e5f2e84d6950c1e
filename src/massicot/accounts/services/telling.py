"""What the whole office is told of an access of one of them."""

from collections.abc import Collection
from datetime import datetime

from massicot.accounts import queries
from massicot.core.actor import Actor, Role
from massicot.post import services as post
from massicot.post.rules import AddressMalformed


def tell_office_of(email: str, letter: tuple[str, str], *, but: Collection[str], by: Actor, at: datetime) -> None:
    """Write to everybody of the office, but some, when the account is of the office; part of the caller's act."""
    colleagues = queries.emails_with_role(Role.OFFICE)
    if email not in colleagues:
        return
    subject, body = letter
    for colleague in colleagues:
        if colleague not in but:
            _write(colleague, subject, body, by, at)


def _write(to: str, subject: str, body: str, by: Actor, at: datetime) -> None:
    try:
        post.write_letter(to=to, subject=subject, body=body, by=by, at=at)
    except AddressMalformed:
        # A login that no mail server takes: the home page tells its holder, and nobody else waits for it.
        return
