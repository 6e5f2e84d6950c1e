"""Acts of mark entry: one file per act."""

from massicot.marks.services.amending import write_mark
from massicot.marks.services.asking import ask_second_keying, end_second_keying, release_batch
from massicot.marks.services.extending import edit_paper, extend_batch, tell_closing_moved
from massicot.marks.services.locking import lock_batch, lock_for_marker, unlock_batch_unchecked_lifting
from massicot.marks.services.mailing import lock_and_mail
from massicot.marks.services.openings import close_others, enter, leave
from massicot.marks.services.printing import print_sheet, print_sheets
from massicot.marks.services.referring import answer_referral, refer_line, take_back_line
from massicot.marks.services.regrouping import merge_batches, split_batch
from massicot.marks.services.saving import save_marks
from massicot.marks.services.second_printing import print_second_sheet, print_second_sheets
from massicot.marks.services.second_saving import name_keyer, save_second
from massicot.marks.services.settling import settle_line
from massicot.marks.services.shortages import find_short, seal_all_but, seal_short, settle_short
from massicot.marks.services.signing_in import open_batch
