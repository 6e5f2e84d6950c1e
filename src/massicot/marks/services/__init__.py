"""Acts of mark entry: one file a subject."""

from massicot.marks.services.amendments import (
    edit_paper,
    extend_batch,
    merge_batches,
    split_batch,
    tell_closing_moved,
    write_mark,
)
from massicot.marks.services.keyings import (
    ask_second_keying,
    end_second_keying,
    name_keyer,
    release_batch,
    save_second,
    settle_line,
)
from massicot.marks.services.lines import save_marks
from massicot.marks.services.locks import lock_and_mail, lock_batch, lock_for_marker, unlock_batch_unchecked_lifting
from massicot.marks.services.referrals import answer_referral, refer_line, take_back_line
from massicot.marks.services.sheets import (
    close_others,
    enter,
    leave,
    open_batch,
    print_second_sheet,
    print_second_sheets,
    print_sheet,
    print_sheets,
)
from massicot.marks.services.shortages import find_short, seal_all_but, seal_short, settle_short
