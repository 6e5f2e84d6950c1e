"""Letters that leave by mail: written inside the act that causes them, sent once, after it.

What goes with a letter: named when it is written, made when it leaves. The row of a letter names each enclosure by its
kind and an id: no document lies in the outbox or on a disk. What makes them is bound where jobs are bound. An enclosure
that cannot be made keeps its letter back: it is refused with the sentence that says why, shown, and sent again once
that is put right.

A letter waits in the outbox until a mail server is named. A server that is away, or that says "later", is tried again,
less and less often, for two days. A letter that a server refuses for good is kept and shown with the server's words.
When nobody can say whether a letter left – a worker died, or the line was cut while the server was about to answer –
it is not sent again by itself: a person looks and decides. What a letter says is sealed while it waits, because it may
hold a one-time link, and emptied once it is sent or given up.

The mail server, as MASSICOT_EMAIL_URL names it. `smtp://user:password@host:port`, with `?tls=yes` to encrypt after
greeting (STARTTLS, usual port 587); `smtps://` to encrypt from the first byte (usual port 465). User and password are
written with %-escapes where needed.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from urllib.parse import parse_qs, unquote, urlsplit

from massicot.core import codes
from massicot.core.refused import N_, Refused
from massicot.core.spelling import visible_text

ENCLOSED_LENGTH = 200

_SUBJECT = re.compile(r"[A-Za-z0-9.-]{1,40}")
_CODE = re.compile(r"[2-5]\d\d ")


class EnclosureKind(StrEnum):
    """What can be enclosed."""

    CONVOCATION = "convocation"
    CALENDAR = "calendar"
    CANCELLED_CALENDAR = "cancelled-calendar"
    INSTITUTION = "institution"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class EnclosureName:
    """One enclosure as the row of its letter names it."""

    kind: EnclosureKind
    subject: str


@dataclass(frozen=True, slots=True)
class EnclosedFile:
    """One enclosure as it leaves: its file, what it is (`application/pdf`), its content."""

    file: str
    media_type: str
    content: bytes = field(repr=False)


Maker = Callable[[str], EnclosedFile]
"""What makes the enclosures of one kind, from their subject; it may raise a refusal."""

Makers = Mapping[EnclosureKind, Maker]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterDraft:
    """A letter to be written, one among many."""

    to: str
    subject: str
    body: str = field(repr=False)
    occasion: str
    enclosed: Sequence[EnclosureName] = ()
    is_urgent: bool = False


class EnclosureNotMade(Refused):
    sentence = N_(
        "What goes with this letter could not be made ({fault}): tell whoever runs the server, then send it again."
    )


class NotAnIdError(ValueError):
    """A fault of the program: an enclosure that would be named by something else than an id."""


def text_of(enclosed: Sequence[EnclosureName]) -> str:
    """Write what goes with a letter as its row keeps it; raise NotAnIdError on anything but ids."""
    for one in enclosed:
        if not _SUBJECT.fullmatch(one.subject):
            raise NotAnIdError(one.kind)
    text = " ".join(f"{one.kind}:{one.subject}" for one in enclosed)
    if len(text) > ENCLOSED_LENGTH:
        raise NotAnIdError(len(text))
    return text


def read(text: str) -> list[EnclosureName]:
    """Read what goes with a letter."""
    pairs = (word.partition(":") for word in text.split())
    return [EnclosureName(EnclosureKind(kind), subject) for kind, _, subject in pairs]


SEALING = "post"
"""The use of the sub-key that seals what letters say."""

FIRST_DELAY = timedelta(minutes=1)
LONGEST_DELAY = timedelta(hours=1)
TRIED_FOR = timedelta(days=2)
"""How long a letter is offered to a server that is away: as long as mail servers do among themselves."""

SENDING_LASTS = timedelta(minutes=10)
"""After which a letter that was being sent has lost its worker; a server is never waited for that long."""

SAID_LENGTH = 500
SUBJECT_LENGTH = 200


class LetterState(StrEnum):
    """How far a letter is."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"
    GIVEN_UP = "given-up"


MOVES: dict[LetterState, frozenset[LetterState]] = {
    LetterState.WAITING: frozenset({LetterState.SENDING, LetterState.GIVEN_UP}),
    LetterState.SENDING: frozenset({LetterState.WAITING, LetterState.SENT, LetterState.REFUSED, LetterState.UNCERTAIN}),
    LetterState.UNCERTAIN: frozenset(
        {LetterState.WAITING, LetterState.SENT, LetterState.REFUSED, LetterState.GIVEN_UP}
    ),
    LetterState.REFUSED: frozenset({LetterState.WAITING, LetterState.GIVEN_UP}),
    LetterState.SENT: frozenset(),
    LetterState.GIVEN_UP: frozenset(),
}
"""From each state, where a letter may go."""

STUCK = frozenset({LetterState.REFUSED, LetterState.UNCERTAIN})
"""The states of a letter that a person must look at."""

NOT_LEFT = frozenset(LetterState) - {LetterState.SENT}
"""The states of a letter of which nobody can say that it left."""

STATES: dict[LetterState, str] = {
    LetterState.WAITING: N_("waiting"),
    LetterState.SENDING: N_("being sent"),
    LetterState.SENT: N_("taken by the mail server"),
    LetterState.REFUSED: N_("could not leave"),
    LetterState.UNCERTAIN: N_("perhaps sent"),
    LetterState.GIVEN_UP: N_("given up"),
}
"""How each state is called where people read."""


@dataclass(frozen=True, slots=True)
class ServerAnswer:
    """What came of offering a letter to a server: the state that follows, and the server's words."""

    state: LetterState
    said: str = ""


class AddressMalformed(Refused):
    sentence = N_("“{address}” is not an address for mail: correct it where it comes from, then try again.")


class LetterUnknown(Refused):
    sentence = N_("This letter is not in the outbox: go back to the list of letters.")


class LetterMovedOn(Refused):
    sentence = N_("This letter has moved on since the page was shown: look at the list again.")


def check_address(address: str) -> str:
    """Tidy an address; raise AddressMalformed."""
    tidy = address.strip()
    # Of ASCII: what every mail server takes.
    if not (tidy.isascii() and codes.is_email(tidy)):
        raise AddressMalformed(address=address)
    return tidy


def tidy_subject(subject: str) -> str:
    """Put a subject on one line, cut to what fits."""
    return " ".join(subject.split())[:SUBJECT_LENGTH]


def delay(attempts: int) -> timedelta:
    """Compute how long to wait after so many attempts: a minute, two, four … an hour."""
    return min(FIRST_DELAY * (1 << min(attempts - 1, 10)), LONGEST_DELAY)


def read_answer(code: int, text: str) -> ServerAnswer:
    """Read a server's answer about one letter: 2xx takes it, 4xx means later, 5xx means no (RFC 5321 §4.2.1)."""
    words = f"{code} {text}"[:SAID_LENGTH]
    if 200 <= code < 300:  # noqa: PLR2004 - the codes of the standard
        return ServerAnswer(LetterState.SENT, words)
    return ServerAnswer(LetterState.REFUSED if code >= 500 else LetterState.WAITING, words)  # noqa: PLR2004 - the same


def is_servers_word(words: str) -> bool:
    """Say whether a mail server said what is kept of a letter; a line that broke, or an enclosure, has no code."""
    return _CODE.match(words) is not None


def after(answer: ServerAnswer, *, waited: timedelta) -> LetterState:
    """Say what follows from an answer; a letter offered in vain for too long is refused."""
    return LetterState.REFUSED if answer.state is LetterState.WAITING and waited >= TRIED_FOR else answer.state


PORTS = {"smtp": 25, "smtps": 465}
STARTTLS_PORT = 587


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where letters are handed over, and how."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    is_encrypted: bool = False
    is_encrypted_after_greeting: bool = False


class ServerMalformed(Refused):
    sentence = N_(
        "MASSICOT_EMAIL_URL cannot be read: write it as smtp://user:password@host:port, with ?tls=yes or as smtps:// "
        "for an encrypted line."
    )


def read_server(url: str) -> Server | None:
    """Read the address of a mail server; None when there is none; raise ServerMalformed."""
    if not visible_text(url):
        return None
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        raise ServerMalformed from None
    if parts.scheme not in PORTS or not host:
        raise ServerMalformed
    wants_tls = parse_qs(parts.query).get("tls", ["no"])[-1].lower() in {"yes", "true", "1", "starttls"}
    starts_tls = wants_tls and parts.scheme == "smtp"
    return Server(
        host=host,
        port=port or (STARTTLS_PORT if starts_tls else PORTS[parts.scheme]),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        is_encrypted=parts.scheme == "smtps",
        is_encrypted_after_greeting=starts_tls,
    )
