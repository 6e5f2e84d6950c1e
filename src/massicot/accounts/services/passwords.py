"""Passwords: chosen with a one-time link, changed later."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from massicot.accounts import queries
from massicot.accounts.models import Account, OneTimeLink
from massicot.accounts.queries import resting as accesses
from massicot.accounts.queries.links import open_link
from massicot.accounts.rules import links, resting
from massicot.accounts.rules.resting import LinkDrawn, PasswordChosen
from massicot.accounts.services.sessions import sign_out_elsewhere
from massicot.accounts.services.telling import tell_office_of
from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.post import services as post
from massicot.store.swap import swap_one


@dataclass(frozen=True, slots=True)
class PasswordChanged:
    """A person changed their password, knowing the one before or reading their mail."""

    email: str


@transaction.atomic
def draw_link(*, email: str, is_on_paper: bool = False, by: Actor, at: datetime) -> str:
    """Draw the code of a one-time link in the place of any before it, good for seven days, or for thirty on paper.

    Only its digest is kept. A link that somebody draws for a colleague of the office is told to the whole office.
    Raise AccountUnknown.
    """
    account = queries.known_account(email)
    OneTimeLink.objects.filter(account=account, used_at__isnull=True).delete()
    code = links.draw_code()
    OneTimeLink.objects.create(
        account=account,
        digest=links.digest_of(code),
        drawn_at=at,
        expires_at=at + links.lasts(is_on_paper=is_on_paper),
        is_on_paper=is_on_paper,
    )
    audit.record(subject=queries.subject_of(account.email), fact=LinkDrawn(account.email, is_on_paper), by=by, at=at)
    if resting.is_person(by.login):
        tell_office_of(account.email, resting.link_letter(account.email, by.login), but={by.login}, by=by, at=at)
    return code


@transaction.atomic
def choose_password(*, code: str, password: str, at: datetime) -> Account:
    """Set the password of the person who holds a one-time link; the link is spent, and every open session closed."""
    link = open_link(code, at)
    if link is None:
        raise links.LinkSpent
    swap_one(OneTimeLink.objects.filter(pk=link.pk, used_at__isnull=True), links.LinkSpent(), used_at=at)
    _set_password(link.account, password, kept_session="")
    email = link.account.email
    audit.record(subject=queries.subject_of(email), fact=PasswordChosen(email), by=Actor(email), at=at)
    if accesses.ways_into(email, at):
        tell_office_of(email, resting.use_letter(email), but=frozenset(), by=Actor(email), at=at)
    return link.account


@transaction.atomic
def change_password(*, account: Account, password: str, kept_session: str, by: Actor, at: datetime) -> None:
    """Set a new password, and close every session of the person but one."""
    _set_password(account, password, kept_session)
    audit.record(subject=queries.subject_of(account.email), fact=PasswordChanged(account.email), by=by, at=at)


@transaction.atomic
def send_new_password_letter(*, to: str, subject: str, body: str, by: Actor, at: datetime) -> None:
    """Put the letter with which somebody chooses a forgotten password in the outbox, if they have an account.

    Whoever has none costs the same statements: what it takes tells nobody who has one. Raise AddressMalformed.
    """
    letter = post.write_letter(to=to, subject=subject, body=body, by=by, at=at)
    post.keep_only_to(letter, addresses=queries.open_logins())


def _set_password(account: Account, password: str, kept_session: str) -> None:
    account.set_password(password)
    account.save(update_fields=["password"])
    sign_out_elsewhere(account, kept_session)
