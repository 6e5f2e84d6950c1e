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

from massicot.marks.rules.amendments import BatchOpenedAgain, ExtensionNotLater, MarkWritten
from massicot.marks.rules.keyings import (
    ALL_BATCHES,
    LONGEST_NAME,
    KeyerMarked,
    KeyerMissing,
    Keying,
    Twice,
    check_share,
)
from massicot.marks.rules.lines import (
    AGAINST_COUNT,
    AGAINST_REGISTER,
    BatchNeverHandedOut,
    SaveAnswer,
    SaveIdReused,
    TypedLine,
    accepted_values,
    pace_for,
)
from massicot.marks.rules.locks import (
    BatchIsLocked,
    BatchLocked,
    BatchStanding,
    LinesEmpty,
    SumDiffers,
    Totals,
    batch_digest,
    read_control,
)
from massicot.marks.rules.openings import (
    AnotherBatch,
    EntryClosed,
    EntryNotOpen,
    OpenedElsewhere,
    TurnPassed,
    check_turn,
    turn_of,
)
from massicot.marks.rules.referrals import DECISIONS, LinesReferred, ReferralAnswer
from massicot.marks.rules.sheets import (
    EntryElsewhere,
    MarkSheetPrinted,
    SecondKeyingOver,
    SheetCredential,
    SheetReplaced,
    TooManyAttempts,
)
