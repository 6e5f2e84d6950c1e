"""Batches: envelopes of about fifty scripts of one specialty, with a mark sheet, for one marker at a time.

"About fifty" is the notice's; real counts are no multiples of it: a specialty is shared into equal batches, never over
sixty, and a small specialty is a batch of its own. The batch's number is the one on its mark sheet and never carries
the marker's name; the name is bound at hand-out. Before an envelope is closed its scripts are checked against its mark
sheet, one by one ("a scrupulous concordance check"). Markers work on site and give their batch back every evening; at
each hand-over the desk and the marker count, and both counts are kept. A script that is not there is named and signed
for by two persons, and nobody vouches for it. A marker never marks the pupils of their own
institution, and nobody is told which scripts those are.
"""

from massicot.batches.rules.checking import (
    AlreadyChecked,
    BatchNotSealed,
    BatchSealed,
    BatchUnsealed,
    Check,
    Checked,
    CheckOutcome,
    EnvelopeClosed,
    NotInEnvelope,
    ScriptCheckedByHand,
    ScriptsNotChecked,
    SealCountDiffers,
    SheetNotPrinted,
    check_seal,
)
from massicot.batches.rules.evening import (
    AlreadyNoted,
    BatchHadByAnother,
    BatchNeverOut,
    BatchNotReturned,
    NothingToReissue,
    event_subject,
)
from massicot.batches.rules.lending import (
    FEWEST_TOLD,
    AcknowledgedByAnother,
    Acknowledgement,
    BatchAlreadyOut,
    BatchChangedHands,
    BatchHandedOut,
    BatchNotOut,
    BatchReturned,
    BatchTakenBack,
    HandOutCountsDiffer,
    LoneCountDiffers,
    NothingInBatch,
    OwnPupils,
    OwnPupilsTold,
    PupilsNotDenied,
    ReturnCountsDiffer,
    Signed,
    check_counts,
    check_own_pupils,
    has_own_pupils,
    is_told,
    own_pupils,
)
from massicot.batches.rules.making import (
    BatchesMadeUp,
    BatchMadeUp,
    BatchPlan,
    BatchUnknown,
    BatchUnmade,
    BatchWasHandedOut,
    BatchWasUnmade,
    NothingToBatch,
    Proposal,
    ScriptIsAlone,
    batch_code,
    batch_sizes,
    plan_batches,
    propose,
)
from massicot.batches.rules.regrouping import (
    BatchAlone,
    BatchMadeOfBatches,
    BatchMadeOfOthers,
    BatchMerged,
    BatchSplit,
    BatchWasRegrouped,
    ChoiceMissing,
    ChoiceUnclear,
    MergedTooLarge,
    NothingMoves,
    SpecialtiesDiffer,
    SplitChoice,
    check_merge,
    plan_split,
)
from massicot.batches.rules.shortages import (
    BatchFoundShort,
    BatchLacksScripts,
    BatchReturnedShort,
    BatchSealedShort,
    EmptyStayEnded,
    EndingUnclear,
    EnvelopeCountDiffers,
    LineStruck,
    LooseMissing,
    MissingAlready,
    MissingScriptFound,
    NobodyNamed,
    NothingMissing,
    Noticed,
    SecondNameMissing,
    ShortageOver,
    ShortCountsDiffer,
    Witnessed,
    check_none_lacking,
    check_short_seal,
    check_witnessed,
    read_acknowledgement,
    read_missing,
)
from massicot.batches.rules.states import BatchState, state_of
from massicot.batches.rules.withdrawing import (
    RELEASED,
    WORDS,
    ScriptWithdrawn,
    WithdrawalDecision,
    WithdrawnCounted,
    WithdrawnDecided,
    WithdrawnGivenBack,
    WithdrawnMissing,
    WithdrawnNotOut,
    WithdrawnSettled,
)
