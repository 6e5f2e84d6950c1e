"""The act of sending: claimed first, then handed to the server, then marked sent; never two of these at once.

Each step is a transaction of its own. A worker that dies between the second and the third leaves the letter claimed:
nobody can say whether it left, so that it becomes uncertain, is shown, and waits for a person.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import OperationalError

from massicot.core.refused import Refused
from massicot.post import queries, rules
from massicot.post.models import Letter
from massicot.post.rules import LetterState, ServerAnswer, enclosing
from massicot.post.rules.enclosing import EnclosedFile, EnclosureNotMade, Makers
from massicot.post.services import smtp
from massicot.post.services.smtp import Line

log = logging.getLogger("massicot.post")


def send_next(*, line: Line, sender: str, makers: Makers | None = None, at: datetime) -> Letter | None:
    """Send the letter that has waited longest for its turn, an urgent one first; None when none is due.

    It is given back as it was when it was claimed: what came of it is in the outbox. What is enclosed is made now, by
    the makers of each kind.
    """
    queries.lost_at(at).update(state=LetterState.UNCERTAIN)
    return _sent(_claim_next(queries.next_due, at), line, sender, makers or {}, at)


def send_urgent(*, line: Line, sender: str, makers: Makers | None = None, at: datetime) -> Letter | None:
    """Send the urgent letter that has waited longest for its turn; None when none is due."""
    return _sent(_claim_next(queries.next_urgent, at), line, sender, makers or {}, at)


def _sent(letter: Letter | None, line: Line, sender: str, makers: Makers, at: datetime) -> Letter | None:
    if letter is not None:
        _record_answer(letter, _offer(letter, line, sender, makers, at), at)
    return letter


def _claim_next(due: Callable[[datetime], Letter | None], at: datetime) -> Letter | None:
    while letter := due(at):
        waiting = Letter.objects.filter(pk=letter.pk, state=LetterState.WAITING, attempts=letter.attempts)
        if waiting.update(state=LetterState.SENDING, attempts=letter.attempts + 1, claimed_at=at):
            letter.attempts += 1
            return letter
    return None


def _offer(letter: Letter, line: Line, sender: str, makers: Makers, at: datetime) -> ServerAnswer:
    try:
        body = queries.body_of(letter)
        enclosures = _made(letter, makers)
    except OperationalError as fault:
        # The database is away: nothing left, and it is tried again.
        return ServerAnswer(LetterState.WAITING, type(fault).__name__)
    except Refused as refusal:
        return ServerAnswer(LetterState.REFUSED, str(refusal)[: rules.SAID_LENGTH])
    message = smtp.compose(
        sender=sender,
        to=letter.to,
        subject=letter.subject,
        body=body,
        enclosures=enclosures,
        reference=letter.reference,
        at=at,
    )
    return line.deliver(message)


def _made(letter: Letter, makers: Makers) -> list[EnclosedFile]:
    try:
        return [makers[one.kind](one.subject) for one in enclosing.read(letter.enclosed)]
    except (Refused, OperationalError):
        raise
    except Exception as fault:
        # Whatever it is, the letter has not left, and must not stop those behind it.
        log.exception("an enclosure of letter %s met a fault of the program", letter.pk)
        raise EnclosureNotMade(fault=type(fault).__name__) from fault


def _record_answer(letter: Letter, answer: ServerAnswer, at: datetime) -> None:
    state = rules.after(answer, waited=at - letter.written_at)
    # Slower than its claim, a letter may be called uncertain already: what came of it is known now.
    claimed = Letter.objects.filter(
        pk=letter.pk, state__in=[LetterState.SENDING, LetterState.UNCERTAIN], attempts=letter.attempts
    )
    changes = {"state": state, "said": answer.said, "next_at": at + rules.delay(letter.attempts), "claimed_at": None}
    if state is LetterState.SENT:
        changes |= {"sent_at": at, "sealed": b""}
    claimed.update(**changes)
