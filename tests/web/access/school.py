"""Who may open which address of the desk of a head of institution: read, and sent an empty form."""

from tests.web.visitors import EVERYBODY

# anonymous, office, exam centre, marking centre, marker, inspector, school, finance, mark sheet
SCHOOL_READS = (302, 403, 403, 403, 403, 403, 200, 403, 302)
SCHOOL_SENDS = (302, 403, 403, 403, 403, 403, 422, 403, 302)
NOT_THERE = (302, 403, 403, 403, 403, 403, 404, 403, 302)

READING = {
    "school:home": SCHOOL_READS,
    "school:staff": SCHOOL_READS,
    "school:confirm_staff": (405,) * EVERYBODY,
    **dict.fromkeys(("school:convened", "school:absences_to_confirm"), SCHOOL_READS),
    "school:absences": NOT_THERE,
    **dict.fromkeys(
        ("school:confirm_absence", "school:unconfirm_absence", "school:withdraw_absence"), (405,) * EVERYBODY
    ),
    "school:substitutes": SCHOOL_READS,
    "school:take_back_offer": (405,) * EVERYBODY,
    "school:staff_letter": NOT_THERE,
    "school:hand_over": (405,) * EVERYBODY,
    "school:not_reached": (405,) * EVERYBODY,
    "school:take_back_told": (405,) * EVERYBODY,
    "school:teacher": NOT_THERE,
    "school:declare_days": (405,) * EVERYBODY,
    "school:take_back_days": (405,) * EVERYBODY,
}

SENDING = {
    "school:home": (405,) * EVERYBODY,
    "school:staff": (405,) * EVERYBODY,
    "school:confirm_staff": SCHOOL_SENDS,
    "school:convened": SCHOOL_SENDS,
    "school:absences_to_confirm": (405,) * EVERYBODY,
    **dict.fromkeys(("school:absences", "school:confirm_absence", "school:unconfirm_absence"), NOT_THERE),
    "school:withdraw_absence": NOT_THERE,
    "school:substitutes": SCHOOL_SENDS,
    "school:take_back_offer": SCHOOL_SENDS,
    "school:staff_letter": (405,) * EVERYBODY,
    "school:hand_over": NOT_THERE,
    "school:not_reached": NOT_THERE,
    "school:take_back_told": NOT_THERE,
    "school:teacher": (405,) * EVERYBODY,
    "school:declare_days": NOT_THERE,
    "school:take_back_days": NOT_THERE,
}
