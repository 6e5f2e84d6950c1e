"""Open sessions: the browsers in which a person is signed in, closed one by one or all at once."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from massicot.accounts import queries, rules
from massicot.accounts.models import Account, Session, UserSession
from massicot.audit import services as audit
from massicot.core.actor import Actor


@dataclass(frozen=True, slots=True)
class SessionsClosed:
    """Browsers of a person were signed out from another one."""

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


def sign_out_elsewhere(account: Account, kept_session: str) -> int:
    """Close every session of a person but one, as part of the caller's act."""
    return _close(UserSession.objects.filter(user=account).exclude(session_key=kept_session))


def _close(sessions: QuerySet[UserSession]) -> int:
    keys = list(sessions.values_list("session_key", flat=True))
    closed, _ = Session.objects.filter(session_key__in=keys).delete()
    sessions.delete()
    return closed
