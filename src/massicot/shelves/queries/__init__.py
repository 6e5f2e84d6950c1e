"""Reads of what comes back after the marking."""

from massicot.shelves.queries.boxes import (
    BoxOrders,
    KeptBox,
    ShelvedBox,
    boxes_of,
    boxes_on_no_shelf,
    count_boxed_by_paper,
    count_on_no_shelf,
    count_to_box_by_paper,
    listed_boxes,
    named_boxes,
    paper_of_box,
    sheets_of_box,
    shelved,
    shelved_at,
    shelves_known,
    specialties_to_box,
    to_box,
)
from massicot.shelves.queries.destruction import (
    DestructionList,
    boxed_scripts,
    certificates_of,
    count_destroyed,
    count_destroyed_by_paper,
    destroyed_contents,
    largest_share,
    list_by_code,
    lists_of,
    not_listed,
    open_list,
    open_lists,
    papers_with_boxes,
    seed_drawn,
    signed_samples,
    spared_numbers,
)
from massicot.shelves.queries.returns import count_to_return_by_paper
from massicot.shelves.queries.sheet_boxes import count_sheets_to_box_by_paper, sheets_in_no_box
from massicot.shelves.queries.sheet_destruction import boxed_sheets, count_boxed_sheets_by_paper, listed_sheets
from massicot.shelves.queries.sheets import (
    GIVEN_UP,
    HERE,
    LACKING,
    TO_BOX,
    CentreSheets,
    centres_of_sheets,
    count_lacking_by_paper,
    counts_at_desk,
    is_in_state,
    name_of,
    owed_here,
    sheet_of_batch,
    sheets_ended,
    sheets_of,
    with_shelf,
)
from massicot.shelves.queries.slips import (
    ScriptHome,
    Slip,
    homes_of,
    numbers_missing,
    open_slip_of,
    open_slips,
    slips_of,
    unboxed,
)
