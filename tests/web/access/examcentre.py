"""Who may open which address of the exam centre's desk: read, and sent an empty form (422: they may send it)."""

from tests.web.visitors import EVERYBODY

ROOM_ACTS = (
    *("key_line", "tick_label", "confirm_room", "count_room"),
    *("take_back_room", "correct_line", "note_late", "take_back_late"),
    *("note_incident", "sign_report", "reopen_report"),
    "take_back_seat",
)
"""What a clerk sends from the page of a room."""

CHECK_ACTS = (
    *("check_room", "compare_labels", "take_back_check", "note_finding", "take_back_finding"),
    *("print_labels_again", "print_sheet_labels", "stick_spare"),
)
"""What whoever checks the scripts of a room sends from its page."""

STRIP_ACTS = ("find_strip", "certify_strips", "take_back_certificate")
"""What is sent from the page of the header strips without naming a box."""

PAGES = (
    *("paper", "parcels", "parcel", "slips", "prints", "print_registers", "print_reports", "print_note"),
    *("room_report", "print_report", "strips_destroyed"),
)
"""What a clerk only reads."""

FORMS = ("close_day", "reopen_day", "box_strips", "pack", "send_parcel", "unpack_parcel", "enclose_papers")
"""Pages with a form that is sent to them."""

# anonymous, office, exam centre, marking centre, marker, inspector, school, finance, mark sheet
READING = {
    "examcentre:home": (302, 403, 200, 403, 403, 403, 403, 403, 302),
    "examcentre:rooms": (302, 403, 200, 403, 403, 403, 403, 403, 302),
    "examcentre:room": (302, 403, 200, 403, 403, 403, 403, 403, 302),
    "examcentre:add_off_list": (302, 403, 200, 403, 403, 403, 403, 403, 302),
    "examcentre:ask_for_numbers": (405,) * EVERYBODY,
    "examcentre:seat_here": (405,) * EVERYBODY,
    **{f"examcentre:{act}": (405,) * EVERYBODY for act in (*ROOM_ACTS, *CHECK_ACTS)},
    "examcentre:room_checks": (302, 403, 200, 403, 403, 403, 403, 403, 302),
    **{f"examcentre:{page}": (302, 403, 200, 403, 403, 403, 403, 403, 302) for page in (*PAGES, *FORMS)},
    "examcentre:unbox_strips": (405,) * EVERYBODY,
    **{f"examcentre:{act}": (405,) * EVERYBODY for act in STRIP_ACTS},
    "examcentre:print_strip_certificate": (302, 403, 404, 403, 403, 403, 403, 403, 302),
    "examcentre:take_back_incident": (405,) * EVERYBODY,
    "examcentre:find_left_out": (405,) * EVERYBODY,
    "examcentre:acknowledge_slip": (405,) * EVERYBODY,
    "examcentre:print_labels": (405,) * EVERYBODY,
    "examcentre:print_list": (405,) * EVERYBODY,
}

SENDING = {
    "examcentre:home": (405,) * EVERYBODY,
    "examcentre:rooms": (405,) * EVERYBODY,
    "examcentre:room": (405,) * EVERYBODY,
    "examcentre:room_checks": (405,) * EVERYBODY,
    "examcentre:add_off_list": (302, 403, 422, 403, 403, 403, 403, 403, 302),
    "examcentre:ask_for_numbers": (302, 403, 422, 403, 403, 403, 403, 403, 302),
    "examcentre:seat_here": (302, 403, 422, 403, 403, 403, 403, 403, 302),
    **{f"examcentre:{act}": (302, 403, 422, 403, 403, 403, 403, 403, 302) for act in (*ROOM_ACTS, *CHECK_ACTS, *FORMS)},
    **{f"examcentre:{page}": (405,) * EVERYBODY for page in PAGES},
    **{f"examcentre:{act}": (302, 403, 422, 403, 403, 403, 403, 403, 302) for act in STRIP_ACTS},
    "examcentre:print_strip_certificate": (405,) * EVERYBODY,
    "examcentre:take_back_incident": (302, 403, 422, 403, 403, 403, 403, 403, 302),
    "examcentre:unbox_strips": (302, 403, 422, 403, 403, 403, 403, 403, 302),
    "examcentre:find_left_out": (302, 403, 422, 403, 403, 403, 403, 403, 302),
    "examcentre:acknowledge_slip": (302, 403, 404, 403, 403, 403, 403, 403, 302),
    # Every script left: names and numbers are closed to the centre.
    "examcentre:print_labels": (302, 403, 422, 403, 403, 403, 403, 403, 302),
    "examcentre:print_list": (302, 403, 422, 403, 403, 403, 403, 403, 302),
}
