"""Reads of mark entry: the grid of one sheet, progress, totals, marks of a paper."""

from collections.abc import Collection

from django.db.models import Count, Max, Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from massicot.core.marks import Code, Entered
from massicot.marks.models import Mark, MarkChange
from massicot.marks.queries.begun import has_locks, has_marks
from massicot.marks.queries.changed import changed_since
from massicot.marks.queries.keyings import (
    SHARES,
    Asked,
    BothKeyings,
    Compared,
    Foreseen,
    Settlement,
    asked_of,
    barred_keyers,
    both_keyings,
    compared_of,
    foreseen_of,
    held_up_by_paper,
    is_asked,
    is_second,
    keyings_of,
    not_drawn,
    second_lines,
    second_progress_of,
    second_to_print,
    share_of,
    to_be_chosen,
    to_be_released,
    written_differences,
)
from massicot.marks.queries.locking import (
    Locked,
    Summary,
    altered_batches,
    check_office_writes,
    check_open,
    checked_sheet,
    lock_of,
    locks_of,
    sheet_to_lock,
    shown_marks,
    summary_of,
)
from massicot.marks.queries.morning import back_at_desk, codes_not_locked, count_unfinished
from massicot.marks.queries.office import (
    EarlierLock,
    OfficeBatch,
    OfficeLine,
    Told,
    Version,
    endings_of,
    office_batch,
    told_of,
    written_since,
)
from massicot.marks.queries.opened import (
    Opened,
    check_opening,
    every_credential,
    extension_of,
    held_credential,
    held_second,
    live_credentials,
    opened,
    openings_beside,
    second_credentials,
)
from massicot.marks.queries.places import check_place, is_of_a_centre
from massicot.marks.queries.printings import printed_lines, printings_among, printings_of, second_printings_of
from massicot.marks.queries.progress import (
    Progress,
    counts_by_paper,
    is_locked,
    locked_among,
    progress_of,
    saved_lines,
    unlocked,
)
from massicot.marks.queries.receipts import receipt_document
from massicot.marks.queries.referrals import (
    Referral,
    Reported,
    corrected_items,
    referral_by_id,
    referrals_of,
    referrals_of_line,
    reported_lines,
    waiting_by_paper,
    waiting_on_paper,
    waiting_referrals,
)
from massicot.marks.queries.sheets import (
    Grid,
    GridLine,
    Receipt,
    credential_that_opens,
    entered_of,
    grid_of,
    live_credential,
    read_entered,
    receipt_of,
    second_credential,
    second_grid_of,
    sheet_of,
    subject_of,
    totals_of,
    turn_at,
    why_dead,
    window_of,
    window_of_batch,
    written_mark,
    written_sum,
)
from massicot.marks.queries.standing import (
    FEW,
    Said,
    add_standings,
    batches_by_id,
    is_standing,
    office_rows,
    standing_of,
    with_urgency,
)
from massicot.marks.rules import Totals

__all__ = [
    "FEW",
    "SHARES",
    "Asked",
    "BothKeyings",
    "Compared",
    "EarlierLock",
    "Foreseen",
    "Grid",
    "GridLine",
    "Locked",
    "OfficeBatch",
    "OfficeLine",
    "Opened",
    "Progress",
    "Receipt",
    "Referral",
    "Reported",
    "Said",
    "Settlement",
    "Summary",
    "Told",
    "Version",
    "add_standings",
    "altered_batches",
    "asked_of",
    "back_at_desk",
    "barred_keyers",
    "batch__code",
    "batches_by_id",
    "both_keyings",
    "changed_since",
    "changes_of",
    "check_office_writes",
    "check_open",
    "check_opening",
    "check_place",
    "checked_sheet",
    "code",
    "codes_not_locked",
    "compared_of",
    "corrected_items",
    "corrected_numbers",
    "count_unfinished",
    "counts_by_paper",
    "credential_that_opens",
    "endings_of",
    "entered_of",
    "every_credential",
    "extension_of",
    "foreseen_of",
    "grid_of",
    "has_locks",
    "has_marks",
    "held_credential",
    "held_second",
    "held_up_by_paper",
    "hundredths",
    "is_asked",
    "is_locked",
    "is_of_a_centre",
    "is_second",
    "is_standing",
    "keyings_of",
    "live_credential",
    "live_credentials",
    "lock_of",
    "locked_among",
    "locks_of",
    "marks_of",
    "marks_of_numbers",
    "not_drawn",
    "number",
    "office_batch",
    "office_rows",
    "opened",
    "openings_beside",
    "pk",
    "printed_lines",
    "printings_among",
    "printings_of",
    "progress_of",
    "receipt_document",
    "receipt_of",
    "referral_by_id",
    "referrals_of",
    "referrals_of_line",
    "reported_lines",
    "rows_coded",
    "rows_otherwise",
    "saved_lines",
    "second_credential",
    "second_credentials",
    "second_grid_of",
    "second_lines",
    "second_printings_of",
    "second_progress_of",
    "second_to_print",
    "share_of",
    "sheet_of",
    "sheet_to_lock",
    "shown_marks",
    "standing_of",
    "subject_of",
    "summary_of",
    "to_be_chosen",
    "to_be_released",
    "told_of",
    "totals_by_batch",
    "totals_of",
    "turn_at",
    "unlocked",
    "waiting_by_paper",
    "waiting_on_paper",
    "waiting_referrals",
    "why_dead",
    "window_of",
    "window_of_batch",
    "with_urgency",
    "written_differences",
    "written_mark",
    "written_since",
    "written_sum",
]


def totals_by_batch(paper_id: int) -> dict[str, Totals]:
    """Add up what is saved of each batch of a paper, in the database; a batch without a mark is left out."""
    rows = Mark.objects.filter(batch__paper_id=paper_id).order_by("batch__code").values_list("batch__code")
    summed = rows.annotate(
        numeric=Count("hundredths"),
        total=Coalesce(Sum("hundredths"), 0),
        absent=Count("pk", filter=Q(code=Code.ABSENT)),
        blank=Count("pk", filter=Q(code=Code.BLANK)),
        lowest=Min("hundredths"),
        highest=Max("hundredths"),
    )
    return {code: Totals(*totals) for code, *totals in summed}


def marks_of(paper_id: int) -> dict[str, Entered]:
    """Map each number of a paper to what is saved on its line."""
    rows = Mark.objects.filter(batch__paper_id=paper_id).values_list("number", "hundredths", "code")
    return {number: read_entered(hundredths, code) for number, hundredths, code in rows.iterator(chunk_size=10_000)}


def marks_of_numbers(paper_id: int, numbers: Collection[str]) -> dict[str, Entered]:
    """Map those of some numbers of a paper that have a saved line to what it holds."""
    rows = Mark.objects.filter(batch__paper_id=paper_id, number__in=numbers)
    saved = rows.values_list("number", "hundredths", "code")
    return {number: read_entered(hundredths, code) for number, hundredths, code in saved}


def rows_coded(paper_id: int, code: Code) -> QuerySet[Mark]:
    """Find the lines of a paper that hold one code, to be compared by number with others."""
    return Mark.objects.filter(batch__paper_id=paper_id, code=code)


def rows_otherwise(paper_id: int, code: Code) -> QuerySet[Mark]:
    """Find the lines of a paper that hold a mark or another code, to be compared by number with others."""
    return Mark.objects.filter(batch__paper_id=paper_id).exclude(code=code)


def corrected_numbers(paper_id: int) -> list[str]:
    """List the numbers whose saved line its marker changed at least once, ascending."""
    rows = MarkChange.objects.filter(batch__paper_id=paper_id, entered_by="")
    return sorted(set(rows.values_list("number", flat=True)))


def changes_of(number: str) -> list[MarkChange]:
    """List the changes of one saved line, oldest first."""
    return list(MarkChange.objects.filter(number=number).order_by("pk"))
