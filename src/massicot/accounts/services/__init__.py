"""Writes of accounts: one file per kind of act."""

from massicot.accounts.services.appointing import give_role, hold_appointments, withdraw_role
from massicot.accounts.services.confirming import confirm_access
from massicot.accounts.services.moving import move_login
from massicot.accounts.services.passwords import (
    change_password,
    choose_password,
    draw_link,
    send_new_password_letter,
)
from massicot.accounts.services.restoring import void_restored_ways_in
from massicot.accounts.services.second_factor import (
    draw_recovery_codes,
    enrol_totp,
    remove_second_factor,
    reset_second_factor,
)
from massicot.accounts.services.sessions import close_other_sessions, close_session, note_session
