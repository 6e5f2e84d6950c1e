"""Who may open which address of the marker's desk: the letters of others are not there, nor are those of nobody."""

from tests.web.visitors import EVERYBODY

ACTS = (
    *("acknowledge", "cannot_come", "take_back_absence", "explain_absence", "hand_in_document"),
    *("ask_address", "take_back_asked_address"),
)
LETTERS = ("mission", "letter", "own_document")

# anonymous, office, exam centre, marking centre, marker, inspector, school, finance, mark sheet
READING = {
    "marker:home": (302, 403, 403, 403, 200, 403, 403, 403, 302),
    "marker:own_details": (302, 403, 403, 403, 404, 403, 403, 403, 302),
    **{f"marker:{page}": (302, 403, 403, 403, 404, 403, 403, 403, 302) for page in LETTERS},
    **{f"marker:{act}": (405,) * EVERYBODY for act in ACTS},
}

SENDING = {
    "marker:home": (405,) * EVERYBODY,
    "marker:own_details": (302, 403, 403, 403, 404, 403, 403, 403, 302),
    **{f"marker:{page}": (405,) * EVERYBODY for page in LETTERS},
    **{f"marker:{act}": (302, 403, 403, 403, 404, 403, 403, 403, 302) for act in ACTS},
}
