"""Acts on persons: one file per act."""

from massicot.persons.services.absence import declare_unavailability, take_back_unavailability
from massicot.persons.services.addresses import (
    check_alone_at,
    move_address_unchecked_pool,
    tie_account,
    untie_account,
)
from massicot.persons.services.asking import ask_address, refuse_asked_address, take_back_asked_address
from massicot.persons.services.doubling import say_double_unchecked_lists
from massicot.persons.services.employers import tell_employers
from massicot.persons.services.entering import enter_person_unchecked_pool
from massicot.persons.services.importing_absence import import_unavailability, preview_unavailability
from massicot.persons.services.intake import PERSON_FIELDS, SITUATION_FIELDS, PersonValues, keep_persons
from massicot.persons.services.leaving import delete_persons
from massicot.persons.services.naming import change_telephone, correct_name
from massicot.persons.services.setting_aside import bring_person_back, set_person_aside
from massicot.persons.services.situations import (
    change_situation_unchecked_batches,
    take_back_situation_unchecked_batches,
)
from massicot.persons.services.skills import add_skills, end_skill
