"""Acts on candidates and on the register: one file a subject."""

from massicot.candidates.services.candidates import correct_person
from massicot.candidates.services.checks import (
    check_scripts,
    compare_labels,
    note_finding_untold_office,
    take_back_check,
    take_back_finding_untold_office,
)
from massicot.candidates.services.day import (
    answer_numbers_asked,
    ask_for_numbers_unchecked_reserve,
    close_centre_day,
    hold_day_for_numbers,
    reopen_centre_day,
)
from massicot.candidates.services.elsewhere import (
    Listed,
    decide_kept_mark_unchecked_lifting,
    find_listed,
    look_elsewhere,
    move_back,
    move_to_room,
    seat_from_elsewhere_unnumbered,
    take_back_seating_unbound,
)
from massicot.candidates.services.intake import delete_candidates, import_candidates_unnumbered, preview_candidates
from massicot.candidates.services.registers import (
    add_off_list_unnumbered,
    confirm_room,
    correct_attendance,
    count_room,
    key_attendance,
    note_late_arrival,
    print_registers,
    take_back_confirmation,
    take_back_late_arrival,
    tick_entry,
)
