"""Rules of candidates: one file a subject; what stands here is asked by other areas."""

from massicot.candidates.rules.arrivals import OffList, OffListEntered
from massicot.candidates.rules.attendance import (
    CHANGES,
    HANDED_IN,
    NAMELESS_ROOM,
    SCRIPTS,
    Attendance,
    AttendanceSource,
    CentreUnknown,
    CorrectionReasonMissing,
    DayIsClosed,
    DayNotClosed,
    RoomUnknown,
    Tally,
    check_reason,
    gap,
    room_rank,
    room_title,
    tally,
)
from massicot.candidates.rules.candidates import CandidateEntered, NamedInReport, NotedAtSeat
from massicot.candidates.rules.day import ClosingCounts, CountsDiffer, HandCount, NotAllKeyed
from massicot.candidates.rules.intake import ImportOutcome
from massicot.candidates.rules.registers import LabelOfOtherRoom, OthersChanged, RoomCountDiffers, Ticked
