"""The act of sending: claimed first, then handed to the server, then marked sent; never two of these at once.

Each step is a transaction of its own. A worker that dies between the second and the third leaves the letter claimed:
nobody can say whether it left, so that it becomes uncertain, is shown, and waits for a person.
"""

from datetime import datetime

from massicot.core.sealing import SealBroken
from massicot.post import queries, rules
from massicot.post.models import Letter
from massicot.post.rules import LetterState, ServerAnswer
from massicot.post.rules.server import Server
from massicot.post.services import smtp


def send_next(*, server: Server, sender: str, at: datetime) -> Letter | None:
    """Send the letter that has waited longest for its turn; None when none is due."""
    queries.lost_at(at).update(state=LetterState.UNCERTAIN)
    letter = _claim_next(at)
    if letter is None:
        return None
    _record_answer(letter, _offer(letter, server, sender, at), at)
    return queries.letter_by_id(letter.pk)


def _claim_next(at: datetime) -> Letter | None:
    while letter := queries.next_due(at):
        waiting = Letter.objects.filter(pk=letter.pk, state=LetterState.WAITING, attempts=letter.attempts)
        if waiting.update(state=LetterState.SENDING, attempts=letter.attempts + 1, claimed_at=at):
            return queries.letter_by_id(letter.pk)
    return None


def _offer(letter: Letter, server: Server, sender: str, at: datetime) -> ServerAnswer:
    try:
        body = queries.body_of(letter)
    except SealBroken as refusal:
        return ServerAnswer(LetterState.REFUSED, str(refusal))
    message = smtp.compose(
        sender=sender, to=letter.to, subject=letter.subject, body=body, reference=letter.reference, at=at
    )
    return smtp.deliver(server, message)


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
