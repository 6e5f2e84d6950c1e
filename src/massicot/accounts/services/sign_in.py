"""With what people sign in: passwords, second factors, and the browsers in which they are signed in."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from massicot.accounts.models import Account, Authenticator, OneTimeLink, Session, UserSession
from massicot.accounts.queries import accounts as queries
from massicot.accounts.queries import holders as accesses
from massicot.accounts.queries.links import open_link
from massicot.accounts.rules import accounts as rules
from massicot.accounts.rules import holders
from massicot.accounts.rules.holders import LinkDrawn, PasswordChosen, SecondFactorReset
from massicot.audit import services as audit
from massicot.audit.rules import Fact
from massicot.core.actor import Actor, Role
from massicot.core.refused import N_
from massicot.core.spelling import visible_text
from massicot.post import services as post
from massicot.post.rules import AddressMalformed
from massicot.store.writes import swap_one


@dataclass(frozen=True, slots=True)
class SessionsClosed(Fact):
    journal_word = N_("browsers signed out")
    email: str
    count: int


@transaction.atomic
def close_session(*, email: str, session_id: int, by: Actor, at: datetime) -> None:
    """Sign a person out of one browser; raise SessionClosed."""
    count = _close(UserSession.objects.filter(pk=session_id, user=queries.known_account(email)))
    if not count:
        raise rules.SessionClosed
    audit.record(subject=queries.subject_of(email), fact=SessionsClosed(email, count), by=by, at=at)


@transaction.atomic
def close_other_sessions(*, email: str, kept_session: str, by: Actor, at: datetime) -> int:
    """Sign a person out everywhere but in one browser; say how many were closed."""
    count = sign_out_elsewhere(queries.known_account(email), kept_session)
    audit.record(subject=queries.subject_of(email), fact=SessionsClosed(email, count), by=by, at=at)
    return count


@transaction.atomic
def note_session(*, account: Account, session: str, user_agent: str, address: str, at: datetime) -> None:
    """List a browser among those in which a person is signed in, by the digest of its key; forget those that are gone.

    Coming in is no act of the trade: nothing is journalled.
    """
    mine = UserSession.objects.filter(user=account)
    mine.exclude(session_key__in=Session.objects.values("session_key")).delete()
    longest = UserSession._meta.get_field("user_agent").max_length
    about = {"user": account, "ip": address, "user_agent": user_agent[:longest], "last_seen_at": at}
    UserSession.objects.update_or_create(
        session_key=session, defaults=about, create_defaults=about | {"created_at": at}
    )


@transaction.atomic
def forget_ended_sessions(*, at: datetime) -> int:
    """Forget the browser sessions whose hours are over, and the browsers that had them; say how many there were.

    Whoever closes a browser signs out of nothing: its address and its name would stay for good (GDPR art. 5(1)(e)).
    """
    ended, _ = Session.objects.filter(expire_date__lte=at).delete()
    if ended:
        UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return ended


def sign_out_elsewhere(account: Account, kept_session: str) -> int:
    """Close every session of a person but one, as part of the caller's act."""
    return _close(UserSession.objects.filter(user=account).exclude(session_key=kept_session))


def _close(sessions: QuerySet[UserSession]) -> int:
    keys = list(sessions.values_list("session_key", flat=True))
    closed, _ = Session.objects.filter(session_key__in=keys).delete()
    sessions.delete()
    return closed


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


@dataclass(frozen=True, slots=True)
class PasswordChanged(Fact):
    """A person changed their password, knowing the one before or reading their mail."""

    journal_word = N_("password changed")
    email: str


@transaction.atomic
def draw_link(*, email: str, is_on_paper: bool = False, by: Actor, at: datetime) -> str:
    """Draw the code of a one-time link in the place of any before it, good for seven days, or for thirty on paper.

    Only its digest is kept. A link that somebody draws for a colleague of the office is told to the whole office.
    Raise AccountUnknown.
    """
    account = queries.known_account(email)
    OneTimeLink.objects.filter(account=account, used_at__isnull=True).delete()
    code = rules.draw_code()
    OneTimeLink.objects.create(
        account=account,
        digest=rules.digest_of(code),
        drawn_at=at,
        expires_at=at + rules.lasts(is_on_paper=is_on_paper),
        is_on_paper=is_on_paper,
    )
    audit.record(subject=queries.subject_of(account.email), fact=LinkDrawn(account.email, is_on_paper), by=by, at=at)
    if holders.is_person(by.login):
        tell_office_of(account.email, holders.link_letter(account.email, by.login), but={by.login}, by=by, at=at)
    return code


@transaction.atomic
def choose_password(*, code: str, password: str, at: datetime) -> Account:
    """Set the password of the person who holds a one-time link; the link is spent, and every open session closed."""
    link = open_link(code, at)
    if link is None:
        raise rules.LinkSpent
    swap_one(OneTimeLink.objects.filter(pk=link.pk, used_at__isnull=True), rules.LinkSpent(), used_at=at)
    _set_password(link.account, password, kept_session="")
    email = link.account.email
    audit.record(subject=queries.subject_of(email), fact=PasswordChosen(email), by=Actor(email), at=at)
    if accesses.ways_into(email, at):
        tell_office_of(email, holders.use_letter(email), but=frozenset(), by=Actor(email), at=at)
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


SEED_BYTES = 40


@dataclass(frozen=True, slots=True)
class SecondFactorAdded(Fact):
    journal_word = N_("second factor added")
    email: str


@dataclass(frozen=True, slots=True)
class SecondFactorRemoved(Fact):
    journal_word = N_("second factor removed by its owner")
    email: str


@dataclass(frozen=True, slots=True)
class RecoveryCodesDrawn(Fact):
    """A person drew new recovery codes; those before are void."""

    journal_word = N_("recovery codes drawn")
    email: str


@transaction.atomic
def enrol_totp(*, email: str, secret: str, by: Actor, at: datetime) -> None:
    """Give a person a second factor computed from a secret (base32), and ten recovery codes.

    Raise SecondFactorThere.
    """
    account = queries.known_account(email)
    kept = {"secret": rules.seal_secret(settings.SECRET_KEY, secret)}
    _, is_new = Authenticator.objects.get_or_create(
        user=account, type=Authenticator.Type.TOTP, defaults={"data": kept, "created_at": at}
    )
    if not is_new:
        raise rules.SecondFactorThere(email=account.email)
    _draw_codes(account, at)
    audit.record(subject=queries.subject_of(account.email), fact=SecondFactorAdded(account.email), by=by, at=at)


@transaction.atomic
def draw_recovery_codes(*, email: str, by: Actor, at: datetime) -> None:
    """Draw ten new recovery codes; those before no longer open anything. Raise SecondFactorAbsent."""
    account = queries.known_account(email)
    if not queries.has_second_factor(account.email):
        raise rules.SecondFactorAbsent(email=account.email)
    _draw_codes(account, at)
    audit.record(subject=queries.subject_of(account.email), fact=RecoveryCodesDrawn(account.email), by=by, at=at)


@transaction.atomic
def remove_second_factor(*, email: str, by: Actor, at: datetime) -> None:
    """Let a person do without a second factor; raise SecondFactorRequired for the office, SecondFactorAbsent."""
    account = queries.known_account(email)
    if queries.holds_role(account.email, Role.OFFICE):
        raise rules.SecondFactorRequired
    _take_away(account)
    audit.record(subject=queries.subject_of(account.email), fact=SecondFactorRemoved(account.email), by=by, at=at)


@transaction.atomic
def reset_second_factor(*, email: str, reason: str, by: Actor, at: datetime) -> None:
    """Take away the second factor that somebody lost, close their sessions, and write to them.

    Raise AccountReasonMissing, OwnSecondFactor, AccountUnknown, SecondFactorAbsent.
    """
    rules.check_reason(reason)
    account = queries.known_account(email)
    reason = visible_text(reason)
    if by.login == account.email:
        raise rules.OwnSecondFactor
    _take_away(account)
    sign_out_elsewhere(account, kept_session="")
    subject, body = rules.reset_letter(reason)
    post.write_letter(to=account.email, subject=subject, body=body, by=by, at=at)
    audit.record(subject=queries.subject_of(account.email), fact=SecondFactorReset(account.email, reason), by=by, at=at)
    mail = holders.factor_letter(account.email, by.login, reason)
    tell_office_of(account.email, mail, but={by.login, account.email}, by=by, at=at)


def _take_away(account: Account) -> None:
    taken, _ = Authenticator.objects.filter(user=account).delete()
    if not taken:
        raise rules.SecondFactorAbsent(email=account.email)


def _draw_codes(account: Account, at: datetime) -> None:
    # The form in which allauth keeps them: a seed, and a mask of those used.
    seed = rules.seal_secret(settings.SECRET_KEY, secrets.token_hex(SEED_BYTES))
    Authenticator.objects.update_or_create(
        user=account,
        type=Authenticator.Type.RECOVERY_CODES,
        defaults={"data": {"seed": seed, "used_mask": 0}, "created_at": at, "last_used_at": None},
    )


@transaction.atomic
def void_restored_ways_in(*, made_at: str, sha256: str, by: Actor, at: datetime) -> None:
    """Close every session and void every link that came back with a backup, and record that it was restored.

    A link that was used or replaced after the backup would be good again. Those of letters for a forgotten password
    are void by the line in the journal (`queries.links`).
    """
    Session.objects.all().delete()
    UserSession.objects.all().delete()
    OneTimeLink.objects.filter(used_at__isnull=True).delete()
    audit.note_restored(made_at=made_at, sha256=sha256, by=by, at=at)
