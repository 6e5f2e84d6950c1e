"""When marks may be typed, in how many browsers, and whose typing a page holds.

When marks may be typed: from the opening instant of the paper to its closing, which is already too late. The notice:
from 1 June 2017, and "at the latest on 7 June 2017 at 17:00". Both are instants, told on the clock of the session's
time zone.

Two browsers on one batch: both are told. Each sign-in opens the batch in one browser until that browser leaves it, or
the working day is over. Who typed on one computer and goes on at another closes the batch there from here; what that
browser had not saved stays kept in it.

Whose typing a page holds: the sheet that opened it, its author, how often the office had opened the batch again. What a
browser could not save belongs to one turn. Once the batch was locked, or is in other hands, it is nobody's until
somebody with the paper sheet before them takes it: a mark is never saved under another's name, nor after a signature
that did not have it.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from massicot.core.refused import N_, Refused

NOON = 12


class EntryNotOpen(Refused):
    sentence = N_("Mark entry is open from {opens} to {closes}: come back then.")


class EntryClosed(Refused):
    sentence = N_("Mark entry was open from {opens} to {closes}: for a late mark, call the exam office.")


@dataclass(frozen=True, slots=True)
class Window:
    """The opening and the closing of one paper's mark entry, on the clock of its session."""

    opens_at: datetime
    closes_at: datetime

    def is_open(self, at: datetime) -> bool:
        """Say whether marks may be typed at an instant."""
        return self.opens_at <= at < self.closes_at


def check_window(window: Window, at: datetime) -> None:
    """Refuse mark entry before it opens and from its closing on."""
    if at < window.opens_at:
        raise EntryNotOpen(opens=window.opens_at, closes=window.closes_at)
    if not window.is_open(at):
        raise EntryClosed(opens=window.opens_at, closes=window.closes_at)


def half_day(at: datetime, zone: ZoneInfo) -> str:
    """Name the half-day of an instant, the finest time that a save keeps: 2017-06-01 am."""
    local = at.astimezone(zone)
    return f"{local.date().isoformat()} {'am' if local.hour < NOON else 'pm'}"


def half_day_start(at: datetime, zone: ZoneInfo) -> datetime:
    """Round an instant down to the start of its half-day: what the journal says of a save."""
    local = at.astimezone(zone)
    start = time(0) if local.hour < NOON else time(NOON)
    return datetime.combine(local.date(), start, tzinfo=zone)


LASTS = timedelta(hours=12)
"""How long a browser stays signed in: an opening is counted in the half-day when it was made and the one after."""


class OpenedElsewhere(Refused):
    sentence = N_("This batch was closed here from another browser: sign in again with the mark sheet to go on here.")


class AnotherBatch(Refused):
    sentence = N_(
        "Another batch was opened in this browser since this page was: nothing was done here. To go on with this one, "
        "sign in again with its own mark sheet."
    )


def current_half_days(at: datetime, zone: ZoneInfo) -> tuple[str, str]:
    """Name the half-days in which a browser that is open now may have signed in: this one and the one before."""
    return half_day(at, zone), half_day(at - LASTS, zone)


_LENGTH = 16


class TurnPassed(Refused):
    sentence = N_(
        "Since this page was opened, the batch was given to somebody else, or the exam office opened it again: nothing "
        "more is taken from it. Open the marks of the batch again, with the paper sheet before you."
    )


def turn_of(identifier: str, author: str, reopened: int) -> str:
    """Name one turn at a batch, opaquely: of a sheet, of whoever signs the marks, of the times it was opened again."""
    parts = "\n".join((identifier, author, str(reopened)))
    return hashlib.sha256(parts.encode()).hexdigest()[:_LENGTH]


def check_turn(page: str, identifier: str, author: str, reopened: int) -> None:
    """Raise TurnPassed when a page belongs to another turn than the one of now; a program may name none.

    A page that was opened before anybody was noted as having the batch goes on under the first who is.
    """
    if page and page not in (turn_of(identifier, author, reopened), turn_of(identifier, "", reopened)):
        raise TurnPassed
