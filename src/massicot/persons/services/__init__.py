"""Acts on persons: one file a subject."""

from massicot.persons.services.addresses import (
    ask_address,
    check_alone_at,
    move_address_unchecked_pool,
    refuse_asked_address,
    say_double_unchecked_lists,
    take_back_asked_address,
    tie_account,
    untie_account,
)
from massicot.persons.services.persons import (
    PERSON_FIELDS,
    SITUATION_FIELDS,
    PersonValues,
    add_skills,
    bring_person_back,
    change_telephone,
    correct_name,
    delete_persons,
    end_skill,
    enter_person_unchecked_pool,
    keep_persons,
    set_person_aside,
)
from massicot.persons.services.situations import (
    change_situation_unchecked_batches,
    take_back_situation_unchecked_batches,
    tell_employers,
)
from massicot.persons.services.unavailability import (
    declare_unavailability,
    import_unavailability,
    preview_unavailability,
    take_back_unavailability,
)
