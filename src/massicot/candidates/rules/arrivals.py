"""Arrivals: a candidate let in late, and one who is not on the register.

Late arrivals: a candidate whom the head of the centre lets in after the start. Nobody enters once the envelopes of the
paper are open; the head of the centre may let a late candidate in, at most one hour after the start and without more
time, and the delay is written in the room report (the general rules of the exam room). It is a note beside the
register, which goes on saying present or blank: who came late was not absent.

A candidate whose name was not on the register: what the room report says of them, and what cannot be. They sit subject
to a later check of their entry; nothing that is typed here is undone at the centre, and the school is what keeps their
script from a marker who teaches them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from massicot.audit.rules import Fact
from massicot.candidates.rules.attendance import Attendance, room_title
from massicot.candidates.rules.candidate_row import NUMBER_DIGITS
from massicot.candidates.rules.registers import RoomLine
from massicot.core import codes
from massicot.core.refused import N_, Refused

LATEST_MINUTES = 60
"""Nobody is admitted later than one hour after the start."""


class TooLate(Refused):
    sentence = N_(
        "Nobody is let in later than {latest} minutes after the start: type the delay in minutes, from 1 to {latest}, "
        "or key the candidate absent."
    )


class LateIsNotAbsent(Refused):
    sentence = N_(
        "The seat {line} came {minutes} minutes late, says the register: take the late arrival back first, then key "
        "the candidate absent."
    )


class AbsentIsNotLate(Refused):
    sentence = N_("The seat {line} is keyed absent: take that word back first, then note the late arrival.")


class LateOtherwise(Refused):
    sentence = N_(
        "The seat {line} is noted {minutes} min late: if that is wrong, take it back below, then note the right delay."
    )


@dataclass(frozen=True, slots=True)
class LateArrivalNoted(Fact):
    """The delay of a candidate was noted, in minutes, or taken back (none)."""

    journal_word = N_("late arrival noted")
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


YOUNGEST, OLDEST = 12, 100
"""Years between which a candidate is: a year typed wrong leaves them."""


class CandidateNumberMalformed(Refused):
    sentence = N_("“{candidate}” is not a candidate number: type its {digits} digits as the convocation shows them.")


class OriginMalformed(Refused):
    sentence = N_("“{uai}” is not the UAI of a school: type its seven digits and its letter, or leave it empty.")


class BirthDateImpossible(Refused):
    sentence = N_("Nobody who sat was born in {year}: read the date of birth again on the identity card.")


class SeatTaken(Refused):
    sentence = N_(
        "{name} has the seat {seat} in the room {room}: read the seat again on the room report, or leave it empty. If "
        "nobody came for that seat, key {name} absent first."
    )


@dataclass(frozen=True, slots=True)
class OffListEntered(Fact):
    """A candidate off the list was entered on the day; their number, if any, is not said here."""

    journal_word = N_("candidate entered off the list")
    candidate_number: str
    specialty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OffList:
    """A candidate whose name was not on the register, as the room report says them."""

    candidate_number: str
    surname: str
    first_names: str
    born_on: date
    specialty_code: str
    room: str
    seat: str = ""
    usual_name: str = ""
    origin_uai: str = ""
    arrangement: str = ""


def check_off_list(candidate: OffList, sat_on: date) -> None:
    """Refuse a candidate off the list who cannot be as typed; the check of the entry itself comes later."""
    if not re.fullmatch(rf"[0-9]{{{NUMBER_DIGITS}}}", candidate.candidate_number):
        raise CandidateNumberMalformed(candidate=candidate.candidate_number, digits=NUMBER_DIGITS)
    if candidate.origin_uai and not codes.uai_letter_holds(candidate.origin_uai):
        raise OriginMalformed(uai=candidate.origin_uai)
    if not YOUNGEST <= sat_on.year - candidate.born_on.year <= OLDEST:
        raise BirthDateImpossible(year=candidate.born_on.year)


def check_seat(room: str, wanted_seat: str, seats: Iterable[tuple[str, str]]) -> None:
    """Refuse a candidate off the list at a seat of the room where somebody sits; `seats` with who sits there."""
    wanted = wanted_seat.strip().casefold()
    for seat, name in seats:
        if wanted and seat.strip().casefold() == wanted:
            raise SeatTaken(name=name, seat=seat, room=room_title(room))
