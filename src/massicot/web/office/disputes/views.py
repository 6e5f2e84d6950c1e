"""The disputes about results of a paper: listed, and the page of each."""

from functools import partial
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest
from django.utils.translation import gettext, gettext_lazy

from massicot.core.refused import Refused
from massicot.exams.queries import Paper
from massicot.results import queries as results
from massicot.web.office.access import entry_or_404, paper_or_404
from massicot.web.office.candidates.shown import shown_people
from massicot.web.office.disputes.shown import lines_of, standing_of
from massicot.web.shared.acts import Forms
from massicot.web.shared.listing import ListColumn, listing_of

COLUMNS = (
    ListColumn("name", gettext_lazy("Candidate"), order_by=""),
    ListColumn("candidate_number", gettext_lazy("Candidate number"), order_by=""),
    ListColumn("asked_by", gettext_lazy("Disputed by")),
    ListColumn("received_on", gettext_lazy("Received on")),
    ListColumn("standing", gettext_lazy("How far it is"), order_by="ended_on"),
)


class PaperDispute(NamedTuple):
    """One dispute of a paper."""

    paper: Paper
    row: results.Dispute

    @property
    def dispute_id(self) -> int:
        return self.row.pk


def dispute_at(_request: HttpRequest, session: str, paper: str, dispute_id: int) -> PaperDispute:
    """Find the dispute of an address."""
    exam_paper = paper_or_404(session, paper)
    try:
        return PaperDispute(exam_paper, results.dispute_of(exam_paper, dispute_id))
    except Refused:
        raise Http404 from None


def page_of_disputes(request: HttpRequest, paper: Paper, _refused: Forms) -> dict[str, Any]:
    """List the disputes of a paper, those without an end first."""
    listing = listing_of(
        request,
        f"{paper.session.code}-{paper.code}-{gettext('disputes')}",
        COLUMNS,
        results.disputes_of(paper),
        display=partial(lines_of, paper),
    )
    return {"paper": paper, "listing": listing, "certificates": results.certificates_told(paper)}


def page_of_dispute(_request: HttpRequest, dispute: PaperDispute, _refused: Forms) -> dict[str, Any]:
    """Show one dispute: who, since when, why, and its end."""
    paper, row = dispute
    return {
        "paper": paper,
        "row": row,
        "entry_id": row.entry_id,
        "person": shown_people(paper, [entry_or_404(paper, row.entry_id)])[0],
        "line": lines_of(paper, [row])[0],
        "standing": standing_of(row),
        "is_open": row.ended_on is None,
        "certificates": results.certificates_told(paper),
    }
