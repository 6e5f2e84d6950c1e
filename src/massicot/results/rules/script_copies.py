"""The copy of a script that is sent by mail: kept as a document about its request, enclosed, destroyed on its day.

The script is scanned, the file read behind the door as any document is, and sealed under a key of its own. The mail
names it, and it is opened as the mail leaves: nothing of it lies in the outbox. It is destroyed two months later, when
the time to contest what was sent is over. Where the step is taken back, a mail that has not left is given up, and the
copy is destroyed at once.

A request is answered on the day on which its mail leaves. Until then it waits for its answer: its month runs on, its
session is not archived, its script is destroyed by no list. A mail leaves by itself where a mail server takes it; where
none is named, where it could not leave, was given up, or lost its copy, somebody of the office puts it right.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from massicot.post.rules.letters import LetterState
from massicot.results.rules.access import months_after

COPY_KEPT_MONTHS = 2
"""Months for which the copy that was sent is kept: as long as what was answered can be contested."""

ABOUT = "consultation"
"""The kind of affair that the documents of a request are about."""


def about_of(consultation_id: int) -> str:
    """Name whose affair the copies of a request are."""
    return f"{ABOUT}:{consultation_id}"


OCCASIONS = "script-copy:"
"""What the occasions of all these mails begin with."""


def occasions_of(consultation_id: int) -> str:
    """Say what the occasions of the mails of a request begin with."""
    return f"{OCCASIONS}{consultation_id}:"


def occasion_of(consultation_id: int, rank: int) -> str:
    """Name the occasion of the mail of one step of a request, by the rank of that step."""
    return f"{occasions_of(consultation_id)}{rank}"


def destroyed_on(sent_on: date) -> date:
    """Say on which day the copy is destroyed that was sent on a day."""
    return months_after(sent_on, COPY_KEPT_MONTHS)


class CopyMail(StrEnum):
    """How far the mail is that takes a copy along."""

    WAITING = "waiting"
    NO_SERVER = "no-server"
    SENDING = "sending"
    LEFT = "left"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"
    GIVEN_UP = "given-up"
    COPY_DESTROYED = "copy-destroyed"


LEAVES_BY_ITSELF = frozenset({CopyMail.WAITING, CopyMail.SENDING})
"""What has not left and asks nothing of anybody."""


def where_mail_is(state: str, *, is_copy_destroyed: bool, has_server: bool) -> CopyMail:
    """Say how far a mail is by the state of its letter; one whose copy is destroyed does not leave any more."""
    if is_copy_destroyed and state in (LetterState.WAITING, LetterState.REFUSED):
        return CopyMail.COPY_DESTROYED
    if state == LetterState.WAITING and not has_server:
        return CopyMail.NO_SERVER
    return _MAIL_OF[state]


_MAIL_OF: Mapping[str, CopyMail] = {
    LetterState.WAITING: CopyMail.WAITING,
    LetterState.SENDING: CopyMail.SENDING,
    LetterState.SENT: CopyMail.LEFT,
    LetterState.REFUSED: CopyMail.REFUSED,
    LetterState.UNCERTAIN: CopyMail.UNCERTAIN,
    LetterState.GIVEN_UP: CopyMail.GIVEN_UP,
}


def asks_for_somebody(state: str, *, has_server: bool) -> bool:
    """Say whether a mail of which the state alone is known waits for somebody; of an empty state there is none."""
    if not state:
        return False
    mail = where_mail_is(state, is_copy_destroyed=False, has_server=has_server)
    return mail is not CopyMail.LEFT and mail not in LEAVES_BY_ITSELF
