"""Late arrivals: a candidate whom the head of the centre lets in after the start.

Nobody enters once the envelopes of the paper are open; the head of the centre may let a late candidate in, at most one
hour after the start and without more time, and the delay is written in the room report (the general rules of the exam
room). It is a note beside the register, which goes on saying present or blank: who came late was not absent.
"""

from dataclasses import dataclass

from massicot.candidates.rules.attendance import Attendance
from massicot.candidates.rules.keying import RoomLine
from massicot.core.refused import N_, Refused

LATEST_MINUTES = 60
"""Nobody is admitted later than one hour after the start."""


class TooLate(Refused):
    """A late arrival past the hour."""

    sentence = N_(
        "Nobody is let in later than {latest} minutes after the start: type the delay in minutes, from 1 to {latest}, "
        "or key the candidate absent."
    )


class LateIsNotAbsent(Refused):
    """A candidate absent and late at once."""

    sentence = N_(
        "The seat {line} came {minutes} minutes late, says the register: take the late arrival back first, then key "
        "the candidate absent."
    )


class AbsentIsNotLate(Refused):
    """A late arrival noted for an absent candidate."""

    sentence = N_("The seat {line} is keyed absent: take that word back first, then note the late arrival.")


class LateOtherwise(Refused):
    """A late arrival noted or taken back over another one, which the page did not show."""

    sentence = N_(
        "The seat {line} is noted {minutes} min late: if that is wrong, take it back below, then note the right delay."
    )


@dataclass(frozen=True, slots=True)
class LateArrivalNoted:
    """The delay of a candidate was noted, in minutes, or taken back (none)."""

    candidate: str
    before: int | None
    after: int | None


def check_word(line: RoomLine, word: Attendance) -> None:
    """Refuse an absent candidate who came in late."""
    if word is Attendance.ABSENT and line.minutes_late is not None:
        raise LateIsNotAbsent(line=line.title, minutes=line.minutes_late)


def check_noted(line: RoomLine, minutes: int) -> None:
    """Refuse an act about a delay where another one is noted."""
    if line.minutes_late not in (None, minutes):
        raise LateOtherwise(line=line.title, minutes=line.minutes_late)


def check_delay(line: RoomLine, minutes: int) -> None:
    """Refuse a late arrival past the hour, or of an absent candidate."""
    if not 1 <= minutes <= LATEST_MINUTES:
        raise TooLate(latest=LATEST_MINUTES)
    if line.word is Attendance.ABSENT:
        raise AbsentIsNotLate(line=line.title)
