"""Acts on what comes back after the marking."""

from massicot.shelves.services.box_labels import print_box_label
from massicot.shelves.services.boxes import make_boxes, open_box, shelve_boxes, take_down_box, take_out_of_box
from massicot.shelves.services.certificates import print_destruction
from massicot.shelves.services.destruction import (
    destroy_scripts_unchecked_files,
    list_destruction_unchecked_files,
    sign_destruction_unchecked_files,
    withdraw_destruction,
)
from massicot.shelves.services.fetch_rounds import print_fetch_round
from massicot.shelves.services.outstanding import print_outstanding
from massicot.shelves.services.return_notes import print_return_note
from massicot.shelves.services.returns import pack_return
from massicot.shelves.services.sheet_boxes import box_sheets, take_sheet_out_of_box
from massicot.shelves.services.sheet_destruction import (
    destroy_sheets_unchecked_files,
    list_sheet_destruction_unchecked_files,
    sign_sheet_destruction_unchecked_files,
)
from massicot.shelves.services.sheet_lists import print_sheet_list
from massicot.shelves.services.sheets import (
    give_up_sheet,
    receive_sheet,
    receive_sheets,
    remind_of_sheets,
    take_back_sheet,
)
from massicot.shelves.services.slips import (
    ask_script,
    fetch_round,
    find_missing,
    miss_script,
    put_back_round,
    take_back_fetching,
    take_back_return,
    withdraw_slip,
)
