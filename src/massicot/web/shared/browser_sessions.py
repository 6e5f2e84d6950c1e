"""Browser sessions, as Django keeps them in their table; read on every request, in words that are written once.

Read from the table each time: a browser that signed out, or whose hours are over, is nobody at the next request,
whichever worker answers it.
"""

from typing import Any

from django.contrib.sessions.backends import db
from django.db.models import QuerySet
from django.utils import timezone

from massicot.store.prepared import Question

_KEPT: Question[tuple[str]] = Question(
    lambda key, at: (
        QuerySet(db.SessionStore.get_model_class())
        .filter(session_key=key, expire_date__gt=at)
        .values_list("session_data")
    )
)


class SessionStore(db.SessionStore):
    """Django's own, named in the settings."""

    def load(self) -> dict[str, Any]:
        """Fetch what the browser session holds; forget a key that names none."""
        key = str(self.session_key)
        # Whatever else a browser sends is no key of ours, and a text that no database takes.
        kept = _KEPT.ask(key=key, at=timezone.now()) if key.isascii() and key.isalnum() else []
        if not kept:
            self._session_key = None
            return {}
        return self.decode(kept[0][0])
