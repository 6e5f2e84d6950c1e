"""What somebody sent after they had been away for too long: kept through the sign-in, to be sent once they are back.

Sealed in their browser session, for them alone: it may hold names. What was sent is done by nobody before they say so.
"""

import json
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from massicot.core import keys
from massicot.core.keys import Key, SealBroken

KEPT = "typed"
SENT_AGAIN = "reprise"
"""The field by which a form says that it is what was kept."""

LARGEST = 32 * 1024
DESKS = frozenset({"office", "examcentre", "markingcentre"})
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")

_USE = "typed"
_LEFT_OUT = frozenset({"csrfmiddlewaretoken", SENT_AGAIN})


@dataclass(frozen=True, slots=True)
class Typed:
    """What was sent where, field by field."""

    path: str
    fields: list[tuple[str, str]]
    has_files: bool

    @property
    def shown(self) -> list[str]:
        """List what a person reads again."""
        return [value for _, value in self.fields if value.strip()]


def is_of_a_desk(request: HttpRequest) -> bool:
    """Say whether a person asks something of a desk; what a script sends stays in its page until it is taken."""
    match = request.resolver_match
    return match is not None and match.namespace in DESKS and request.accepts("text/html")


def is_a_form(request: HttpRequest) -> bool:
    """Say whether somebody sent a form of a desk."""
    return request.method == "POST" and request.content_type in FORMS and is_of_a_desk(request)


def keep(request: HttpRequest, account_id: int) -> bool:
    """Keep what a form says for the person whose session this is; say whether it could be kept."""
    fields = [
        (name, value) for name, values in request.POST.lists() if name not in _LEFT_OUT for value in map(str, values)
    ]
    text = json.dumps([request.get_full_path(), fields, bool(request.FILES)]).encode()
    if len(text) > LARGEST:
        return False
    request.session[KEPT] = keys.seal(_key(), text, str(account_id)).hex()
    return True


def kept_for(request: HttpRequest, account_id: int) -> Typed | None:
    """Read what was kept for somebody, if anything was."""
    try:
        text = keys.unseal(_key(), bytes.fromhex(request.session.get(KEPT, "")), str(account_id))
    except SealBroken:
        return None
    path, fields, has_files = json.loads(text)
    return Typed(path, [(name, value) for name, value in fields], has_files)


def forget(request: HttpRequest) -> None:
    """Keep nothing any more."""
    request.session.pop(KEPT, None)


def _key() -> bytes:
    return Key(str(settings.SECRET_KEY).encode()).sub_key(_USE)
