"""Letters that leave by mail: written inside the act that causes them, sent once, after it.

A letter waits in the outbox until a mail server is named. A server that is away, or that says "later", is tried again,
less and less often, for two days. A letter that a server refuses for good is kept and shown with the server's words.
When nobody can say whether a letter left – a worker died, or the line was cut while the server was about to answer –
it is not sent again by itself: a person looks and decides. What a letter says is sealed while it waits, because it may
hold a one-time link, and emptied once it is sent or given up.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from massicot.core import checks
from massicot.core.refused import N_, Refused
from massicot.post.rules.enclosing import ENCLOSED_LENGTH

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

STATES: dict[LetterState, str] = {
    LetterState.WAITING: N_("waiting"),
    LetterState.SENDING: N_("being sent"),
    LetterState.SENT: N_("taken by the mail server"),
    LetterState.REFUSED: N_("refused by the mail server"),
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
    """An address that no mail server takes."""

    sentence = N_("“{address}” is not an address for mail: correct it where it comes from, then try again.")


class LetterUnknown(Refused):
    """A letter that the outbox does not hold."""

    sentence = N_("This letter is not in the outbox: go back to the list of letters.")


class LetterMovedOn(Refused):
    """A letter that is no longer as the page showed it."""

    sentence = N_("This letter has moved on since the page was shown: look at the list again.")


def check_address(address: str) -> str:
    """Tidy an address; raise AddressMalformed."""
    tidy = address.strip()
    # Of ASCII: what every mail server takes.
    if not (tidy.isascii() and checks.is_email(tidy)):
        raise AddressMalformed(address=address)
    return tidy


def tidy_subject(subject: str) -> str:
    """Put a subject on one line, cut to what fits."""
    return " ".join(subject.split())[:SUBJECT_LENGTH]


def delay(attempts: int) -> timedelta:
    """Compute how long to wait after so many attempts: a minute, two, four … an hour."""
    return min(FIRST_DELAY * (1 << min(attempts - 1, 10)), LONGEST_DELAY)


def judged(code: int, text: str) -> ServerAnswer:
    """Read a server's answer about one letter: 2xx takes it, 4xx means later, 5xx means no (RFC 5321 §4.2.1)."""
    words = f"{code} {text}"[:SAID_LENGTH]
    if 200 <= code < 300:  # noqa: PLR2004 - the codes of the standard
        return ServerAnswer(LetterState.SENT, words)
    return ServerAnswer(LetterState.REFUSED if code >= 500 else LetterState.WAITING, words)  # noqa: PLR2004 - the same


def after(answer: ServerAnswer, *, waited: timedelta) -> LetterState:
    """Say what follows from an answer; a letter offered in vain for too long is refused."""
    return LetterState.REFUSED if answer.state is LetterState.WAITING and waited >= TRIED_FOR else answer.state
