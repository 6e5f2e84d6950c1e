"""Acts of the office: gaps decided, anonymity lifted, tables exported, documents printed; one script, one candidate.

Beside them, sessions put away and deleted, for whoever does so must see all that they hold, and the counts of large
papers, kept for its pages.
"""

from massicot.results.services.access import consult_script, issue_statement
from massicot.results.services.archiving import archive_session, check_deletable, delete_session
from massicot.results.services.consultation_papers import print_consultation_register, print_refusal
from massicot.results.services.consultations import ask_consultation, follow_consultation, send_script_copy
from massicot.results.services.counting import keep_count
from massicot.results.services.decisions import decide_gap, decide_kept_mark, reopen_day, settle_decision
from massicot.results.services.destruction import destroy_scripts, list_destruction, sign_destruction
from massicot.results.services.disputes import end_dispute, open_dispute, reopen_dispute
from massicot.results.services.exports import export_table
from massicot.results.services.files import erase_files
from massicot.results.services.lifting import (
    ask_for_incidents,
    confirm_script_lifting,
    lift,
    propose_anew,
    propose_script_lifting,
    see_lifted_script,
    unlock_batch,
    withdraw_script_lifting,
)
from massicot.results.services.printing import (
    DOCUMENTS,
    PrintRun,
    is_printed_no_more,
    print_documents,
    print_sheet_unless,
    subjects_of,
    write_documents,
)
from massicot.results.services.sheet_destruction import destroy_sheets, list_sheet_destruction, sign_sheet_destruction
from massicot.results.services.sheet_extracts import confirm_extract, keep_extract, take_back_extract
