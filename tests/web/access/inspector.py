"""Who may open which address of the desk of an inspector: read, and sent an empty form."""

from tests.web.visitors import EVERYBODY

# anonymous, office, exam centre, marking centre, marker, inspector, school, finance, mark sheet
NOT_THERE = (302, 403, 403, 403, 403, 404, 403, 403, 302)

READING = {
    "inspector:home": (302, 403, 403, 403, 403, 200, 403, 403, 302),
    "inspector:day": NOT_THERE,
    "inspector:meeting": NOT_THERE,
}

SENDING = {f"inspector:{name}": (405,) * EVERYBODY for name in ("home", "day", "meeting")}
