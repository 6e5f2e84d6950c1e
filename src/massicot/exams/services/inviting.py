"""The acts of inviting an appointed person: given a one-time link, written to or handed a letter on paper."""

import secrets
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from massicot.accounts import queries as accounts
from massicot.accounts import services as account_acts
from massicot.accounts.rules import LINK_LASTS
from massicot.core.actor import Actor
from massicot.documents import invitation_letter, mails
from massicot.documents.mails import Invitation
from massicot.exams.queries.institutions import institution_name, place_of
from massicot.exams.rules.inviting import OCCASION, NotAppointed
from massicot.post import services as post

LinkAddress = Callable[[str], str]
"""Writes the address that a one-time token opens."""


@transaction.atomic
def invite_again(*, email: str, link_address: LinkAddress, by: Actor, at: datetime) -> None:
    """Write to an appointed person with a new link; the one before is void. Raise AccountUnknown, NotAppointed."""
    mail = mails.invitation(_invitation(email, link_address, by, at))
    occasion = f"{OCCASION}{secrets.token_hex(8)}"
    post.write_letter(to=email, subject=mail.subject, body=mail.body, occasion=occasion, by=by, at=at)


@transaction.atomic
def print_invitation(*, email: str, link_address: LinkAddress, by: Actor, at: datetime) -> bytes:
    """Print the letter of an appointed person, with a new link; letters with the one before are given up.

    Raise AccountUnknown, NotAppointed.
    """
    content = _invitation(email, link_address, by, at)
    _, scope = accounts.appointments_of(email)[0]
    return invitation_letter.make_invitation_letter(
        invitation_letter.InvitationLetter(content, place_of(scope) if scope else None, _local(at))
    )


def _invitation(email: str, link_address: LinkAddress, by: Actor, at: datetime) -> Invitation:
    appointments = accounts.appointments_of(email)
    if not appointments:
        raise NotAppointed(email=email)
    role, scope = appointments[0]
    token = account_acts.draw_link(email=email, by=by, at=at)
    # What waits in the outbox holds the link before, which opens nothing any more.
    post.withdraw_letters(to=email, occasion_start=OCCASION)
    place = institution_name(scope) if scope else ""
    return Invitation(role, place, link_address(token), _local(at + LINK_LASTS), email)


def _local(at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(settings.TIME_ZONE))
