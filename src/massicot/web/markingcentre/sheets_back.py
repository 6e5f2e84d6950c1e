"""The mark sheets that go to the exam office as a whole: which it has, which it waits for, the list that goes along."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext_lazy
from django.views.decorators.http import require_safe

from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.shelves import queries, services
from massicot.shelves.rules.sheets import Owed
from massicot.web.markingcentre.access import PAPER, MarkedPaper, marked_paper_or_404
from massicot.web.shared.access import require_role
from massicot.web.shared.acts import Forms, Page
from massicot.web.shared.listing import Filter, ListColumn, listing_of
from massicot.web.shared.sheets import CHOICES, STATE, sheet_rows, worth_of
from massicot.web.shared.tasks import TaskKind

SEND = TaskKind(
    ngettext_lazy(
        "Every batch is locked: {n} mark sheet is to be sent to the exam office.",
        "Every batch is locked: {n} mark sheets are to be sent to the exam office.",
        "n",
    ),
    gettext_lazy("Print their list"),
    "sheets_back",
)
OVERDUE = TaskKind(
    ngettext_lazy(
        "{n} mark sheet has not reached the exam office, and should be there: look for it, or call.",
        "{n} mark sheets have not reached the exam office, and should be there: look for them, or call.",
        "n",
    ),
    gettext_lazy("See which"),
    "sheets_back",
    "?etat=lacking",
)
COLUMNS = (
    ListColumn("batch_code", gettext_lazy("Batch"), order_by="rank"),
    ListColumn("issue", gettext_lazy("Edition"), is_number=True),
    ListColumn("specialty_code", gettext_lazy("Specialty")),
    ListColumn("state", gettext_lazy("Worth"), text=worth_of),
    ListColumn("received_at", gettext_lazy("At the exam office since")),
)


def page_of_sheets(request: HttpRequest, marked: MarkedPaper, _refused: Forms) -> dict[str, Any]:
    """List every sheet that was printed here, by number of its batch, and how far all of them are."""
    paper = marked.paper
    listing = listing_of(
        request,
        f"{paper.session.code}-{paper.code}-{gettext('mark sheets')}",
        COLUMNS,
        queries.sheets_of(paper.pk, marked.uai),
        search=("batch_code",),
        filters=[Filter(STATE, gettext_lazy("State"), CHOICES, queries.is_in_state)],
    )
    owed = queries.owed_here(paper, marked.uai)
    now = timezone.now()
    return {
        "marked": marked,
        "listing": listing,
        "rows": sheet_rows(paper, listing.rows),
        "owed": owed,
        "is_overdue": owed is not None and owed.owed(paper, now) is Owed.LACKING,
        "return_by": exams.local(paper, paper.return_by) if paper.return_by else None,
    }


@require_safe
@require_role(Role.MARKING_CENTRE)
def print_sheet_list(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """Print the list of the mark sheets of this centre as it stands now."""
    marked = marked_paper_or_404(request, uai, session, paper)
    content = services.print_sheet_list(paper=marked.paper, centre_uai=marked.uai, at=timezone.now())
    response = HttpResponse(content, content_type="application/pdf")
    name = f"liste-bordereaux-{marked.paper.session.code}-{marked.paper.code}-{marked.uai}"
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


SHEETS_BACK = Page(
    name="sheets_back",
    path=f"{PAPER}bordereaux/",
    role=Role.MARKING_CENTRE,
    find=marked_paper_or_404,
    names={},
    template_name="markingcentre/sheets_back.html",
    context=page_of_sheets,
)
