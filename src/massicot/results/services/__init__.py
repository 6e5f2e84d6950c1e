"""Acts of the office: gaps decided, anonymity lifted, tables exported, documents printed; one script, one candidate.

Beside them, sessions put away and deleted, for whoever does so must see all that they hold, and the counts of large
papers, kept for its pages.
"""

from massicot.results.services.access import consult_script
from massicot.results.services.archiving import archive_session, check_deletable, delete_session
from massicot.results.services.counting import keep_count
from massicot.results.services.days import reopen_day
from massicot.results.services.exporting import export_table
from massicot.results.services.folder import write_documents
from massicot.results.services.gaps import decide_gap, settle_decision
from massicot.results.services.kept_marks import decide_kept_mark
from massicot.results.services.lifting import lift, propose_anew
from massicot.results.services.marking import unlock_batch
from massicot.results.services.one_script import (
    ask_for_incidents,
    confirm_script_lifting,
    propose_script_lifting,
    see_lifted_script,
    withdraw_script_lifting,
)
from massicot.results.services.printing import DOCUMENTS, PrintRun, print_documents, print_sheet_unless, subjects_of
from massicot.results.services.statements import issue_statement
