"""Acts on missions: one file a subject."""

from massicot.missions.services.acknowledgements import (
    acknowledge_convocation,
    ask_for_account,
    mail_convocation_again,
    note_came_back,
    note_not_reached,
    open_convocation,
    take_back_told,
    tell_convocation,
)
from massicot.missions.services.cancellations import cancel_convocation, cancel_run, reissue_letters
from massicot.missions.services.letters import Addresses, occasion_of, remind_unacknowledged
from massicot.missions.services.lists import (
    clear_list,
    name_for_activity,
    pin_assignment,
    put_on_list,
    say_double,
    take_back_name,
    take_off_list,
    take_out_of_pool,
    unpin_assignment,
)
from massicot.missions.services.missions import (
    Filled,
    change_mission,
    delete_mission,
    delete_missions,
    fill_mission,
    make_mission,
    propose_missions,
)
from massicot.missions.services.plans import PlanWatch, ask_plan, plan_session
from massicot.missions.services.replacements import (
    call_again,
    let_off,
    note_cannot_come,
    note_holds,
    replace_person_unchecked_absence,
    take_back_replacement_unchecked_absence,
)
from massicot.missions.services.runs import (
    Watched,
    ask_control_run,
    ask_official_run,
    convene_part,
    draw_up_run,
    start_official_run,
    subject_of_part,
    tell_heads,
)
from massicot.missions.services.uncalled import convene_late
