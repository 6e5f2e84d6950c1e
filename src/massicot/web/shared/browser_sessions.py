"""Browser sessions, as Django keeps them in their table, but under a digest of the key that the browser bears.

Read on every request, in words that are written once.

Read from the table each time: a browser that signed out, or whose hours are over, is nobody at the next request,
whichever worker answers it.
"""

import time
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from massicot.accounts import rules
from massicot.accounts import services as account_acts
from massicot.accounts.queries import Account
from massicot.store.prepared import Deletion, Question, ask_all
from massicot.web.shared import origin

BEGAN = "began"
"""Where a session keeps when its key was drawn: as somebody came in."""


def _rows_of(key: str) -> QuerySet[Any]:
    return QuerySet(db.SessionStore.get_model_class()).filter(session_key=key)


_KEPT: Question[tuple[str]] = Question(
    lambda key, at: _rows_of(key).filter(expire_date__gt=at).values_list("session_data")
)
_ANY: Question[tuple[str]] = Question(lambda key: _rows_of(key).values_list("session_key"))
_GONE = Deletion(_rows_of)


def kept_as(request: HttpRequest) -> str:
    """Tell under what name the tables know the browser session of a request, which is kept first if it is new."""
    if not request.session.session_key:
        request.session.save()
    return rules.session_digest(str(request.session.session_key))


def note(request: HttpRequest, account: Account) -> None:
    """List a browser among those in which a person is signed in, under the key that it bears now."""
    account_acts.note_session(
        account=account,
        session=kept_as(request),
        user_agent=request.headers.get("User-Agent", ""),
        address=origin.address_of(request),
        at=timezone.now(),
    )


class SessionStore(db.SessionStore):
    """Django's own, named in the settings; only the browser has the key itself."""

    is_over = False
    """Whether the browser's key names no session any more."""

    def is_empty(self) -> bool:
        """Say whether the browser is told to forget its cookie.

        Not by an answer to a session that is over and in which nothing was changed: it may come late, once the browser
        has signed in anew in another tab, and the cookie that it took away would be the new one.
        """
        return super().is_empty() and (self.modified or not self.is_over)

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """Make the row of this session."""
        row = super().create_model_instance(data)
        row.session_key = rules.session_digest(row.session_key)
        return row

    def create(self) -> None:
        """Draw a key, as somebody comes in."""
        self[BEGAN] = int(time.time())
        super().create()

    def exists(self, session_key: str) -> bool:
        """Say whether a key is taken."""
        return bool(_ANY.ask(key=rules.session_digest(session_key)))

    def delete(self, session_key: str | None = None) -> None:
        """Delete the session of a key, this one without any."""
        if key := session_key or self.session_key:
            ask_all(_GONE.of(key=rules.session_digest(key)))

    def load(self) -> dict[str, Any]:
        """Fetch what the browser session holds; forget a key that names none."""
        key = str(self.session_key)
        # Whatever else a browser sends is no key of ours, and a text that no database takes.
        kept = _KEPT.ask(key=rules.session_digest(key), at=timezone.now()) if key.isascii() and key.isalnum() else []
        if not kept:
            self._session_key, self.is_over = None, True
            return {}
        return self.decode(kept[0][0])
