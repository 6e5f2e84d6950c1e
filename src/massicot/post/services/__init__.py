"""Writes of the outbox: one file a subject."""

from massicot.post.services.letters import (
    give_up,
    keep_only_to,
    readdress_letters,
    send_again,
    withdraw_letters,
    withdraw_letters_about,
    withdraw_letters_on,
    write_letter,
    write_letter_anew,
    write_letters,
)
from massicot.post.services.sending import Line, send_next, send_urgent
