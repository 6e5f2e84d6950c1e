"""Attendance: what the register says of each candidate, and the counts of a centre's day.

Every candidate on the register is keyed present or absent, room by room; nobody becomes absent because nothing was
typed. A candidate who hands in a blank script was present: the notice asks CB for the script, and AB only for an absent
candidate. The scripts of a room are counted in the hand at the end of the paper, and the count must make the candidates
present, blank scripts included.

When the day is closed, the centre counts its items (an absent candidate has a placeholder, so each expected candidate
has one item), the labels used and the header strips boxed. A count that differs is found, or it is signed with a
reason: the day closes then, and the gap stays open for the exam office to decide. No count is ever adjusted by the
program: who changes the register counts again.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from massicot.core.refused import N_, Refused

NAMELESS_ROOM = "—"


class Attendance(StrEnum):
    """What the register says of one candidate."""

    NOT_KEYED = "not-keyed"
    PRESENT = "present"
    ABSENT = "absent"
    BLANK = "blank"


CHANGES: dict[Attendance, frozenset[Attendance]] = {
    Attendance.NOT_KEYED: frozenset({Attendance.PRESENT, Attendance.ABSENT, Attendance.BLANK}),
    Attendance.PRESENT: frozenset({Attendance.ABSENT, Attendance.BLANK}),
    Attendance.ABSENT: frozenset({Attendance.PRESENT, Attendance.BLANK}),
    Attendance.BLANK: frozenset({Attendance.PRESENT, Attendance.ABSENT}),
}
"""What the register may come to say: once keyed, a candidate is never "not keyed" again."""


class CentreUnknown(Refused):
    """A centre where nobody is expected at the paper."""

    sentence = N_("Nobody is expected at the centre {centre} for {paper}: check the UAI, or import its candidates.")


class RoomUnknown(Refused):
    """A room that the centre does not have."""

    sentence = N_("The centre {centre} has no room {room}: its rooms are {rooms}.")


class DayClosed(Refused):
    """A register changed after the day was closed."""

    sentence = N_("The day of {paper} is closed at {centre}: open it again, with a reason, to change its register.")


class DayNotClosed(Refused):
    """A day opened again that is open."""

    sentence = N_("The day of {paper} is not closed at {centre}: nothing to open again.")


class CandidateNotInRoom(Refused):
    """A candidate keyed in a room where they are not expected."""

    sentence = N_("Not expected in the room {room}: {candidates}. Read the numbers again on the register of that room.")


class AbsentAndBlank(Refused):
    """A candidate keyed absent and blank at once."""

    sentence = N_("Keyed both absent and blank in the room {room}: {candidates}. A blank script means present.")


class RoomCountDiffers(Refused):
    """Scripts counted in the hand that do not make the candidates present."""

    sentence = N_(
        "The register of the room {room} has {scripts} candidates present, blank scripts included, and {counted} "
        "scripts were counted in hand: count again and read the register again, or sign the difference with a reason."
    )


class NotAllKeyed(Refused):
    """A day closed before every candidate was keyed."""

    sentence = N_("{count} candidates of {centre} are neither present nor absent yet: key the attendance of {rooms}.")


class RoomsNotCounted(Refused):
    """A day closed while a room's count does not fit its register any more."""

    sentence = N_(
        "At {centre}, the scripts counted do not make the candidates present in {rooms}: count again and type the "
        "count of each, or sign the difference with a reason."
    )


class CountsDiffer(Refused):
    """Counts typed at the closing that do not make the expected items."""

    sentence = N_(
        "The register of {centre} makes {expected} items, absent candidates included; typed: {items_in_hand} items in "
        "hand ({items_gap}), {labels_used} labels used ({labels_gap}), {strips_boxed} strips boxed ({strips_gap}). "
        "Find the difference, or close the day with a reason: the exam office will decide."
    )


class AttendanceUnchanged(Refused):
    """A correction that corrects nothing."""

    sentence = N_(
        "The register of {candidate} was left as it is: choose another word than the one it has, present, absent or "
        "blank."
    )


class RoomNotKeyed(Refused):
    """A correction before the room was keyed."""

    sentence = N_("{candidate} is not keyed yet: key the attendance of the room {room} first.")


class ReasonMissing(Refused):
    """A correction without a reason."""

    sentence = N_("Give the reason of the correction: it goes into the journal.")


@dataclass(frozen=True, slots=True)
class Tally:
    """Candidates counted by what the register says of them."""

    present: int = 0
    absent: int = 0
    blank: int = 0
    not_keyed: int = 0

    @property
    def entered(self) -> int:
        """Count the candidates expected."""
        return self.present + self.absent + self.blank + self.not_keyed

    @property
    def scripts(self) -> int:
        """Count the scripts handed in: a blank script is one."""
        return self.present + self.blank


@dataclass(frozen=True, slots=True)
class ClosingCounts:
    """The three counts typed when a centre's day is closed."""

    items_in_hand: int
    labels_used: int
    strips_boxed: int


@dataclass(frozen=True, slots=True)
class RoomKeyed:
    """The register of a room was keyed, and its scripts counted."""

    room: str
    present: int
    absent: tuple[str, ...]
    blank: tuple[str, ...]
    counted: int
    gap_reason: str


@dataclass(frozen=True, slots=True)
class RoomCounted:
    """The scripts of a room were counted again."""

    room: str
    counted: int
    gap_reason: str


@dataclass(frozen=True, slots=True)
class AttendanceCorrected:
    """The register of one candidate was corrected."""

    candidate: str
    before: str
    after: str
    reason: str


def room_title(room: str) -> str:
    """Write a room as people read it; a centre without named rooms is one room."""
    return room or NAMELESS_ROOM


def tally(words: Iterable[str]) -> Tally:
    """Count words of the register."""
    counts = dict.fromkeys(Attendance, 0)
    for word in words:
        counts[Attendance(word)] += 1
    return Tally(*(counts[word] for word in _TALLIED))


def plan_keying(
    room: str, expected: Collection[str], absent: Collection[str], blank: Collection[str]
) -> dict[str, Attendance]:
    """Decide what the register says of everybody expected in a room (candidate numbers).

    Raise CandidateNotInRoom or AbsentAndBlank, naming every candidate concerned.
    """
    if strangers := (set(absent) | set(blank)) - set(expected):
        raise CandidateNotInRoom(room=room_title(room), candidates=", ".join(sorted(strangers)))
    if both := set(absent) & set(blank):
        raise AbsentAndBlank(room=room_title(room), candidates=", ".join(sorted(both)))
    words = dict.fromkeys(expected, Attendance.PRESENT)
    return words | dict.fromkeys(absent, Attendance.ABSENT) | dict.fromkeys(blank, Attendance.BLANK)


def check_room_count(room: str, register: Tally, counted: int, gap_reason: str) -> None:
    """Refuse a count that does not make the candidates present, unless the difference is signed."""
    if counted != register.scripts and not gap_reason.strip():
        raise RoomCountDiffers(room=room_title(room), scripts=register.scripts, counted=counted)


def check_correction(candidate: str, room: str, change: tuple[Attendance, Attendance], reason: str) -> None:
    """Refuse a correction (before, after) that has no reason, corrects nothing, or comes before the keying."""
    before, after = change
    if before is Attendance.NOT_KEYED:
        raise RoomNotKeyed(candidate=candidate, room=room_title(room))
    if after not in CHANGES[before]:
        raise AttendanceUnchanged(candidate=candidate)
    if not reason.strip():
        raise ReasonMissing


def check_all_keyed(centre: str, rooms: Mapping[str, Tally]) -> None:
    """Refuse to close a day while somebody is neither present nor absent, naming the rooms."""
    waiting = [room_title(room) for room, register in rooms.items() if register.not_keyed]
    if waiting:
        count = sum(register.not_keyed for register in rooms.values())
        raise NotAllKeyed(centre=centre, count=count, rooms=", ".join(waiting))


def check_closing(
    centre: str,
    rooms: Mapping[str, Tally],
    room_counts: Mapping[str, int],
    expected: int,
    counts: ClosingCounts,
) -> None:
    """Refuse counts that differ from the register: room by room, then those of the whole centre."""
    differing = [room_title(room) for room, register in rooms.items() if room_counts.get(room) != register.scripts]
    if differing:
        raise RoomsNotCounted(centre=centre, rooms=", ".join(differing))
    if {counts.items_in_hand, counts.labels_used, counts.strips_boxed} != {expected}:
        raise CountsDiffer(
            centre=centre,
            expected=expected,
            items_in_hand=counts.items_in_hand,
            items_gap=gap(counts.items_in_hand, expected),
            labels_used=counts.labels_used,
            labels_gap=gap(counts.labels_used, expected),
            strips_boxed=counts.strips_boxed,
            strips_gap=gap(counts.strips_boxed, expected),
        )


def gap(found: int, expected: int) -> str:
    """Write a difference with its sign: +1, -2; = when there is none."""
    return f"{found - expected:+d}" if found != expected else "="


_TALLIED = (Attendance.PRESENT, Attendance.ABSENT, Attendance.BLANK, Attendance.NOT_KEYED)
