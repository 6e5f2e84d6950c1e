"""The act of sending: claimed first, then handed to the server, then marked sent; never two of these at once.

Each step is a transaction of its own. A worker that dies between the second and the third leaves the letter claimed:
nobody can say whether it left, so that it becomes uncertain, is shown, and waits for a person.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import OperationalError
from django.db.models import F, QuerySet

from massicot.core.refused import Refused
from massicot.post import queries, rules
from massicot.post.models import Letter
from massicot.post.rules import LetterState, ServerAnswer, enclosing
from massicot.post.rules.enclosing import EnclosedFile, EnclosureNotMade, Makers
from massicot.post.services import smtp
from massicot.post.services.smtp import Line
from massicot.store.prepared import Update, ask_all

_LOST = Update(
    lambda before: (
        Letter.objects.filter(claimed_at__lte=before, state=LetterState.SENDING),
        {"state": LetterState.UNCERTAIN},
    )
)
"""The letters whose worker died while it was sending them."""

_CLAIM = Update(
    lambda letter_id, attempts, at: (
        Letter.objects.filter(pk=letter_id, state=LetterState.WAITING, attempts=attempts),
        {"state": LetterState.SENDING, "attempts": F("attempts") + 1, "claimed_at": at},
    )
)


def _claimed(letter_id: int, attempts: int) -> QuerySet[Letter]:
    # Slower than its claim, a letter may be called uncertain already: what came of it is known now.
    states = [LetterState.SENDING, LetterState.UNCERTAIN]
    return Letter.objects.filter(pk=letter_id, state__in=states, attempts=attempts)


_ANSWERED = Update(lambda letter_id, attempts, **answer: (_claimed(letter_id, attempts), answer | {"claimed_at": None}))
_LEFT = Update(
    lambda letter_id, attempts, said, next_at, sent_at: (
        _claimed(letter_id, attempts),
        {"state": LetterState.SENT, "said": said, "next_at": next_at, "sent_at": sent_at}
        | {"sealed": b"", "claimed_at": None},
    )
)

log = logging.getLogger("massicot.post")


def send_next(*, line: Line, sender: str, makers: Makers | None = None, at: datetime) -> Letter | None:
    """Send the letter that has waited longest for its turn, an urgent one first; None when none is due.

    It is given back as it was when it was claimed: what came of it is in the outbox. What is enclosed is made now, by
    the makers of each kind.
    """
    ask_all(_LOST.of(before=at - rules.SENDING_LASTS))
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
        if ask_all(_CLAIM.of(letter_id=letter.pk, attempts=letter.attempts, at=at))[0]:
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
    claim = {"letter_id": letter.pk, "attempts": letter.attempts}
    said = {"said": answer.said, "next_at": at + rules.delay(letter.attempts)}
    if state is LetterState.SENT:
        ask_all(_LEFT.of(**claim, **said, sent_at=at))
    else:
        ask_all(_ANSWERED.of(**claim, **said, state=state.value))
