"""Acts on missions: one file per act."""

from massicot.missions.services.asking import ask_for_account
from massicot.missions.services.cancelling import cancel_convocation, cancel_run
from massicot.missions.services.checking import Watched, ask_control_run, draw_up_run
from massicot.missions.services.deleting import delete_missions
from massicot.missions.services.excusing import note_cannot_come, note_holds
from massicot.missions.services.following import (
    acknowledge_convocation,
    note_came_back,
    note_not_reached,
    open_convocation,
    take_back_told,
    tell_convocation,
)
from massicot.missions.services.issuing import Addresses, occasion_of
from massicot.missions.services.leaving import say_double, take_out_of_pool
from massicot.missions.services.letting_off import call_again, let_off
from massicot.missions.services.listing import (
    clear_list,
    name_for_activity,
    pin_assignment,
    put_on_list,
    take_back_name,
    take_off_list,
    unpin_assignment,
)
from massicot.missions.services.mailing_again import mail_convocation_again
from massicot.missions.services.making import change_mission, delete_mission, make_mission
from massicot.missions.services.planning import PlanWatch, ask_plan, plan_session
from massicot.missions.services.proposing import Filled, fill_mission, propose_missions
from massicot.missions.services.regularising import convene_late
from massicot.missions.services.reissuing import reissue_letters
from massicot.missions.services.reminding import remind_unacknowledged
from massicot.missions.services.running import (
    ask_official_run,
    convene_part,
    start_official_run,
    subject_of_part,
    tell_heads,
)
from massicot.missions.services.standing_in import (
    replace_person_unchecked_absence,
    take_back_replacement_unchecked_absence,
)
