"""What stands in the addresses about people called: persons, missions, letters, registers, absences, replacements."""

from tests.cast import CEDRES, PERRIN, TILLEULS

MISSION_TABLES = ("office:missions_table", "office:came_table", "office:absences_table")
LETTER = {"code": "M-ABCDE-FGHJK"}
DEPOSIT = {"code": "D-ABCDEFGHJK"}
ACTS_ON_DEPOSIT = ("freeze_deposit", "unfreeze_deposit", "date_deposit", "destroy_deposit")
RUN = {"session": "BTS-2017", "run_id": 0}
MISSION = {"session": "BTS-2017", "mission_id": 0}
ACTS_ON_MISSION = (
    "delete_mission",
    "fill_mission",
    "clear_list",
    "put_on_list",
    "take_off_list",
    "pin_assignment",
    "unpin_assignment",
    "name_for_activity",
    "take_back_name",
)
REPLACING = (
    "replace_person",
    "note_refusal",
    "note_no_answer",
    "tell_stand_in",
    "take_back_reply",
    "take_back_replacement",
)
REGISTERS = {"uai": PERRIN, "session": "BTS-2017"}
REGISTER_DAY = REGISTERS | {"day": "2017-06-01"}
HALF_DAY = REGISTER_DAY | {"half": "matin"}
STAFF = {"uai": TILLEULS, "session": "BTS-2017"}
PERSON_ACTS = (
    *("person_file", "correct_name", "move_address", "change_telephone", "change_situation", "take_back_situation"),
    *("set_aside_person", "bring_back_person", "declare_absence", "put_into_pool"),
    *("take_out_of_pool", "say_double", "add_skills", "end_skill"),
    *("give_access", "tie_access", "untie_account", "refuse_asked_address"),
)
ABSENCE = {"absence_id": 0}
ABSENCE_ACTS = (
    *("absence", "grant_exemption", "refuse_exemption", "explain_absence", "ask_counter_visit", "tell_counter_visit"),
    *("leave_unjustified", "file_deduction", "take_back_answer", "withdraw_absence", "see_who_came"),
    "uphold_answer",
    "hand_in_document",
)

OF_PEOPLE_CALLED = {
    **{name: {"session": "BTS-2017", "form": "csv"} for name in MISSION_TABLES},
    **{f"office:{name}": ABSENCE for name in ABSENCE_ACTS},
    "office:deduction_letter": ABSENCE | {"deduction_id": 0},
    "office:deduction_back_letter": ABSENCE | {"deduction_id": 0},
    "office:announce_absence": LETTER,
    "school:absences_to_confirm": {"uai": TILLEULS},
    "school:absences": {"uai": TILLEULS} | LETTER,
    **{f"school:{name}": {"uai": TILLEULS} | LETTER | ABSENCE for name in ("confirm_absence", "withdraw_absence")},
    "school:unconfirm_absence": {"uai": TILLEULS} | LETTER | ABSENCE,
    **{f"marker:{name}": LETTER | ABSENCE for name in ("take_back_absence", "explain_absence", "hand_in_document")},
    "marker:own_document": LETTER | ABSENCE | {"deposit": "D-ABCDEFGHJK"},
    **{f"office:{name}": {"person_id": 0} for name in PERSON_ACTS},
    "office:take_back_absence": {"person_id": 0, "absence_id": 0},
    **{f"school:{name}": {"uai": TILLEULS} for name in ("convened", "substitutes", "take_back_offer")},
    **{f"school:{name}": LETTER | {"uai": TILLEULS} for name in ("staff_letter", "hand_over", "not_reached")},
    "school:take_back_told": LETTER | {"uai": TILLEULS},
    **{f"school:{name}": STAFF for name in ("staff", "confirm_staff")},
    **{f"school:{name}": STAFF | {"person_id": 0} for name in ("teacher", "declare_days")},
    "school:take_back_days": STAFF | {"person_id": 0, "absence_id": 0},
    **{f"marker:{name}": LETTER for name in ("mission", "acknowledge", "letter", "cannot_come")},
    "inspector:day": {"session": "BTS-2017", "day": "2017-06-01"},
    "inspector:meeting": {"session": "BTS-2017", "activity": 0},
    **{f"office:{name}": REGISTER_DAY for name in ("register", "reopen_register", "remind_register", "see_remark")},
    "markingcentre:registers": REGISTERS,
    **{f"markingcentre:{name}": REGISTER_DAY for name in ("day_register", "print_register", "send_register")},
    **{f"markingcentre:{name}": HALF_DAY for name in ("half_register", "key_presence", "read_letter", "add_uncalled")},
    **{f"markingcentre:{name}": HALF_DAY for name in ("note_hours", "confirm_half", "take_back_half")},
    **{f"office:{name}": {"assignment_id": 0} for name in ("replacement", *REPLACING)},
    **{f"office:{name}": MISSION for name in ("mission", "change_mission", "mission_pool", *ACTS_ON_MISSION)},
    **{f"office:{name}": DEPOSIT for name in ("deposit", "read_deposit", *ACTS_ON_DEPOSIT)},
    **{f"shared:{name}": LETTER | {"signature": "0"} for name in ("convocation_state", "own_convocation")},
    **{f"shared:{name}": LETTER | {"signature": "0"} for name in ("acknowledge_own", "ask_for_account", "own_letter")},
    **{f"office:{name}": LETTER for name in ("convocation", "convocation_letter")},
    **{f"office:{name}": LETTER for name in ("note_came_back", "mail_convocation_again", "cancel_convocation")},
    **{f"office:{name}": RUN for name in ("convocation_run", "ask_official_run")},
    **{f"office:{name}": RUN for name in ("cancel_convocation_run", "tell_convocations")},
    "office:letter_to_check": RUN | {"assignment_id": 0},
    "office:letters_on_paper": RUN,
    "office:letters_of_part": RUN | {"part": 0},
    "office:letters_of_institution": RUN | {"uai": CEDRES},
    "office:letters_of_person": RUN | {"person_id": 0},
}
