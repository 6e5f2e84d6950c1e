"""Candidates: who sits, where, for which specialty, and what the register says of them on the day.

A candidate is entered for the papers of a session; with a kept mark they are entered and not expected. Each expected
candidate sits in one centre, in a room and at a seat, and the register of the room says them present or absent
(`attendance`). Tables of candidates come in before and after the numbers are drawn (`intake`, `lateness`). A candidate
whose name is not on the register may sit, subject to a later check of the entry (the notice's room rules). Here and
nowhere else does the program know who sits.
"""

import re
from dataclasses import dataclass
from datetime import date

from massicot.candidates.rules.attendance import (
    CHANGES,
    AbsentAndBlank,
    Attendance,
    AttendanceCorrected,
    AttendanceUnchanged,
    CandidateNotInRoom,
    CentreUnknown,
    ClosingCounts,
    CountsDiffer,
    DayClosed,
    DayNotClosed,
    NotAllKeyed,
    ReasonMissing,
    RoomCountDiffers,
    RoomCounted,
    RoomKeyed,
    RoomNotKeyed,
    RoomsNotCounted,
    RoomUnknown,
    Tally,
    check_all_keyed,
    check_closing,
    check_correction,
    check_room_count,
    plan_keying,
    room_title,
    tally,
)
from massicot.candidates.rules.candidate_row import NUMBER_DIGITS
from massicot.candidates.rules.intake import (
    CandidatesImported,
    EntryUpdate,
    ImportOutcome,
    ImportPlan,
    NewEntry,
    PaperFacts,
    Person,
    Sitting,
    StoredCandidate,
    StoredEntry,
    papers_entered,
    person_of,
    sitting_of,
)
from massicot.candidates.rules.planning import plan_import
from massicot.candidates.rules.seating import natural_rank, room_rank, seat_rank
from massicot.core.refused import N_, Refused

__all__ = [
    "CHANGES",
    "AbsentAndBlank",
    "Attendance",
    "AttendanceCorrected",
    "AttendanceUnchanged",
    "CandidateEntered",
    "CandidateNotInRoom",
    "CandidateNumberMalformed",
    "CandidateUnknown",
    "CandidatesImported",
    "CentreUnknown",
    "ClosingCounts",
    "CountsDiffer",
    "DayClosed",
    "DayNotClosed",
    "EntryUpdate",
    "ImportOutcome",
    "ImportPlan",
    "NewEntry",
    "NotAllKeyed",
    "OffList",
    "PaperFacts",
    "Person",
    "ReasonMissing",
    "RoomCountDiffers",
    "RoomCounted",
    "RoomKeyed",
    "RoomNotKeyed",
    "RoomUnknown",
    "RoomsNotCounted",
    "Sitting",
    "SpecialtyUnknown",
    "StoredCandidate",
    "StoredEntry",
    "Tally",
    "check_all_keyed",
    "check_closing",
    "check_correction",
    "check_off_list",
    "check_room_count",
    "natural_rank",
    "papers_entered",
    "person_of",
    "plan_import",
    "plan_keying",
    "room_rank",
    "room_title",
    "seat_rank",
    "sitting_of",
    "tally",
]


class CandidateUnknown(Refused):
    """A candidate number that is not expected in a centre."""

    sentence = N_("{candidate} is not expected at {centre} for {paper}: read the number again on the register.")


class CandidateEntered(Refused):
    """A candidate added off the list who is on a list."""

    sentence = N_(
        "{candidate} is entered in this session already: look on the registers of {centre}, or call the exam office."
    )


class CandidateNumberMalformed(Refused):
    """A candidate number of the wrong shape."""

    sentence = N_("“{candidate}” is not a candidate number: type its {digits} digits as the convocation shows them.")


class SpecialtyUnknown(Refused):
    """A specialty that the session does not have."""

    sentence = N_("There is no specialty {specialty} in this session: read its code on the convocation.")


@dataclass(frozen=True, slots=True)
class OffListEntered:
    """A candidate off the list was entered on the day; their number, if any, is not said here."""

    candidate_number: str
    specialty: str


@dataclass(frozen=True, slots=True)
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


def check_off_list(candidate: OffList) -> None:
    """Refuse a candidate off the list whose number is not one; the check of the entry itself comes later."""
    if not re.fullmatch(rf"[0-9]{{{NUMBER_DIGITS}}}", candidate.candidate_number):
        raise CandidateNumberMalformed(candidate=candidate.candidate_number, digits=NUMBER_DIGITS)
