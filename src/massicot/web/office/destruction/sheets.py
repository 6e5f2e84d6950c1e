"""What the page of the destruction of a paper's mark sheets shows: from when on, its list, what was destroyed."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from massicot.core.refused import Refused
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.results import queries as results
from massicot.results.rules.destruction import due_on
from massicot.shelves import queries
from massicot.shelves.rules.boxes import BoxKind
from massicot.web.office.destruction.shown import list_trouble
from massicot.web.office.destruction.views import PaperSigner
from massicot.web.shared.access import actor_of
from massicot.web.shared.acts import Forms
from massicot.web.shared.refusals import sentence_of


def page_of_sheet_destruction(request: HttpRequest, signer: PaperSigner, _refused: Forms) -> dict[str, Any]:
    """Show from when on the mark sheets of a paper are destroyed, their list, and what was destroyed."""
    paper = signer.paper
    lists = queries.lists_of(paper, BoxKind.SHEETS)
    waiting = queries.open_list(paper, BoxKind.SHEETS)
    boxes = queries.listed_sheets(waiting) if waiting else queries.boxed_sheets(paper)
    refusal = _why_not_due(paper)
    return {
        "paper": paper,
        "waiting": waiting,
        "refusal": refusal,
        # A list that can be signed no more is to be withdrawn.
        "trouble": (refusal or list_trouble(paper, waiting)) if waiting else "",
        "due_on": due_on(results.sheet_times(paper)),
        "in_no_box": queries.sheets_in_no_box(paper).count,
        "is_own": waiting is not None and waiting.signed_first_by == actor_of(request).login,
        "boxes": boxes,
        "sheets": sum(line.count for line in boxes),
        "done": [(row, exams.local(paper, row.destroyed_at)) for row in lists if row.destroyed_at],
    }


def _why_not_due(paper: Paper) -> str:
    """Say why nothing is destroyed today; nothing where it may be."""
    try:
        results.check_sheets_due(paper, exams.local(paper, timezone.now()).date())
    except Refused as refusal:
        return sentence_of(refusal)
    return ""
