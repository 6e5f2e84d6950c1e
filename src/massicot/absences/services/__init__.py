"""Acts on absences: one file a subject."""

from massicot.absences.services.absences import (
    announce_unchecked_register,
    confirm_absence,
    end_half,
    explain_absence,
    hand_in_document,
    observe,
    see_who_came,
    unconfirm_absence,
    uphold_answer,
    withdraw_absence_unchecked_replacement,
)
from massicot.absences.services.answers import (
    ask_counter_visit,
    grant_exemption,
    leave_unjustified,
    refuse_exemption,
    take_back_answer_unchecked_replacement,
    tell_counter_visit,
)
from massicot.absences.services.deductions import file_deduction, file_deduction_and_refer
