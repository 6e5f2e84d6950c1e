"""Acts on who came: one file a subject."""

from massicot.presence.services.registers import (
    add_uncalled,
    confirm_half_day,
    delete_registers,
    key_presence,
    note_presence_hours,
    read_letter,
    take_back_half_day,
)
from massicot.presence.services.sending import (
    announce_absence,
    remind_of_register,
    remind_of_registers,
    reopen_register,
    see_remark,
    send_register,
)
