"""Acts on batches: one file a subject."""

from massicot.batches.services.batches import (
    hold_at_desk,
    make_batches,
    merge_batches_unchecked_marks,
    miss_loose,
    note_sheet_printed,
    split_batch_unchecked_marks,
    unmake_batch,
)
from massicot.batches.services.concordance import (
    check_script,
    print_cover,
    seal_batch,
    throw_checks_away,
    unseal_batch,
    vouch_for_script,
)
from massicot.batches.services.hands import (
    hand_out_batch,
    note_not_returned,
    reissue_batches,
    return_batch,
    share_out_batches,
    take_back_batch,
)
from massicot.batches.services.pool import (
    change_situation,
    import_markers,
    preview_markers,
    take_back_situation,
    take_out_of_pool_unchecked_missions,
)
from massicot.batches.services.shortages import (
    find_short_unchecked_sheet,
    miss_at_desk,
    return_short,
    seal_all_but_unchecked_sheet,
    seal_short_unchecked_sheet,
    settle_short_unchecked_line,
    strike_line_unchecked_sheet,
)
from massicot.batches.services.withdrawn import decide_withdrawn, give_back_withdrawn, withdraw_script
