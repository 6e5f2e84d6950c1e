"""Acts on sessions: created, copied, edited, filled, put away; routes and corrigenda; people appointed."""

from massicot.exams.services.appointing import appoint_unchecked_pool
from massicot.exams.services.archiving import (
    archive_session_unchecked_work,
    bring_back_session,
    check_untouched,
    delete_session_unchecked_later_rooms,
)
from massicot.exams.services.centres import add_centres, remove_centre
from massicot.exams.services.corrigenda import (
    acknowledge_corrigendum,
    apply_corrigendum_unnumbered,
    check_corrigendum,
    check_draft,
    discard_corrigendum,
    draft_corrigendum,
    remind_readers,
)
from massicot.exams.services.creating import copy_session, create_session
from massicot.exams.services.editing import check_values, edit_paper_untold_markers, edit_session
from massicot.exams.services.importing import (
    import_institutions,
    import_specialties,
    preview_institutions,
    preview_specialties,
)
from massicot.exams.services.inviting import invite_again, print_invitation
from massicot.exams.services.networks import choose_entry_place, declare_networks
from massicot.exams.services.preparing import mark_prepared
from massicot.exams.services.routes import change_routes
