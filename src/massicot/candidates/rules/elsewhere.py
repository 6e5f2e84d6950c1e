"""Candidates who sit where they were not expected: in another room or centre, or with a mark that they keep.

A candidate who sits elsewhere than the list says: in another room of the centre, in another centre. In the same centre
their line moves to the room where they sat, with its number; the list's seat is kept beside it, so that it can be moved
back. A line whose script was seen in its own room moves nowhere before that is taken back.

In another centre they have a second line there, present, with a spare number, whose label is stuck on their script;
their line on the list stays, absent, and its number stays that of a placeholder. Neither centre sees the other's
candidates: who asks types the candidate number and the date of birth together, is told the centre and nothing else, and
waits longer and longer after a few wrong ones. An unknown number and a wrong date of birth are answered alike.

A kept mark whose candidate sits all the same: entered on the day, and decided by the exam office. A candidate who keeps
a mark from an earlier session is entered and not expected. Whoever comes and sits is not sent away: they take a spare
number like anybody off the list, and the exam office says, with a reason and before the anonymity of the paper is
lifted, which of the two counts. It may say otherwise until then.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from massicot.audit.rules import Fact
from massicot.candidates.rules.attendance import Attendance, AttendanceSource, room_title
from massicot.candidates.rules.registers import RoomLine
from massicot.core.attempts import Allowance, Attempts, count_attempt
from massicot.core.refused import N_, Refused

TRIES = Allowance(free=5, ceiling=timedelta(minutes=5), wear=timedelta(minutes=10))


class OnThisRegister(Refused):
    sentence = N_("{name} is on the register of this room, seat {line}: key that line.")


class SitsInOtherRoom(Refused):
    sentence = N_(
        "{name} is on the register of the room {room}, seat {line}. Did they sit here? Move them to this room."
    )


class SeenInOtherRoom(Refused):
    sentence = N_(
        "{name} was keyed present in the room {room}, seat {line}, or their label was scanned there: look at that "
        "room. If they did not sit there, take that word back, or correct it to absent; then move them here."
    )


class NotOnAnotherList(Refused):
    sentence = N_(
        "No list has this candidate number with this date of birth: read both again, on the convocation and on the "
        "identity card. If both are right, call the exam office."
    )


class TooManyTries(Refused):
    sentence = N_(
        "Several candidate numbers were typed with a date of birth that no list has: wait {seconds} seconds, then read "
        "both again."
    )


class NotOfThisPaper(Refused):
    sentence = N_("This candidate is on a list of the session, and not for {paper}: call the exam office.")


class OnListElsewhere(Refused):
    sentence = N_(
        "This candidate is on the list of {centre}. Did they sit here? Enter them in this room: they are absent there "
        "from then on."
    )


class MarkIsKept(Refused):
    sentence = N_(
        "This candidate keeps a mark for {paper} and was not expected. If they sat all the same, enter them in this "
        "room: the exam office decides which of the two counts."
    )


class PresentElsewhere(Refused):
    sentence = N_(
        "{candidate} is present on the register of {centre} as well: call this centre. Once it has corrected its "
        "register to absent, or taken back that they sit there, enter them here again; if both have a script, call the "
        "exam office."
    )


class SitsElsewhere(Refused):
    sentence = N_(
        "{candidate} sits at {centre}, which entered them: this line stays absent. If they sat here, call that centre, "
        "which takes it back."
    )


class SeatedHereIsNotAbsent(Refused):
    sentence = N_(
        "{candidate} is on the list of {centre} and was entered here as somebody who sat: if they did not, take that "
        "back in place of keying them absent."
    )


class SitsAsListed(Refused):
    sentence = N_("{candidate} sits where the list says: there is nothing to take back.")


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedToRoom(Fact):
    journal_word = N_("candidate moved to another room")
    candidate_number: str
    from_room: str
    from_seat: str
    room: str
    seat: str
    before: str


@dataclass(frozen=True, slots=True)
class MovedBack(Fact):
    journal_word = N_("candidate moved back to the room of the list")
    candidate_number: str
    from_room: str
    from_seat: str
    room: str
    seat: str


@dataclass(frozen=True, slots=True)
class FoundElsewhere(Fact):
    """A centre looked for a candidate of another list, and was told whose."""

    journal_word = N_("candidate of another list looked for, and found")
    candidate_number: str
    centre: str


@dataclass(frozen=True, slots=True)
class SeatedFromElsewhere(Fact):
    """A candidate of the list of `centre` was entered where they sat; their number, if any, is not said here."""

    journal_word = N_("candidate of another list entered where they sat")
    candidate_number: str
    specialty: str
    centre: str
    is_mark_kept: bool


@dataclass(frozen=True, slots=True)
class SeatingTakenBack(Fact):
    """A candidate who was entered from the list of `centre` did not sit here after all."""

    journal_word = N_("candidate of another list did not sit here")
    candidate_number: str
    specialty: str
    centre: str


def check_movable(name: str, room: str, line: RoomLine) -> None:
    """Refuse to move a candidate whose script was seen in their own room; all its others were present unseen."""
    if line.word not in (Attendance.NOT_KEYED, Attendance.ABSENT) and line.source in _SEEN:
        raise SeenInOtherRoom(name=name, room=room_title(room), line=line.title)


def check_tries(tries: Attempts, at: datetime) -> None:
    """Refuse to look for another candidate before the wait after wrong ones is over."""
    seconds = -(-(tries.waits_until - at) // timedelta(seconds=1))
    if seconds > 0:
        raise TooManyTries(seconds=seconds)


def one_more_try(tries: Attempts, at: datetime) -> Attempts:
    """Count one more candidate looked for as a wrong one, until it proves right: five are free."""
    return count_attempt(tries, TRIES, at)


_SEEN = frozenset({AttendanceSource.LABEL, AttendanceSource.HAND})


class WhatCounts(StrEnum):
    """What counts for a candidate who keeps a mark and sat."""

    MARK = "mark"
    SITTING = "sitting"


class NoKeptMarkSat(Refused):
    sentence = N_("This candidate has no kept mark beside a sitting any more: look at the list again.")


class SaidAlready(Refused):
    sentence = N_("That is what stands already: choose the other one, or leave it as it is.")


@dataclass(frozen=True, slots=True)
class KeptMarkDecided(Fact):
    """The office decided which counts, the kept mark or the sitting."""

    journal_word = N_("kept mark or sitting decided")
    candidate: str
    counts: str
    reason: str
