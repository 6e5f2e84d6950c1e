"""Letters on their way, with what goes with them; urgent ones beside the other work."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import close_old_connections, connection

from massicot.commands.console import now
from massicot.deposits import queries as deposits
from massicot.deposits.rules import FILE_TYPES
from massicot.documents.calendars import CalendarFile, CalendarMethod, make_calendar
from massicot.documents.convocations import make_convocation, make_convocations
from massicot.missions.queries import convocations, printing
from massicot.missions.rules.letters import NoLetterLeft
from massicot.post import services
from massicot.post.rules.letters import EnclosedFile, EnclosureKind, Makers, Server, read_server
from massicot.post.services import Line
from massicot.store.trouble import goes_well

PDF = "application/pdf"


def _convocation(subject: str) -> EnclosedFile:
    row = convocations.convocation_by_id(int(subject))
    return EnclosedFile(f"convocation-{row.code}.pdf", PDF, make_convocation(printing.letter_of(row)))


def _calendar(subject: str, *, events: Callable[[convocations.Convocation], CalendarFile]) -> EnclosedFile:
    row = convocations.convocation_by_id(int(subject))
    content = events(row)
    word = "annulation" if content.method is CalendarMethod.CANCEL else "agenda"
    return EnclosedFile(f"{word}-{row.code}.ics", content.media_type, make_calendar(content))


def _institution(subject: str) -> EnclosedFile:
    run, _, uai = subject.partition(".")
    rows = convocations.letters_of_institution(int(run), uai)
    if not rows:
        raise NoLetterLeft(uai=uai)
    return EnclosedFile(f"convocations-{uai}.pdf", PDF, make_convocations(printing.letters_of(rows), uai))


def _document(subject: str) -> EnclosedFile:
    document = deposits.content_of(subject)
    ending, media_type = FILE_TYPES[document.kind]
    return EnclosedFile(f"copie-{subject}.{ending}", media_type, document.content)


MAKERS: Makers = {
    EnclosureKind.CONVOCATION: _convocation,
    EnclosureKind.CALENDAR: partial(_calendar, events=printing.calendar_of),
    EnclosureKind.CANCELLED_CALENDAR: partial(_calendar, events=printing.cancelled_calendar_of),
    EnclosureKind.INSTITUTION: _institution,
    EnclosureKind.DOCUMENT: _document,
}


ONE_AT_A_TIME = threading.Lock()
"""Held while a letter is handed over, by whichever thread: a worker that dies leaves one of which nobody knows."""


_lines: dict[Server, Line] = {}
"""The line that is open to each server that the settings named; touched by whoever holds ONE_AT_A_TIME."""


def send_one(at: datetime) -> bool:
    """Send one letter; False when none is due, or when no mail server is named: they wait then."""
    is_sent = _is_sent(services.send_next, at)
    if not is_sent:
        hang_up()
    return is_sent


def send_urgent(at: datetime) -> bool:
    """Send one urgent letter; False when none is due, or when no mail server is named."""
    return _is_sent(services.send_urgent, at)


def _is_sent(send: Callable[..., object], at: datetime) -> bool:
    server = read_server(settings.MASSICOT_EMAIL_URL)
    if server is None:
        return False
    with ONE_AT_A_TIME:
        line = _lines.setdefault(server, Line(server))
        return send(line=line, sender=settings.MASSICOT_EMAIL_FROM, makers=MAKERS, at=at) is not None


def hang_up() -> None:
    """Leave the server alone while there is nothing to send."""
    with ONE_AT_A_TIME:
        for line in _lines.values():
            line.close()


EVERY_S = 2.0
"""How often it looks: an urgent letter is with the mail server within half a minute, whatever goes on."""


@contextmanager
def sent_beside() -> Iterator[None]:
    """Send urgent letters in a thread as long as this lasts."""
    over = threading.Event()
    sending = threading.Thread(target=_send_until, args=(over,), daemon=True)
    sending.start()
    try:
        yield
    finally:
        over.set()
        sending.join()


def _send_until(over: threading.Event) -> None:
    try:
        while not over.wait(EVERY_S):
            goes_well(partial(_one_round, over))
    finally:
        connection.close()


def _one_round(over: threading.Event) -> None:
    close_old_connections()
    while not over.is_set() and send_urgent(now()):
        pass
