"""Acts that need both names and numbers: one file per act."""

from massicot.anonymity.services.completing import apply_corrigendum
from massicot.anonymity.services.day import close_day, reopen_day_unchecked_decisions
from massicot.anonymity.services.elsewhere import seat_from_elsewhere, take_back_seating
from massicot.anonymity.services.entries import add_off_list, import_candidates
from massicot.anonymity.services.erasing import erase_old_versions
from massicot.anonymity.services.keeping import confirm_key
from massicot.anonymity.services.labels import print_labels_again, print_sheet_labels, stick_spare
from massicot.anonymity.services.packing import pack_counted
from massicot.anonymity.services.prepare import prepare
from massicot.anonymity.services.printing import print_anonymity_list, print_labels
from massicot.anonymity.services.reserve import ask_for_numbers, draw_more, print_reserve
from massicot.anonymity.services.strips import box_strips, find_strip, unbox_strips
from massicot.anonymity.services.ticking import tick_label
