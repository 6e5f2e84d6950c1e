"""Who may open which address of the mark-entry portal: read, and sent an empty form (422: they may send it)."""

from tests.web.visitors import EVERYBODY

# anonymous, office, exam centre, marking centre, marker, inspector, school, finance, mark sheet
READING = {
    "portal:sign_in": (200,) * EVERYBODY,
    "portal:sheet": (200,) * EVERYBODY,
    "portal:sign_out": (405,) * EVERYBODY,
    "portal:mark_entry": (302, 302, 302, 302, 302, 302, 302, 302, 200),
    "portal:save_marks": (405,) * EVERYBODY,
    "portal:refer_line": (405,) * EVERYBODY,
    "portal:take_back_line": (405,) * EVERYBODY,
    "portal:answers": (401, 401, 401, 401, 401, 401, 401, 401, 200),
    "portal:close_others": (405,) * EVERYBODY,
    "portal:lock": (302, 302, 302, 302, 302, 302, 302, 302, 200),
    "portal:control": (302,) * EVERYBODY,
    "portal:differences": (302,) * EVERYBODY,
    "portal:second_entry": (302,) * EVERYBODY,
    "portal:name_keyer": (302,) * EVERYBODY,
    "portal:save_second": (405,) * EVERYBODY,
    "portal:close_other_seconds": (405,) * EVERYBODY,
    "portal:second_done": (302,) * EVERYBODY,
    "portal:receipt": (302,) * EVERYBODY,
    "portal:receipt_document": (302,) * EVERYBODY,
}

SENDING = {
    "portal:sign_in": (422,) * EVERYBODY,
    "portal:sheet": (405,) * EVERYBODY,
    "portal:sign_out": (302,) * EVERYBODY,
    "portal:mark_entry": (405,) * EVERYBODY,
    "portal:save_marks": (401, 401, 401, 401, 401, 401, 401, 401, 422),
    "portal:refer_line": (401, 401, 401, 401, 401, 401, 401, 401, 422),
    "portal:take_back_line": (401, 401, 401, 401, 401, 401, 401, 401, 422),
    "portal:answers": (405,) * EVERYBODY,
    "portal:close_others": (302,) * EVERYBODY,
    "portal:lock": (302, 302, 302, 302, 302, 302, 302, 302, 422),
    "portal:control": (302, 302, 302, 302, 302, 302, 302, 302, 303),
    "portal:differences": (302,) * EVERYBODY,
    "portal:second_entry": (405,) * EVERYBODY,
    "portal:name_keyer": (302,) * EVERYBODY,
    "portal:save_second": (401,) * EVERYBODY,
    "portal:close_other_seconds": (302,) * EVERYBODY,
    "portal:second_done": (405,) * EVERYBODY,
    "portal:receipt": (405,) * EVERYBODY,
    "portal:receipt_document": (405,) * EVERYBODY,
}
