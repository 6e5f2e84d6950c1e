"""Acts on who came: one file per step."""

from massicot.presence.services.announcing import announce_absence
from massicot.presence.services.deleting import delete_registers
from massicot.presence.services.keying import (
    add_uncalled,
    confirm_half_day,
    key_presence,
    note_presence_hours,
    read_letter,
    take_back_half_day,
)
from massicot.presence.services.sending import (
    remind_of_register,
    remind_of_registers,
    reopen_register,
    see_remark,
    send_register,
)
