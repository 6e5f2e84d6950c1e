"""Writes of the outbox: one file per act."""

from massicot.post.services.deciding import (
    give_up,
    readdress_letters,
    send_again,
    withdraw_letters,
    withdraw_letters_about,
    withdraw_letters_on,
)
from massicot.post.services.sending import send_next, send_urgent
from massicot.post.services.smtp import Line
from massicot.post.services.writing import keep_only_to, write_letter, write_letter_anew, write_letters
