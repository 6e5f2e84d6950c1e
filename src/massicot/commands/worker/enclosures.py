"""What goes with letters, made as they leave: one maker for each kind, each from an id."""

from collections.abc import Callable
from functools import partial

from massicot.documents.calendars import CalendarFile, CalendarMethod, make_calendar
from massicot.documents.convocations import make_convocation, make_convocations
from massicot.missions.queries import convocations, setting
from massicot.missions.rules.letters import NoLetterLeft
from massicot.post.rules.enclosing import EnclosedFile, EnclosureKind, Makers

PDF = "application/pdf"


def _convocation(subject: str) -> EnclosedFile:
    row = convocations.convocation_by_id(int(subject))
    return EnclosedFile(f"convocation-{row.code}.pdf", PDF, make_convocation(setting.letter_of(row)))


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
    return EnclosedFile(f"convocations-{uai}.pdf", PDF, make_convocations(setting.letters_of(rows), uai))


MAKERS: Makers = {
    EnclosureKind.CONVOCATION: _convocation,
    EnclosureKind.CALENDAR: partial(_calendar, events=setting.calendar_of),
    EnclosureKind.CANCELLED_CALENDAR: partial(_calendar, events=setting.cancelled_calendar_of),
    EnclosureKind.INSTITUTION: _institution,
}
