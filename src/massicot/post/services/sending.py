"""The act of sending: claimed first, handed to the server by SMTP (RFC 5321), then marked sent.

Each step is a transaction of its own. A worker that dies between the second and the third leaves the letter claimed:
nobody can say whether it left, so that it becomes uncertain, is shown, and waits for a person.
"""

import logging
import smtplib
import ssl
from collections.abc import Callable, Sequence
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from django.db import OperationalError
from django.db.models import F, QuerySet

from massicot.core.refused import Refused
from massicot.post import queries
from massicot.post.models import Letter
from massicot.post.rules import letters as rules
from massicot.post.rules.letters import (
    SAID_LENGTH,
    EnclosedFile,
    EnclosureNotMade,
    LetterState,
    Makers,
    Server,
    ServerAnswer,
    read_answer,
)
from massicot.store.prepared import Update, ask_all

PATIENCE_S = 30
"""How long one answer of the server is waited for; a whole conversation stays well under SENDING_LASTS."""

MOST_ON_A_LINE = 50
"""How many letters go over one line: a server ends a longer one when it likes."""

READY = 250


def compose(
    *,
    sender: str,
    to: str,
    subject: str,
    body: str,
    enclosures: Sequence[EnclosedFile] = (),
    reference: str,
    at: datetime,
) -> EmailMessage:
    """Write a message; sent twice, it bears the same identifier, by which mail programs know it again."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{reference}@{_domain(sender)}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body, cte="quoted-printable")
    for one in enclosures:
        media, _, more = one.media_type.partition(";")
        maintype, _, subtype = media.partition("/")
        parameters = dict(pair.strip().split("=") for pair in more.split(";") if pair)
        message.add_attachment(
            one.content, maintype=maintype, subtype=subtype, filename=one.file, params=parameters or None
        )
    return message


class Line:
    """A line to the server, kept from one letter to the next by whoever alone uses it.

    To greet a server costs as much as to hand it a letter. Before each further one it is asked whether it is ready;
    where it is not, it is greeted again.
    """

    def __init__(self, server: Server) -> None:
        self._server = server
        self._smtp: smtplib.SMTP | None = None
        self._letters = 0

    def deliver(self, message: EmailMessage) -> ServerAnswer:
        """Hand a message to the server, and tell what came of it."""
        try:
            smtp = self._open(_domain(message["From"]))
        except (OSError, smtplib.SMTPException) as fault:
            # The server's trouble, not the letter's: a wrong password is set right one day, and the letter leaves.
            return ServerAnswer(LetterState.WAITING, _words(fault))
        answer = _submit(smtp, message)
        self._letters += 1
        if answer.state is not LetterState.SENT or self._letters == MOST_ON_A_LINE:
            self.close()
        return answer

    def close(self) -> None:
        """Hang up; the next letter opens another line."""
        if self._smtp is not None:
            self._smtp.close()
        self._smtp, self._letters = None, 0

    def _open(self, name: str) -> smtplib.SMTP:
        if self._smtp is not None and not _is_ready(self._smtp):
            self.close()
        if self._smtp is None:
            self._smtp = _greet(self._server, name)
        return self._smtp


def _is_ready(smtp: smtplib.SMTP) -> bool:
    """Ask a server whether it takes another letter: it may have hung up, or want to (421)."""
    try:
        return smtp.rset()[0] == READY
    except (OSError, smtplib.SMTPException):
        return False


def _greet(server: Server, name: str) -> smtplib.SMTP:
    smtp = _line(server, name)
    try:
        if server.is_encrypted_after_greeting:
            smtp.starttls(context=ssl.create_default_context())
        smtp.ehlo_or_helo_if_needed()
        if server.user:
            smtp.login(server.user, server.password)
    except (OSError, smtplib.SMTPException):
        smtp.close()
        raise
    return smtp


def _line(server: Server, name: str) -> smtplib.SMTP:
    # Without a name to greet with, the library asks the network for one.
    if not server.is_encrypted:
        return smtplib.SMTP(server.host, server.port, name, PATIENCE_S)
    # Without a context of its own, it would trust any certificate.
    context = ssl.create_default_context()
    return smtplib.SMTP_SSL(server.host, server.port, name, timeout=PATIENCE_S, context=context)


def _submit(smtp: smtplib.SMTP, message: EmailMessage) -> ServerAnswer:
    try:
        for code, reply in (smtp.mail(_bare(message["From"])), smtp.rcpt(_bare(message["To"]))):
            if not 200 <= code < 300:  # noqa: PLR2004 - the codes of the standard
                return read_answer(code, _text(reply))
    except (OSError, smtplib.SMTPException) as fault:
        return ServerAnswer(LetterState.WAITING, _words(fault))
    return _handed_over(smtp, message)


def _handed_over(smtp: smtplib.SMTP, message: EmailMessage) -> ServerAnswer:
    try:
        code, reply = smtp.data(message.as_bytes())
    except smtplib.SMTPDataError as refusal:
        return read_answer(refusal.smtp_code, _text(refusal.smtp_error))
    except (OSError, smtplib.SMTPException) as fault:
        # The line was cut while the server had, perhaps, all of it: nobody knows.
        return ServerAnswer(LetterState.UNCERTAIN, _words(fault))
    return read_answer(code, _text(reply))


def _bare(address: str) -> str:
    return str(address).rpartition("<")[2].rstrip(">")


def _domain(address: str) -> str:
    return _bare(address).rpartition("@")[2] or "localhost"


def _text(reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return " ".join(text.split())


def _words(fault: Exception) -> str:
    if isinstance(fault, smtplib.SMTPResponseException):
        return f"{fault.smtp_code} {_text(fault.smtp_error)}"[:SAID_LENGTH]
    return (_text(str(fault)) or type(fault).__name__)[:SAID_LENGTH]


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


def _claim_of(letter_id: int, attempts: int) -> QuerySet[Letter]:
    # Slower than its claim, a letter may be called uncertain already: what came of it is known now.
    states = [LetterState.SENDING, LetterState.UNCERTAIN]
    return Letter.objects.filter(pk=letter_id, state__in=states, attempts=attempts)


_ANSWERED = Update(
    lambda letter_id, attempts, **answer: (_claim_of(letter_id, attempts), answer | {"claimed_at": None})
)
_LEFT = Update(
    lambda letter_id, attempts, said, next_at, sent_at: (
        _claim_of(letter_id, attempts),
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
    return _send(_claim_next(queries.next_due, at), line, sender, makers or {}, at)


def send_urgent(*, line: Line, sender: str, makers: Makers | None = None, at: datetime) -> Letter | None:
    """Send the urgent letter that has waited longest for its turn; None when none is due."""
    return _send(_claim_next(queries.next_urgent, at), line, sender, makers or {}, at)


def _send(letter: Letter | None, line: Line, sender: str, makers: Makers, at: datetime) -> Letter | None:
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
        enclosures = _enclosures_of(letter, makers)
    except OperationalError as fault:
        # The database is away: nothing left, and it is tried again.
        return ServerAnswer(LetterState.WAITING, type(fault).__name__)
    except Refused as refusal:
        return ServerAnswer(LetterState.REFUSED, str(refusal)[: rules.SAID_LENGTH])
    message = compose(
        sender=sender,
        to=letter.to,
        subject=letter.subject,
        body=body,
        enclosures=enclosures,
        reference=letter.reference,
        at=at,
    )
    return line.deliver(message)


def _enclosures_of(letter: Letter, makers: Makers) -> list[EnclosedFile]:
    try:
        return [makers[one.kind](one.subject) for one in rules.read(letter.enclosed)]
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
