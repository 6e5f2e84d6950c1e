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

from massicot.marks.rules.amending import (
    BatchExtended,
    BatchNotLocked,
    BatchOpenedAgain,
    Ending,
    ExtensionNotLater,
    ExtensionTooLong,
    MarkerStillTypes,
    MarkUnchanged,
    MarkWritten,
    ReasonNamesCandidate,
    ReasonOfTheOfficeMissing,
    SignatureChanged,
    check_later,
    check_reason,
)
from massicot.marks.rules.attempts import TooManyAttempts
from massicot.marks.rules.keyings import (
    ALL_BATCHES,
    LONGEST_NAME,
    BatchDrawn,
    BatchReleased,
    DifferenceChangedMeanwhile,
    DifferenceSettled,
    DifferencesLeft,
    KeyerMarked,
    KeyerMissing,
    Keying,
    Keyings,
    KeyingsAgree,
    KeyingsIncomplete,
    MarksKeyedAgain,
    SecondKeyingAsked,
    SecondKeyingEnded,
    SecondKeyingMissing,
    SecondKeyingNotAsked,
    SecondLine,
    SecondSheetPrinted,
    ShareChangedMeanwhile,
    ShareNotMore,
    Twice,
    check_keyer,
    check_share,
    plan_settlement,
)
from massicot.marks.rules.lines import (
    AGAINST_COUNT,
    AGAINST_REGISTER,
    AbsentButWritten,
    BlankButWritten,
    LineChange,
    LineChangedMeanwhile,
    LineEmptiedMeanwhile,
    NumberNotInBatch,
    NumberTwiceInSave,
    PlaceholderIsAbsent,
    Sheet,
    TypedLine,
    WrittenButBlank,
    accepted_values,
    check_kind,
    plan_amendment,
    plan_save,
)
from massicot.marks.rules.locking import (
    AgainstRegister,
    BatchIsLocked,
    BatchLocked,
    Control,
    LinesEmpty,
    LinesTotalDiffers,
    Run,
    SumDiffers,
    SumMistyped,
    Totals,
    TotalsMissing,
    batch_digest,
    check_lock,
    check_summary,
    digest_of,
    read_control,
    runs_of,
    totals_of,
    write_sum,
)
from massicot.marks.rules.openings import AnotherBatch, OpenedElsewhere, current_half_days
from massicot.marks.rules.places import EntryElsewhere, check_place, is_elsewhere
from massicot.marks.rules.referring import (
    DECISIONS,
    LineReferred,
    LinesReferred,
    LineTakenBack,
    LineTypedMeanwhile,
    NotAtTheOffice,
    NothingToRefer,
    ReferralAnswer,
    ReferralAnswered,
    ReferralDecided,
    ReferredAlready,
    kind_for,
    kind_of_value,
)
from massicot.marks.rules.regrouping import BatchWasSigned, LinesAtTheOffice
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
    SecondKeyingOver,
    SheetCredential,
    SheetPrintedMeanwhile,
    SheetRegrouped,
    SheetReplaced,
    SheetUnknown,
    check_printings,
    draw_sheet,
    identifier_in,
    opens_with,
    sheet_secret,
)
from massicot.marks.rules.standing import BatchStanding
from massicot.marks.rules.turns import TurnPassed, check_turn, turn_of
from massicot.marks.rules.window import EntryClosed, EntryNotOpen, Window, check_window, half_day, half_day_start
