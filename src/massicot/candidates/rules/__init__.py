"""Candidates: who sits, where, for which specialty, and what the register says of them on the day.

A candidate is entered for the papers of a session; with a kept mark they are entered and not expected. Each expected
candidate sits in one centre, in a room and at a seat, and the register of the room says them present or absent
(`attendance`): it is keyed on the evening (`keying`, `arrivals`) and closed on its counts (`closing`). Tables of
candidates come in before and after the numbers are drawn (`intake`, `lateness`). A candidate whose name is not on the
register may sit, subject to a later check of the entry (the notice's room rules). Here and nowhere else does the
program know who sits.
"""

from massicot.candidates.rules.arrivals import (
    LATEST_MINUTES,
    AbsentIsNotLate,
    LateArrivalNoted,
    LateIsNotAbsent,
    LateOtherwise,
    TooLate,
    check_delay,
    check_noted,
    check_word,
)
from massicot.candidates.rules.attendance import (
    CHANGES,
    HANDED_IN,
    NAMELESS_ROOM,
    SCRIPTS,
    Attendance,
    AttendanceCorrected,
    AttendanceSource,
    AttendanceUnchanged,
    CentreUnknown,
    CorrectionReasonMissing,
    DayIsClosed,
    DayNotClosed,
    ReasonNamesScript,
    RoomNotKeyed,
    RoomUnknown,
    Tally,
    check_correction,
    check_reason,
    check_reason_of_candidate,
    check_room,
    gap,
    room_title,
    source_after,
    tally,
)
from massicot.candidates.rules.closing import (
    ClosingCounts,
    CountsDiffer,
    HandCount,
    NotAllKeyed,
    RoomsNotCounted,
    check_all_keyed,
    check_closing,
    hand_count,
    is_off_count,
)
from massicot.candidates.rules.intake import (
    CandidatesImported,
    CivilIdentity,
    ImportOutcome,
    ImportPaper,
    ImportPlan,
    NewEntry,
    Sitting,
    StoredCandidate,
    StoredEntry,
    papers_entered,
    person_of,
    sitting_of,
)
from massicot.candidates.rules.keying import (
    NOW,
    AttendanceKeyed,
    ConfirmationTakenBack,
    LabelOfOtherRoom,
    NowAbsent,
    NowBlank,
    NowNotKeyed,
    NowPresent,
    OthersChanged,
    RoomConfirmedAlready,
    RoomCountDiffers,
    RoomCounted,
    RoomLine,
    RoomNotConfirmed,
    ScriptOfAbsent,
    ScriptsNotScanned,
    Ticked,
    check_label_room,
    check_open_room,
    check_others,
    check_room_count,
    check_seen,
    is_confirmed,
    plan_tick,
    room_confirmed,
    unscanned_lines,
)
from massicot.candidates.rules.off_list import (
    BirthDateImpossible,
    CandidateNumberMalformed,
    OffList,
    OffListEntered,
    OriginMalformed,
    check_off_list,
    check_seat,
)
from massicot.candidates.rules.planning import plan_import
from massicot.candidates.rules.seating import natural_rank, room_rank, seat_rank
from massicot.core.refused import N_, Refused


class CandidateUnknown(Refused):
    """A candidate number that is not expected in a centre."""

    sentence = N_("{candidate} is not expected at {centre} for {paper}: read the number again on the register.")


class NamedInReport(Refused):
    """A candidate taken off a register whom the report of a room names."""

    sentence = N_(
        "The report of a room names {candidates}: nothing was written. Leave them where they are, or let the centre "
        "take the incident back first; if the exam office has taken it up, let the office end it as noted by mistake "
        "before."
    )


class NotedAtSeat(Refused):
    """A candidate taken off a register at whose seat something was noted when the room was checked."""

    sentence = N_(
        "The checks of a room noted something at the seat of {candidates}: nothing was written. Leave them where they "
        "are, or let the centre take what was noted back first, on the page of the checks of the room."
    )


class CandidateEntered(Refused):
    """A candidate added off the list who is on a list."""

    sentence = N_(
        "{candidate} is entered in this session already, on another list than this one. Type the date of birth of the "
        "identity card too, or call the exam office."
    )


class SpecialtyUnknown(Refused):
    """A specialty that the session does not have."""

    sentence = N_("There is no specialty {specialty} in this session: read its code on the convocation.")
