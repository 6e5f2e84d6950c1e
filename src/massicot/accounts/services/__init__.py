"""Writes of accounts: one file a subject."""

from massicot.accounts.services.accounts import confirm_access, give_role, hold_appointments, move_login, withdraw_role
from massicot.accounts.services.sign_in import (
    change_password,
    choose_password,
    close_other_sessions,
    close_session,
    draw_link,
    draw_recovery_codes,
    enrol_totp,
    forget_ended_sessions,
    note_session,
    remove_second_factor,
    reset_second_factor,
    send_new_password_letter,
    void_restored_ways_in,
)
