"""Everything that the areas count for one paper, side by side: what the rungs of the ladder read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from massicot.anonymity.rules.rungs import CentreCounts, ItemCell, LackingStrip
from massicot.candidates.rules.rungs import RoomFacts
from massicot.consignments.rules.rungs import ParcelCounts, UnevenFacts
from massicot.marks.rules.rungs import BatchFacts


@dataclass(frozen=True, slots=True)
class LadderFacts:
    """Everything that the areas count for one paper; of whole sets of numbers, only what one lacks of another.

    `wrong_absences` says of each number what contradicts its register, `wrong_blanks` what contradicts the count of
    blanks; `moves` how often the ledger moved each script that the office has decided something of; `to_pack` what each
    centre has in no parcel, numbered or not; `left_out` who signed that a number was not there when its parcel was
    made; `short` the scripts that are missing from their batch; `strips_lacking` in which box a header strip
    was not when it was closed, and who signed so.
    """

    imported: Mapping[str, int]
    entered: Mapping[str, int]
    rooms: Sequence[RoomFacts]
    register: Mapping[ItemCell, int]
    items: Mapping[ItemCell, int]
    centres: Mapping[str, CentreCounts]
    not_packed: Sequence[str]
    parcels: Mapping[str, ParcelCounts]
    received: int
    not_in_batch: Sequence[str]
    not_received: Sequence[str]
    batches: Mapping[str, BatchFacts]
    wrong_absences: Mapping[str, str] = field(default_factory=dict)
    wrong_blanks: Mapping[str, str] = field(default_factory=dict)
    uneven: Sequence[UnevenFacts] = ()
    moves: Mapping[str, int] = field(default_factory=dict)
    to_pack: Mapping[str, int] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)
    short: Sequence[str] = ()
    strips_lacking: Mapping[str, LackingStrip] = field(default_factory=dict)
