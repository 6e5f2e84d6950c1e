"""Who may open which address of the office about people called: persons, missions, convocations."""

from tests.web.access.office import NOT_THERE, OFFICE_DOES, OFFICE_LEADS_ON, OFFICE_READS, OFFICE_SENDS
from tests.web.called import MISSION_TABLES
from tests.web.visitors import EVERYBODY

MISSION_ACTS = (
    "office:delete_mission",
    "office:fill_mission",
    "office:clear_list",
    "office:put_on_list",
    "office:take_off_list",
    "office:pin_assignment",
    "office:unpin_assignment",
    "office:name_for_activity",
    "office:take_back_name",
)
"""What is done to one mission and its list."""

PERSON_ACTS = (
    *("correct_name", "move_address", "change_telephone", "change_situation", "take_back_situation"),
    *("set_aside_person", "bring_back_person", "declare_absence", "take_back_absence", "put_into_pool"),
    *("take_out_of_pool", "say_double", "add_skills", "end_skill"),
    *("give_access", "tie_access", "untie_account", "refuse_asked_address"),
)

ABSENCE_ACTS = (
    *("grant_exemption", "refuse_exemption", "explain_absence", "ask_counter_visit", "tell_counter_visit"),
    *("leave_unjustified", "file_deduction", "take_back_answer", "withdraw_absence", "see_who_came"),
    "uphold_answer",
    "hand_in_document",
)

REGISTER_ACTS = ("reopen_register", "remind_register", "see_remark")

DEDUCTION_LETTERS = ("office:deduction_letter", "office:deduction_back_letter")

ON_PAPER = tuple(f"office:letters_{what}" for what in ("of_part", "on_paper", "of_institution", "of_person"))

REPLACING = (
    "office:replace_person",
    "office:note_refusal",
    "office:note_no_answer",
    "office:tell_stand_in",
    "office:take_back_reply",
    "office:take_back_replacement",
)

READING = {
    "office:registers": OFFICE_READS,
    "office:register": NOT_THERE,
    **{f"office:{act}": (405,) * EVERYBODY for act in (*REGISTER_ACTS, "remind_registers")},
    "office:all_persons": OFFICE_READS,
    "office:enter_person": OFFICE_READS,
    "office:person_file": NOT_THERE,
    **{f"office:{act}": (405,) * EVERYBODY for act in PERSON_ACTS},
    "office:absences": OFFICE_READS,
    **dict.fromkeys(
        ("office:absence", *DEDUCTION_LETTERS, "office:announce_absence"),
        NOT_THERE,
    ),
    **{f"office:{act}": (405,) * EVERYBODY for act in ABSENCE_ACTS},
    "office:convocations": OFFICE_READS,
    "office:convocation_runs": OFFICE_READS,
    "office:convocation_run": NOT_THERE,
    "office:ask_official_run": (405,) * EVERYBODY,
    "office:cancel_convocation_run": (405,) * EVERYBODY,
    "office:tell_convocations": (405,) * EVERYBODY,
    "office:letter_to_check": NOT_THERE,
    **dict.fromkeys(ON_PAPER, NOT_THERE),
    "office:stale_convocations": OFFICE_READS,
    "office:unknown_employers": OFFICE_READS,
    "office:reissue_letters": (405,) * EVERYBODY,
    "office:convocation": NOT_THERE,
    "office:convocation_letter": NOT_THERE,
    **dict.fromkeys(("office:note_came_back", "office:mail_convocation_again"), (405,) * EVERYBODY),
    "office:cancel_convocation": (405,) * EVERYBODY,
    "office:missions": OFFICE_LEADS_ON,
    **dict.fromkeys(("office:missions_of_session", *MISSION_TABLES), OFFICE_READS),
    "office:uncalled": OFFICE_READS,
    "office:replacements": OFFICE_READS,
    "office:replacement": NOT_THERE,
    **dict.fromkeys(REPLACING, (405,) * EVERYBODY),
    "office:convene_late": (405,) * EVERYBODY,
    "office:propose_missions": (405,) * EVERYBODY,
    "office:plan_missions": (405,) * EVERYBODY,
    "office:new_mission": OFFICE_READS,
    **dict.fromkeys(("office:mission", "office:change_mission", "office:mission_pool"), NOT_THERE),
    **dict.fromkeys(MISSION_ACTS, (405,) * EVERYBODY),
}

SENDING = {
    **{f"office:{page}": (405,) * EVERYBODY for page in ("registers", "register")},
    **{f"office:{act}": NOT_THERE for act in REGISTER_ACTS},
    "office:remind_registers": OFFICE_DOES,
    "office:all_persons": (405,) * EVERYBODY,
    "office:enter_person": OFFICE_SENDS,
    "office:person_file": (405,) * EVERYBODY,
    **{f"office:{act}": NOT_THERE for act in PERSON_ACTS},
    **dict.fromkeys(
        ("office:absences", "office:absence", *DEDUCTION_LETTERS),
        (405,) * EVERYBODY,
    ),
    "office:announce_absence": NOT_THERE,
    **{f"office:{act}": NOT_THERE for act in ABSENCE_ACTS},
    "office:convocations": (405,) * EVERYBODY,
    "office:convocation_runs": OFFICE_SENDS,
    "office:convocation_run": (405,) * EVERYBODY,
    "office:ask_official_run": NOT_THERE,
    "office:cancel_convocation_run": NOT_THERE,
    "office:tell_convocations": NOT_THERE,
    "office:letter_to_check": (405,) * EVERYBODY,
    **dict.fromkeys(ON_PAPER, (405,) * EVERYBODY),
    "office:stale_convocations": (405,) * EVERYBODY,
    "office:unknown_employers": OFFICE_SENDS,
    "office:reissue_letters": NOT_THERE,
    "office:convocation": (405,) * EVERYBODY,
    "office:convocation_letter": (405,) * EVERYBODY,
    **dict.fromkeys(("office:note_came_back", "office:mail_convocation_again"), NOT_THERE),
    "office:cancel_convocation": NOT_THERE,
    **dict.fromkeys(("office:missions", "office:missions_of_session", "office:mission"), (405,) * EVERYBODY),
    **dict.fromkeys(("office:mission_pool", *MISSION_TABLES, "office:uncalled"), (405,) * EVERYBODY),
    **dict.fromkeys(
        ("office:propose_missions", "office:plan_missions", "office:new_mission", "office:convene_late"), OFFICE_SENDS
    ),
    **dict.fromkeys(("office:replacements", "office:replacement"), (405,) * EVERYBODY),
    **dict.fromkeys(REPLACING, NOT_THERE),
    "office:change_mission": NOT_THERE,
    **dict.fromkeys(MISSION_ACTS, NOT_THERE),
}
