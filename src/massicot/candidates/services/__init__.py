"""Acts on candidates and on the register: one file per act."""

from massicot.candidates.services.asking import (
    answer_numbers_asked,
    ask_for_numbers_unchecked_reserve,
    hold_day_for_numbers,
)
from massicot.candidates.services.checks import (
    check_scripts,
    compare_labels,
    note_finding_untold_office,
    take_back_check,
    take_back_finding_untold_office,
)
from massicot.candidates.services.closing import close_centre_day, reopen_centre_day
from massicot.candidates.services.elsewhere import (
    Listed,
    find_listed,
    look_elsewhere,
    move_back,
    move_to_room,
    seat_from_elsewhere_unnumbered,
    take_back_seating_unbound,
)
from massicot.candidates.services.emptying import delete_candidates
from massicot.candidates.services.identity import correct_person
from massicot.candidates.services.importing import import_candidates_unnumbered, preview_candidates
from massicot.candidates.services.kept_marks import decide_kept_mark_unchecked_lifting
from massicot.candidates.services.off_list import add_off_list_unnumbered
from massicot.candidates.services.printing import print_registers
from massicot.candidates.services.register import (
    correct_attendance,
    key_attendance,
    note_late_arrival,
    take_back_late_arrival,
    tick_entry,
)
from massicot.candidates.services.room import confirm_room, count_room, take_back_confirmation
