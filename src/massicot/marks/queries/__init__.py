"""Reads of mark entry: the grid of one sheet, progress, totals, marks of a paper."""

from massicot.marks.queries.addresses import batch_of_address
from massicot.marks.queries.begun import has_locks, has_marks
from massicot.marks.queries.changed import changed_since
from massicot.marks.queries.given_up import given_up_lines, grid_to_sign, grid_to_type, sheet_to_sign
from massicot.marks.queries.keyings import (
    SHARES,
    Compared,
    Foreseen,
    asked_of,
    barred_keyers,
    compared_of,
    foreseen_of,
    held_up_by_paper,
    is_asked,
    keyings_of,
    not_drawn,
    second_progress_of,
    share_of,
    to_be_chosen,
    to_be_released,
)
from massicot.marks.queries.late import late_by_paper, locked_since, not_locked
from massicot.marks.queries.lines import (
    author_of_line,
    changes_of,
    corrected_numbers,
    is_written,
    marks_of,
    rows_coded,
    rows_marked,
    rows_otherwise,
    signed_marks,
    totals_by_batch,
)
from massicot.marks.queries.locking import (
    Locked,
    Summary,
    altered_batches,
    check_office_writes,
    check_open,
    checked_sheet,
    lock_of,
    locks_of,
    sheet_to_lock,
    shown_marks,
    summary_of,
)
from massicot.marks.queries.morning import back_at_desk, closes_today, codes_not_locked, count_at_desk
from massicot.marks.queries.office import (
    OfficeBatch,
    OfficeLine,
    OfficeNotice,
    endings_of,
    office_batch,
    told_of,
    written_since,
)
from massicot.marks.queries.opened import (
    Opened,
    check_opening,
    every_credential,
    held_credential,
    held_second,
    live_credentials,
    opened,
    openings_beside,
    second_credentials,
)
from massicot.marks.queries.places import check_place, is_of_a_centre
from massicot.marks.queries.printings import printed_lines, printings_among, printings_of, second_printings_of
from massicot.marks.queries.progress import (
    TypingProgress,
    counts_by_paper,
    entry_open,
    is_locked,
    locked_or_complete,
    progress_of,
    saved_lines,
    unlocked,
)
from massicot.marks.queries.receipts import receipt_document
from massicot.marks.queries.referrals import (
    Referral,
    corrected_items,
    referral_by_id,
    referrals_of_line,
    reported_lines,
    waiting_by_paper,
    waiting_on_paper,
    waiting_referrals,
)
from massicot.marks.queries.second_sheets import is_second, second_to_print, waiting_for_second
from massicot.marks.queries.sheets import (
    Grid,
    LockReceipt,
    credential_that_opens,
    grid_of,
    live_credential,
    receipt_of,
    second_credential,
    second_grid_of,
    sheet_of,
    subject_of,
    totals_of,
    turn_at,
    why_dead,
    window_of,
    window_of_batch,
    written_mark,
    written_sum,
)
from massicot.marks.queries.standing import (
    FEW,
    StandingRow,
    add_standings,
    batches_by_id,
    is_standing,
    office_rows,
    standing_of,
    takers_until,
    with_urgency,
)
