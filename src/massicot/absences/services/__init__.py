"""Acts on absences: one file per act."""

from massicot.absences.services.announcing import announce_unchecked_register
from massicot.absences.services.answering import (
    grant_exemption,
    leave_unjustified,
    refuse_exemption,
    take_back_answer_unchecked_replacement,
)
from massicot.absences.services.deducting import file_deduction, file_deduction_and_refer
from massicot.absences.services.following import (
    confirm_absence,
    explain_absence,
    see_who_came,
    unconfirm_absence,
    uphold_answer,
    withdraw_absence_unchecked_replacement,
)
from massicot.absences.services.handing_in import hand_in_document
from massicot.absences.services.observing import end_half, observe
from massicot.absences.services.visiting import ask_counter_visit, tell_counter_visit
