"""The addresses of what comes back to the exam office after the marking, and what stands in each."""

from tests.cast import PERRIN

RETURN_ACTS = (
    "receive_return",
    "receive_unsent_return",
    "take_back_return_arrival",
    "read_return_seal",
    "take_back_return_seal",
    "end_return_seal_trouble",
    "tick_return_all_but",
    "tick_return",
    "miss_return",
    "find_return_content",
    "untick_return",
    "close_return",
    "reopen_return",
    "lose_return",
)
_SHEET_BOXES = ("box_sheets", "take_sheet_out_of_box")
SHELF_ACTS = ("make_boxes", "shelve_boxes", "take_down_box", "open_box", "take_out_of_box", *_SHEET_BOXES)
SHEET_ACTS = ("scan_sheets", "receive_sheets", "give_up_sheet", "take_back_sheet", "remind_of_sheets")
SLIP_ACTS = (
    "ask_script",
    "withdraw_slip",
    "fetch_round",
    "take_back_fetching",
    "put_back_round",
    "take_back_return",
    "miss_script",
    "find_missing",
)

_PAPER = {"session": "BTS-2017", "paper": "CGE"}
_MARKED = {"uai": PERRIN, **_PAPER}
RETURN = f"P-BTS-2017-CGE-{PERRIN}-R1"

OF_COMING_BACK = {
    **{f"office:{name}": _PAPER for name in ("returned_parcels", "sheets_of_paper", *SHEET_ACTS)},
    **{f"office:{name}": _PAPER for name in ("shelf", *SHELF_ACTS, "fetch_slips", "print_fetch_round", *SLIP_ACTS)},
    "office:remind_of_sheets": _PAPER | {"uai": PERRIN},
    **{f"office:{name}": _PAPER | {"code": RETURN} for name in ("returned_parcel", *RETURN_ACTS)},
    **{f"markingcentre:{name}": _MARKED for name in ("sheets_back", "print_sheet_list", "returns")},
    **{f"markingcentre:{name}": _MARKED for name in ("outstanding", "print_outstanding")},
    **{
        f"markingcentre:{name}": _MARKED | {"code": RETURN}
        for name in ("return_parcel", "print_return_note", "send_return", "open_return")
    },
}
