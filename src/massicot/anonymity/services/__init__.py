"""Acts that need both names and numbers: one file a subject."""

from massicot.anonymity.services.candidates import (
    add_off_list,
    import_candidates,
    seat_from_elsewhere,
    take_back_seating,
    tick_label,
)
from massicot.anonymity.services.corrigenda import apply_corrigendum
from massicot.anonymity.services.day import close_day, pack_counted, reopen_day_unchecked_decisions
from massicot.anonymity.services.labels import (
    print_anonymity_list,
    print_labels,
    print_labels_again,
    print_sheet_labels,
    stick_spare,
)
from massicot.anonymity.services.numbers import (
    ask_for_numbers,
    confirm_key,
    draw_more,
    erase_links,
    erase_old_versions,
    prepare,
    print_reserve,
)
from massicot.anonymity.services.strip_certificates import print_strip_certificate
from massicot.anonymity.services.strips import (
    box_strips,
    certify_strips,
    find_strip,
    take_back_certificate,
    unbox_strips,
)
from massicot.anonymity.services.strips_not_found import ask_strips_again, note_strips_not_found
