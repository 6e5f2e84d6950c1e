"""Acts on sessions: created, copied, edited, filled, put away; routes and corrigenda; people appointed."""

from massicot.exams.services.corrigenda import (
    acknowledge_corrigendum,
    apply_corrigendum_unnumbered,
    check_draft,
    discard_corrigendum,
    draft_corrigendum,
    remind_readers,
)
from massicot.exams.services.institutions import (
    add_centres,
    import_institutions,
    import_specialties,
    preview_institutions,
    preview_specialties,
    remove_centre,
)
from massicot.exams.services.invitations import appoint_unchecked_pool, invite_again, print_invitation
from massicot.exams.services.routes import change_routes, choose_entry_place, declare_networks
from massicot.exams.services.sessions import (
    archive_session_unchecked_work,
    bring_back_session,
    check_untouched,
    check_values,
    copy_session_unchecked_later_rooms,
    create_session,
    delete_session_unchecked_later_rooms,
    edit_paper_untold_markers,
    edit_session,
    mark_prepared,
)
