"""Reads of the ladder, of what the office decided, and of what lies behind each rung."""

from massicot.results.queries.access import HeldScript, KeptStrip, WordedSpot, held_script, lifted_on, strip_box
from massicot.results.queries.archiving import held_by, invited_by, is_worked_in, open_work
from massicot.results.queries.counts import Kept, count_kept, counts_kept, papers_to_count
from massicot.results.queries.decisions import (
    Decisions,
    decided_ever_at,
    decision_on_missing,
    decisions_on,
    decisions_on_script,
    figures_of_script,
    found_by_now,
    scripts_decided,
    strips_decided,
    strips_written_off,
    there_after_all,
    to_settle,
    written_off,
    written_off_at,
)
from massicot.results.queries.facts import batch_facts, centre_counts, parcel_facts, room_facts
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
    counted,
    is_lifted,
    ladder,
    lifting_of,
    papers_exported,
    with_decisions,
)
from massicot.results.queries.lifting import shown_lifting
from massicot.results.queries.mark_lines import mark_lines, mark_totals, withheld_lines
from massicot.results.queries.matters import Matters, ProposedScript, matters_of
from massicot.results.queries.one_script import (
    ScriptLifting,
    has_asked_for_incidents,
    has_lifted_script,
    open_script_lifting,
    person_behind,
    script_liftings_of,
    sights_of,
)
from massicot.results.queries.printing import SheetsPrinted, printable, sheets_asked, sheets_printed
from massicot.results.queries.statements import (
    count_statements,
    not_reissued,
    number_of_entry,
    said_by,
    sealed_said,
    stale_statements,
    standing_mark,
    statement_document,
    statements_of,
)
from massicot.results.queries.to_pack import still_to_pack
