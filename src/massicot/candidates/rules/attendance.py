"""Attendance: what the register says of each candidate, in seat order, and how a word of it is corrected.

Seating: the order of rooms and seats, as people read it: 2 before 10, A2 before A10. Every candidate on the register is
keyed present or absent; nobody becomes absent because nothing was typed, and an empty line is never a fact. A candidate
who hands in a blank script was present: the notice asks CB for the script, and AB only for an absent candidate. How a
room comes to its words on the evening is told in `registers`, how the day is closed on its counts in `day`. Once a
room is confirmed, a word changes by a correction, with its reason, and in no other way. No count is ever adjusted by
the program: who changes the register counts again.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from massicot.audit.rules import Fact
from massicot.core import codes
from massicot.core.refused import N_, NN_, Phrase, Refused
from massicot.core.spelling import visible_text

_DIGITS = re.compile(r"([0-9]+)")

Rank = tuple[tuple[int, int, str], ...]


@lru_cache(maxsize=4096)
def natural_rank(text: str) -> Rank:
    """Compute where a room or a seat stands: figures by their value, before letters whatever their case."""
    parts = [part for part in _DIGITS.split(text.casefold()) if part]
    # [0-9]+ above, because str.isdigit() holds for signs that int() cannot read.
    return tuple((0, int(part), part) if part[0] in "0123456789" else (1, 0, part) for part in parts)


def room_rank(room: str) -> tuple[Rank, str]:
    """Compute where a room stands; rooms that differ by their case alone stay apart, each in one piece."""
    return natural_rank(room), room


def seat_rank(room: str, seat: str, candidate_number: str) -> tuple[tuple[Rank, str], Rank, str]:
    """Compute where a candidate stands on the register: by room, by seat, then by candidate number."""
    return room_rank(room), natural_rank(seat), candidate_number


NAMELESS_ROOM = "—"


class Attendance(StrEnum):
    """What the register says of one candidate."""

    NOT_KEYED = "not-keyed"
    PRESENT = "present"
    ABSENT = "absent"
    BLANK = "blank"


SCRIPTS = frozenset({Attendance.PRESENT, Attendance.BLANK})
"""The words of those who handed in a script."""


class AttendanceSource(StrEnum):
    """How the register came to its word: nothing yet, typed, the label scanned, the room confirmed, off the list."""

    NOTHING = ""
    HAND = "hand"
    LABEL = "label"
    OTHERS = "others"
    OFF_LIST = "off-list"


CHANGES: dict[Attendance, frozenset[Attendance]] = {
    Attendance.NOT_KEYED: frozenset(),
    Attendance.PRESENT: frozenset({Attendance.ABSENT, Attendance.BLANK}),
    Attendance.ABSENT: frozenset({Attendance.PRESENT, Attendance.BLANK}),
    Attendance.BLANK: frozenset({Attendance.PRESENT, Attendance.ABSENT}),
}
"""What a correction may make of a word; before the room is confirmed, any word may be typed or taken back."""


class CentreUnknown(Refused):
    sentence = N_("Nobody is expected at the centre {centre} for {paper}: check the UAI, or import its candidates.")


class RoomUnknown(Refused):
    sentence = N_("The centre {centre} has no room {room}: its rooms are {rooms}.")


class DayIsClosed(Refused):
    sentence = N_("The day of {paper} is closed at {centre}: open it again, with a reason, to change its register.")


HANDED_IN = frozenset({Attendance.PRESENT, Attendance.BLANK})
"""The words of whoever handed a script in, blank or not."""


class DayNotClosed(Refused):
    sentence = N_("The day of {paper} is not closed at {centre}: nothing to open again.")


class AttendanceUnchanged(Refused):
    sentence = N_(
        "The register of {candidate} was left as it is: choose another word than the one it has, present, absent or "
        "blank."
    )


class RoomNotKeyed(Refused):
    sentence = N_("{candidate} is not keyed yet: key the attendance of the room {room} first.")


class CorrectionReasonMissing(Refused):
    sentence = N_("Give the reason of the correction: it goes into the journal.")


class ReasonNamesScript(Refused):
    sentence = N_(
        "This reason is kept beside the candidate: write no number of a script in it ({number}). Say what happened, "
        "not on which script."
    )


@dataclass(frozen=True, slots=True)
class Tally:
    """Candidates counted by what the register says of them."""

    present: int = 0
    absent: int = 0
    blank: int = 0
    not_keyed: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.present + other.present,
            self.absent + other.absent,
            self.blank + other.blank,
            self.not_keyed + other.not_keyed,
        )

    @property
    def entered(self) -> int:
        return self.present + self.absent + self.blank + self.not_keyed

    @property
    def scripts(self) -> int:
        return self.present + self.blank

    @property
    def keyed(self) -> int:
        return self.present + self.absent + self.blank


@dataclass(frozen=True, slots=True)
class AttendanceCorrected(Fact):
    journal_word = N_("attendance corrected")
    candidate: str
    before: str
    after: str
    reason: str


def room_title(room: str) -> str:
    """Write a room as a sentence says it after the word; a centre without named rooms is one room."""
    return _ROOM_WORD.sub("", room, count=1) or NAMELESS_ROOM


def check_room(centre: str, room: str, rooms: Collection[str]) -> None:
    """Refuse a room that the centre does not have, naming those it has."""
    if room not in rooms:
        titles = ", ".join(map(room_title, sorted(rooms, key=room_rank)))
        raise RoomUnknown(centre=centre, room=room_title(room), rooms=titles)


def tally(words: Iterable[str]) -> Tally:
    """Count words of the register."""
    counts = dict.fromkeys(Attendance, 0)
    for word in words:
        counts[Attendance(word)] += 1
    return Tally(*(counts[word] for word in _TALLIED))


def gap(counted: int, present: int) -> Phrase:
    """Write in words by how much the scripts counted in a room differ from its candidates present."""
    if counted == present:
        return Phrase(N_("as many scripts as candidates present"))
    return Phrase(*(_FEWER if counted < present else _MORE), abs(counted - present))


def check_reason(reason: str) -> None:
    """Refuse an act that goes into the journal with its reason, and has none."""
    if not visible_text(reason):
        raise CorrectionReasonMissing


def check_reason_of_candidate(reason: str) -> None:
    """Refuse a reason that is missing, or that would join the candidate whom it is about with a script."""
    check_reason(reason)
    if number := codes.number_within(reason):
        raise ReasonNamesScript(number=number)


def check_correction(candidate: str, room: str, change: tuple[Attendance, Attendance], reason: str) -> None:
    """Refuse a correction (before, after) that has no reason, corrects nothing, or comes before the keying."""
    before, after = change
    if before is Attendance.NOT_KEYED:
        raise RoomNotKeyed(candidate=candidate, room=room_title(room))
    if after not in CHANGES[before]:
        raise AttendanceUnchanged(candidate=candidate)
    check_reason_of_candidate(reason)


def source_after(source: AttendanceSource, word: Attendance) -> AttendanceSource:
    """Decide how a word typed by hand is said to be known: a script that was seen stays seen while there is one."""
    if word is Attendance.NOT_KEYED:
        return AttendanceSource.NOTHING
    return source if source in _SEEN and word in SCRIPTS else AttendanceSource.HAND


_FEWER = NN_("one script fewer than candidates present", "{n} scripts fewer than candidates present")
_MORE = NN_("one script too many", "{n} scripts too many")
_ROOM_WORD = re.compile(r"^salle\s+", re.IGNORECASE)
_SEEN = frozenset({AttendanceSource.LABEL, AttendanceSource.OFF_LIST})
_TALLIED = (Attendance.PRESENT, Attendance.ABSENT, Attendance.BLANK, Attendance.NOT_KEYED)
