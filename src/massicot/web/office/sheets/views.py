"""The mark sheets of a paper: which came, which are awaited; scanned one by one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_POST

from massicot.core.actor import Role
from massicot.core.refused import Refused
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.shelves import queries, services
from massicot.shelves.rules.sheets import EditionUnknown, SheetAmbiguous, SheetHere, SheetNotRead, SheetState
from massicot.web.office.access import address_of, paper_or_404
from massicot.web.office.sheets.shown import centre_choices, centres_owing
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acts import Forms
from massicot.web.shared.listing import Filter, ListColumn, listing_of
from massicot.web.shared.mail import is_mailed
from massicot.web.shared.refusals import sentence_of
from massicot.web.shared.scanning import Mood, Scan, ScanAnswer, answer_scans, scans_of
from massicot.web.shared.sheets import CHOICES, STATE, place_of, sheet_rows, worth_of

CENTRE = "centre"
_TO_BOX = (queries.TO_BOX, gettext_lazy("mark sheet received, in no box"))
COLUMNS = (
    ListColumn("batch_code", gettext_lazy("Batch"), order_by="rank"),
    ListColumn("issue", gettext_lazy("Edition"), is_number=True),
    ListColumn("uai", gettext_lazy("Marking centre")),
    ListColumn("specialty_code", gettext_lazy("Specialty")),
    ListColumn("state", gettext_lazy("Worth"), text=worth_of),
    ListColumn("received_at", gettext_lazy("At the exam office since")),
    ListColumn("received_by", gettext_lazy("Received by")),
    ListColumn("box", gettext_lazy("Box and place"), text=place_of),
)


def page_of_sheets(request: HttpRequest, paper: Paper, _refused: Forms) -> dict[str, Any]:
    """List every sheet that was printed, by number of its batch, with what each centre owes."""
    centres = centres_owing(paper, timezone.now())
    listing = listing_of(
        request,
        f"{paper.session.code}-{paper.code}-{gettext('mark sheets')}",
        COLUMNS,
        queries.sheets_of(paper.pk),
        display=queries.with_shelf,
        search=("batch_code", "uai"),
        filters=[
            Filter(STATE, gettext_lazy("State"), [*CHOICES, _TO_BOX], queries.is_in_state),
            Filter(CENTRE, gettext_lazy("Marking centre"), centre_choices(centres), "uai"),
        ],
    )
    return {
        "paper": paper,
        "listing": listing,
        "rows": [(*row, place_of(row[0])) for row in sheet_rows(paper, listing.rows)],
        "centres": centres,
        "is_unmailed": not is_mailed() and any(centre.is_overdue for centre in centres),
        "lacking": sum(one.sheets.lacking for one in centres),
        "return_by": exams.local(paper, paper.return_by) if paper.return_by else None,
    }


_OPEN = gettext_lazy(
    "Mark sheet of the batch {code}, which is not locked: its marks may still change, and so may its sheet."
)


@require_POST
@require_role(Role.OFFICE)
def scan_sheets(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """Receive each mark sheet that is scanned or typed."""
    exam_paper = paper_or_404(session, paper)
    answers = [(scan, _receive(request, exam_paper, scan)) for scan in scans_of(request)]
    centres = {f"lacking-{row.uai}": row.lacking for row in queries.centres_of_sheets(exam_paper)}
    figures = {"lacking": sum(centres.values()), **centres}
    return answer_scans(request, answers, figures=figures, address=address_of(exam_paper, "sheets_of_paper"))


def _receive(request: HttpRequest, paper: Paper, scan: Scan) -> ScanAnswer:
    try:
        sheet = services.receive_sheet(paper=paper, code=scan.code, by=actor_of(request), at=timezone.now())
    except SheetHere as refusal:
        return ScanAnswer(Mood.DOUBLE, gettext("Here already"), sentence_of(refusal))
    except SheetNotRead as refusal:
        return ScanAnswer(Mood.UNREADABLE, gettext("Unknown sheet"), sentence_of(refusal))
    except (SheetAmbiguous, EditionUnknown) as refusal:
        return ScanAnswer(Mood.REFUSED, gettext("Which edition?"), sentence_of(refusal))
    except Refused as refusal:
        return ScanAnswer(Mood.FOREIGN, gettext("Not recorded"), sentence_of(refusal))
    lines = {queries.name_of(sheet): ("here", gettext("mark sheet at the exam office"))}
    if sheet.state == SheetState.STANDING:
        sentence = gettext("Mark sheet of the batch {code}.") if sheet.is_locked else _OPEN
        told = str(sentence).format(code=sheet.batch_code)
        return ScanAnswer(Mood.RIGHT, gettext("Sheet received"), told, lines=lines)
    sentence = gettext("{code}, edition {n}: {worth}. It is recorded apart, and stands for none that is awaited.")
    told = sentence.format(code=sheet.batch_code, n=sheet.issue, worth=worth_of(sheet))
    return ScanAnswer(Mood.NOTED, gettext("Put it apart"), told, lines=lines)
