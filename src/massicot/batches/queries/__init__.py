"""Reads of batches: the rows, what may be made, what is in an envelope, whose hands hold it."""

from massicot.batches.queries.apart import EVER_APART, SHORT, WITHDRAWN, apart_at
from massicot.batches.queries.begun import has_batches, has_hand_outs, has_sheets
from massicot.batches.queries.envelopes import EnvelopeLine, by_hand, count_unchecked, hold_lines, lines_of
from massicot.batches.queries.few_scripts import own_pupils_marked
from massicot.batches.queries.hands import (
    LAST_STAYS,
    StillOut,
    at_desk,
    came_back,
    count_noted,
    hand_outs_of,
    missed_returns,
    not_returned,
    open_hand_out,
    present_stay,
    still_out,
)
from massicot.batches.queries.planning import by_paper, loose_at, loose_by_paper, plan_of, proposals_of
from massicot.batches.queries.regrouping import (
    codes_before,
    codes_now,
    earlier_taker,
    find_regrouped,
    hold_batches,
    is_told,
    line_numbers,
    origins_of,
    regrouped_codes,
    went_over,
    were_printed,
)
from massicot.batches.queries.rows import (
    BY_ID,
    COUNTS,
    LONGEST_RANK,
    NUMBERS,
    Batch,
    batch_by_code,
    batch_of_number,
    batches_of,
    check_standing,
    codes_of_numbers,
    contents_counts,
    contents_rows,
    count_made,
    counts_by_state,
    find_batch,
    find_typed_batch,
    hold_batch,
    is_in,
    last_sequence,
    named_rows,
    numbers_in_batches,
    numbers_of,
    rows_of,
    rows_of_papers,
    spot_of,
    states_in,
    store_of,
    subject_of,
    unmade_since,
)
from massicot.batches.queries.shortages import (
    Shortage,
    count_undecided_short,
    find_shortage,
    found_short,
    hold_batch_of,
    lines_given_up,
    lines_short,
    numbers_short,
    open_shortage,
    place_of,
    short_among,
    shortages_at,
    shortages_of_batch,
    struck_lines,
    takes_back,
    unchecked_lines,
    undecided_rows,
)
from massicot.batches.queries.takers import Taker, batches_ever_with, count_held, held_in_any_session, takers_of
from massicot.batches.queries.withdrawn import (
    Withdrawal,
    aside_of,
    batches_of_withdrawn_out,
    corrected_withdrawn,
    find_withdrawal,
    hold_withdrawal,
    open_withdrawal,
    undecided_by_paper,
    withdrawn_of_batch,
    withdrawn_of_paper,
    withdrawn_with_marker,
)
from massicot.batches.rules import BatchState
