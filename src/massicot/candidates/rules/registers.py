"""Keying: how the register of a room comes to its words on the evening of the paper.

The absent candidates and the blank scripts are typed where they fall; a label scanned from a script in hand says its
candidate present. Then one act confirms the room: all the others, so many, are present. It asks for the scripts counted
in the hand, and is refused while they do not make the candidates present, unless the difference is signed with a
reason: a script that is not there is never an absent candidate. It is refused too when the others are no longer as many
as the page showed, because somebody keyed the room meanwhile.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from massicot.audit.rules import Fact
from massicot.candidates.rules.attendance import SCRIPTS, Attendance, AttendanceSource, Tally, gap, room_title, tally
from massicot.core.refused import N_, Refused
from massicot.core.spelling import visible_text


class RoomLine(NamedTuple):
    """One candidate on the register of a room."""

    candidate: str
    seat: str
    word: Attendance
    source: AttendanceSource = AttendanceSource.NOTHING
    minutes_late: int | None = None

    @property
    def title(self) -> str:
        return self.seat or self.candidate


class NowPresent(Refused):
    sentence = N_("Meanwhile the seat {line} was keyed present: look again, then key what the register says.")


class NowAbsent(Refused):
    sentence = N_("Meanwhile the seat {line} was keyed absent: look again, then key what the register says.")


class NowBlank(Refused):
    sentence = N_("Meanwhile the seat {line} was keyed blank: look again, then key what the register says.")


class NowNotKeyed(Refused):
    sentence = N_(
        "Meanwhile what was keyed for the seat {line} was taken back: look again, then key what the register says."
    )


NOW: dict[Attendance, type[Refused]] = {
    Attendance.PRESENT: NowPresent,
    Attendance.ABSENT: NowAbsent,
    Attendance.BLANK: NowBlank,
    Attendance.NOT_KEYED: NowNotKeyed,
}
"""What whoever keys second is told, by what the line says now."""


class RoomConfirmedAlready(Refused):
    sentence = N_(
        "The room {room} is confirmed (scripts counted: {counted}): correct a line with a reason, or take the "
        "confirmation back."
    )


class RoomNotConfirmed(Refused):
    sentence = N_("The room {room} is not confirmed yet: key it, then confirm it with the scripts counted in the hand.")


class OthersChanged(Refused):
    sentence = N_(
        "In the room {room} the others are {others} now, not {shown}: the room was keyed meanwhile. Look at it again, "
        "then confirm it."
    )


class RoomCountDiffers(Refused):
    sentence = N_(
        "The register of the room {room} has {scripts} candidates present, blank scripts included, and {counted} "
        "scripts were counted in hand: {gap}. Count again and read the register again, or sign the difference with a "
        "reason."
    )


class ScriptsNotScanned(RoomCountDiffers):
    sentence = N_(
        "The register of the room {room} has {scripts} candidates present, blank scripts included, and {counted} "
        "scripts were counted in hand: {gap}. No label was scanned of the seats {lines}: look for these scripts, key "
        "who was absent, or sign the difference with a reason."
    )


class ScriptOfAbsent(Refused):
    sentence = N_(
        "The seat {line} was keyed absent, and here is their script: take the word back, then scan the label again."
    )


class LabelOfOtherRoom(Refused):
    sentence = N_("This label is of the room {room}, seat {line}: put the script with those of that room.")


@dataclass(frozen=True, slots=True)
class AttendanceKeyed(Fact):
    """A word of the register was typed, replaced or taken back, before the room was confirmed."""

    journal_word = N_("attendance keyed")
    candidate: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomConfirmed(Fact):
    """The register of a room was confirmed, and its scripts counted; `others` became present by it."""

    journal_word = N_("room confirmed")
    room: str
    present: int
    absent: tuple[str, ...]
    blank: tuple[str, ...]
    others: int
    scanned: int
    counted: int
    gap_reason: str


@dataclass(frozen=True, slots=True)
class ConfirmationTakenBack(Fact):
    """The confirmation of a room was taken back: its others are to be keyed again."""

    journal_word = N_("confirmation of a room taken back")
    room: str
    others: int
    counted: int
    reason: str


@dataclass(frozen=True, slots=True)
class RoomCounted(Fact):
    journal_word = N_("room counted again")
    room: str
    counted: int
    gap_reason: str


@dataclass(frozen=True, slots=True)
class Ticked:
    """What the label of a script in hand told: whose line it is, and whether it had been scanned before."""

    line: RoomLine
    is_double: bool


def is_confirmed(register: Tally, counted: int | None) -> bool:
    """Say whether a room is confirmed: its scripts counted, and nobody without a word (a late entry undoes that)."""
    return counted is not None and not register.not_keyed


def check_open_room(room: str, register: Tally, counted: int | None) -> None:
    """Refuse to key a room that is confirmed."""
    if is_confirmed(register, counted):
        raise RoomConfirmedAlready(room=room_title(room), counted=counted)


def check_seen(line: RoomLine, seen: Attendance) -> None:
    """Refuse a word keyed on a line that no longer says what the page showed."""
    if line.word is not seen:
        raise NOW[line.word](line=line.title)


def check_others(room: str, others: int, page_count: int) -> None:
    """Refuse to confirm a room whose others are not as many as the page showed."""
    if others != page_count:
        raise OthersChanged(room=room_title(room), others=others, shown=page_count)


def check_room_count(room: str, lines: Sequence[RoomLine], counted: int, gap_reason: str) -> None:
    """Refuse a count that does not make the candidates present, the others included, unless it is signed."""
    register = tally(line.word for line in lines)
    scripts = register.scripts + register.not_keyed
    if counted == scripts or visible_text(gap_reason):
        return
    values = {"room": room_title(room), "scripts": scripts, "counted": counted, "gap": gap(counted, scripts)}
    if counted < scripts and (unscanned := unscanned_lines(lines)):
        raise ScriptsNotScanned(lines=", ".join(unscanned), **values)
    raise RoomCountDiffers(**values)


def unscanned_lines(lines: Iterable[RoomLine]) -> list[str]:
    """Name the lines whose script was not scanned and should be in hand; none in a room where no label was scanned."""
    rows = list(lines)
    if not any(line.source is AttendanceSource.LABEL for line in rows):
        return []
    return [line.title for line in rows if line.word is not Attendance.ABSENT and line.source not in _IN_HAND]


def room_confirmed(room: str, lines: Sequence[RoomLine], counted: int, gap_reason: str) -> RoomConfirmed:
    """Tell the journal what a room is confirmed on; `lines` as they were before, with the others."""
    register = tally(line.word for line in lines)
    absent, blank = (
        tuple(sorted(line.candidate for line in lines if line.word is word))
        for word in (Attendance.ABSENT, Attendance.BLANK)
    )
    scanned = sum(line.source is AttendanceSource.LABEL for line in lines)
    present = register.present + register.not_keyed
    return RoomConfirmed(
        room=room,
        present=present,
        absent=absent,
        blank=blank,
        others=register.not_keyed,
        scanned=scanned,
        counted=counted,
        gap_reason=gap_reason,
    )


def check_label_room(line: RoomLine, room: str, room_in_hand: str) -> None:
    """Refuse a label among the scripts of another room than its own."""
    if room != room_in_hand:
        raise LabelOfOtherRoom(room=room_title(room), line=line.title)


def plan_tick(line: RoomLine) -> Ticked:
    """Decide what the label of a script in hand does to its line: present, or blank if it was keyed so.

    Raise ScriptOfAbsent. Who came off the list was seen already.
    """
    if line.word is Attendance.ABSENT:
        raise ScriptOfAbsent(line=line.title)
    if line.source in _IN_HAND:
        return Ticked(line, is_double=True)
    word = line.word if line.word in SCRIPTS else Attendance.PRESENT
    return Ticked(line._replace(word=word, source=AttendanceSource.LABEL), is_double=False)


_IN_HAND = frozenset({AttendanceSource.LABEL, AttendanceSource.OFF_LIST})
