"""Reads of the ladder, of what the office decided, and of what lies behind each rung."""

from massicot.results.queries.access import (
    HeldScript,
    KeptStrip,
    WordedSpot,
    access_times,
    certificates_told,
    count_statements,
    days_of_lifting,
    held_script,
    not_reissued,
    said_by,
    sealed_said,
    sheet_times,
    stale_statements,
    standing_mark,
    statement_document,
    statements_of,
    strip_box,
    withheld_number,
)
from massicot.results.queries.archiving import held_by, open_work
from massicot.results.queries.centres import still_to_pack
from massicot.results.queries.consultation_table import answered_on
from massicot.results.queries.consultations import (
    Consultation,
    ConsultationMove,
    consultation_of,
    consultations_of,
    consultations_of_entry,
    moves_of,
)
from massicot.results.queries.decisions import (
    Decisions,
    decided_ever_at,
    decision_on_missing,
    decision_on_unboxed,
    decisions_on,
    decisions_on_script,
    found_by_now,
    scripts_decided,
    strips_decided,
    strips_written_off,
    there_after_all,
    written_off,
)
from massicot.results.queries.destruction import (
    beside_each,
    check_destruction_due,
    check_sheets_due,
    why_not_signed,
)
from massicot.results.queries.disputes import Dispute, asked_since, dispute_of, disputes_of
from massicot.results.queries.files import files_due, papers_with_files
from massicot.results.queries.heads import (
    Headship,
    exam_centres_outside,
    exam_centres_wanting_head,
    heads_chosen,
    heads_counted,
    heads_never_in,
    heads_to_print,
    heads_wanted,
    headships_at,
    marking_centres_outside,
    marking_centres_wanting_head,
    papers_told,
    papers_told_to,
)
from massicot.results.queries.ladder import (
    as_json,
    count_paper,
    count_paper_at,
    is_lifted,
    ladder,
    ladder_at,
    lifting_of,
    papers_exported,
    with_decisions,
)
from massicot.results.queries.lifting import (
    ScriptLifting,
    has_asked_for_incidents,
    has_lifted_script,
    mark_lines,
    mark_totals,
    open_script_lifting,
    script_liftings_of,
    shown_lifting,
    sights_of,
    withheld_lines,
)
from massicot.results.queries.matters import (
    Kept,
    OpenSlip,
    ProposedScript,
    WaitingRequest,
    count_kept,
    counts_kept,
    matters_of,
    papers_to_count,
    slips_ended,
)
from massicot.results.queries.printing import (
    SheetsPrinted,
    check_names_and_numbers,
    has_code,
    have_numbers_left,
    printable,
    sheets_asked,
    sheets_printed,
)
from massicot.results.queries.script_copies import (
    ScriptCopy,
    StandingMail,
    consultations_by_ids,
    copies_of,
    extract_of,
    is_in_a_mail,
    mails_of,
    ranks_mailed,
)
from massicot.results.queries.strip_boxes import BoxOfStrips, box_of_strips
