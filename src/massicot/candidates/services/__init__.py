"""Acts on candidates and on the register: one file per act."""

from massicot.candidates.services.closing import close_centre_day, reopen_centre_day
from massicot.candidates.services.importing import import_candidates, preview_candidates
from massicot.candidates.services.off_list import add_off_list
from massicot.candidates.services.printing import print_registers
from massicot.candidates.services.register import correct_attendance, count_room, key_room

__all__ = [
    "add_off_list",
    "close_centre_day",
    "correct_attendance",
    "count_room",
    "import_candidates",
    "key_room",
    "preview_candidates",
    "print_registers",
    "reopen_centre_day",
]
