"""Acts on batches: one file per kind of act."""

from massicot.batches.services.by_exception import seal_all_but_unchecked_sheet
from massicot.batches.services.checking import (
    check_script,
    seal_batch,
    unseal_batch,
    vouch_for_script,
)
from massicot.batches.services.covers import print_cover
from massicot.batches.services.evening import note_not_returned, reissue_batches
from massicot.batches.services.lending import hand_out_batch, return_batch, take_back_batch
from massicot.batches.services.making import make_batches, miss_loose, note_sheet_printed, unmake_batch
from massicot.batches.services.pool import (
    change_situation,
    import_markers,
    preview_markers,
    take_back_situation,
    take_out_of_pool_unchecked_missions,
)
from massicot.batches.services.regrouping import (
    hold_at_desk,
    merge_batches_unchecked_marks,
    split_batch_unchecked_marks,
)
from massicot.batches.services.sharing import share_out_batches
from massicot.batches.services.shortages import (
    find_short_unchecked_sheet,
    miss_at_desk,
    return_short,
    seal_short_unchecked_sheet,
    settle_short_unchecked_line,
    strike_line_unchecked_sheet,
)
from massicot.batches.services.withdrawing import decide_withdrawn, give_back_withdrawn, withdraw_script
