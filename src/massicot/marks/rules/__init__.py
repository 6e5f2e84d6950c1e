"""Mark entry: what a mark sheet opens, what a line may hold, when a batch may be locked.

Each marker types their own marks on the portal, with the site code, the identifier and the password printed on the
mark sheet of the batch (the notice, "Saisie des notes"). The numbers stand in ascending order; a mark has two digits,
AB stands for an absent candidate and CB for a blank script; when the batch is complete the marker locks it. The portal
is open from an instant to another, both of the paper.

AB is typed by the marker but accepted only where the register says absent, and there nothing else is: an AB on a
script that was written would cost a candidate the diploma. Two people on one batch never overwrite one another: a
line says what the page showed, and is refused when something else stands there now. Saves keep their order and their
half-day, never their instant: markers are not timed.
"""

from massicot.marks.rules.attempts import TooManyAttempts
from massicot.marks.rules.lines import (
    AbsentButWritten,
    Change,
    Line,
    LineChangedMeanwhile,
    LineEmptiedMeanwhile,
    NumberNotInBatch,
    NumberTwiceInSave,
    PlaceholderIsAbsent,
    RefusedLine,
    Sheet,
    accepted_values,
    plan_save,
)
from massicot.marks.rules.locking import (
    AgainstRegister,
    BatchIsLocked,
    BatchLocked,
    Control,
    LinesEmpty,
    LinesTotalDiffers,
    SumDiffers,
    SumMistyped,
    Totals,
    TotalsMissing,
    batch_digest,
    check_lock,
    read_control,
    totals_of,
    write_sum,
)
from massicot.marks.rules.saving import (
    BatchNeverHandedOut,
    MarksSaved,
    SaveAnswer,
    SaveIdReused,
    body_digest,
    pace_for,
    read_answer,
    write_answer,
)
from massicot.marks.rules.sheets import (
    MarkSheetPrinted,
    SheetCredential,
    SheetReplaced,
    SheetUnknown,
    draw_sheet,
    opens_with,
    sheet_secret,
)
from massicot.marks.rules.window import EntryClosed, EntryNotOpen, Window, check_window, half_day, half_day_start

__all__ = [
    "AbsentButWritten",
    "AgainstRegister",
    "BatchIsLocked",
    "BatchLocked",
    "BatchNeverHandedOut",
    "Change",
    "Control",
    "EntryClosed",
    "EntryNotOpen",
    "Line",
    "LineChangedMeanwhile",
    "LineEmptiedMeanwhile",
    "LinesEmpty",
    "LinesTotalDiffers",
    "MarkSheetPrinted",
    "MarksSaved",
    "NumberNotInBatch",
    "NumberTwiceInSave",
    "PlaceholderIsAbsent",
    "RefusedLine",
    "SaveAnswer",
    "SaveIdReused",
    "Sheet",
    "SheetCredential",
    "SheetReplaced",
    "SheetUnknown",
    "SumDiffers",
    "SumMistyped",
    "TooManyAttempts",
    "Totals",
    "TotalsMissing",
    "Window",
    "accepted_values",
    "batch_digest",
    "body_digest",
    "check_lock",
    "check_window",
    "draw_sheet",
    "half_day",
    "half_day_start",
    "opens_with",
    "pace_for",
    "plan_save",
    "read_answer",
    "read_control",
    "sheet_secret",
    "totals_of",
    "write_answer",
    "write_sum",
]
