"""Room reports: when a room began and ended, who watched it, who came late, what happened, and who signs for it.

One report a room ("procès-verbal de salle"), written by hand in the room; copies of it travel with the scripts (the
notice). At the desk of the centre it is keyed by exceptions (`reporting`): the hours, the invigilators, each incident
with its seat. Late arrivals are those of the register. That nothing happened is somebody's word too, pressed and
signed. Two persons sign, and a signed report changes only once it is opened again with a reason.

What happened is followed by the exam office to its end (`following`). A report names seats and candidates, and never a
number of a script: its texts refuse one.
"""

from massicot.roomreports.rules.following import (
    ENDS,
    MOVES,
    RETURNABLE,
    TOUCHING_RESULTS,
    UNDER_WAY,
    WITHHOLDING,
    FollowUp,
    FollowUpReasonMissing,
    IncidentFollowed,
    IncidentFollowedMeanwhile,
    IncidentUnknown,
    IncidentUntouched,
    bars_lifting,
    check_follow_up,
)
from massicot.roomreports.rules.reporting import (
    AT_A_SEAT,
    IN_REPORTS,
    NAME_LENGTH,
    TEXT_LENGTH,
    CameIn,
    FindingIsFollowed,
    IncidentIsFollowed,
    IncidentKind,
    IncidentNoted,
    IncidentsChanged,
    IncidentTakenBack,
    InvigilatorsMissing,
    LateArrivalsChanged,
    ReasonToReopenMissing,
    ReportIsSigned,
    ReportNotSigned,
    ReportReopened,
    ReportSeen,
    ReportSheet,
    ReportSigned,
    ReportTyped,
    RoomIncidentTyped,
    RoomNotBegun,
    RoomNotConfirmedYet,
    SeatOfOtherRoom,
    SeatWanted,
    SignedByOne,
    TextNamesNumber,
    TimesImpossible,
    WhatHappenedMissing,
    arrival,
    check_incident,
    check_seen,
    check_signed,
    check_text,
)
