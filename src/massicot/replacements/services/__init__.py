"""Acts on replacements: one file per act."""

from massicot.replacements.services.answering import note_no_answer, note_refusal, offer_substitute, take_back_reply
from massicot.replacements.services.replacing import replace_person
from massicot.replacements.services.taking_back import take_back_replacement
from massicot.replacements.services.unanswering import take_back_answer
from massicot.replacements.services.withdrawing import withdraw_absence
