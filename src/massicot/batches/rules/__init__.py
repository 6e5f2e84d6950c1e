"""Batches: envelopes of about fifty scripts of one specialty, with a mark sheet, for one marker at a time.

"About fifty" is the notice's; real counts are no multiples of it: a specialty is shared into equal batches, never over
sixty, and a small specialty is a batch of its own. The batch's number is the one on its mark sheet and never carries
the marker's name; the name is bound at hand-out. Before an envelope is closed its scripts are checked against its mark
sheet, one by one ("a scrupulous concordance check"). Markers work on site and give their batch back every evening; at
each hand-over the desk and the marker count, and both counts are kept. A script that is not there is named and signed
for by two persons, and nobody vouches for it. A marker never marks the pupils of their own
institution, and nobody is told which scripts those are.
"""

from massicot.batches.rules.batches import (
    BatchAlone,
    BatchMadeOfOthers,
    BatchState,
    BatchUnknown,
    BatchWasHandedOut,
    BatchWasRegrouped,
    ChoiceMissing,
    ChoiceUnclear,
    MergedTooLarge,
    NothingMoves,
    NothingToBatch,
    Proposal,
    ScriptIsAlone,
    SpecialtiesDiffer,
    SplitChoice,
    plan_batches,
)
from massicot.batches.rules.concordance import Check, Checked, CheckOutcome
from massicot.batches.rules.hands import (
    Acknowledgement,
    BatchAlreadyOut,
    OwnPupils,
    PupilsNotDenied,
    Signed,
    event_subject,
    own_pupils,
)
from massicot.batches.rules.shortages import Noticed, Witnessed, read_acknowledgement
from massicot.batches.rules.withdrawn import WORDS, WithdrawalDecision, WithdrawnDecided
