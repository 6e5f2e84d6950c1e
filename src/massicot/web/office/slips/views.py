"""The page of the scripts to fetch of a paper, and the list by which a round is fetched."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.shelves import queries, services
from massicot.shelves.rules.slips import DAYS_OUT, ROUND_SIZE, NoneWaits, SlipState
from massicot.web.office.access import paper_or_404
from massicot.web.office.slips.shown import COLUMNS, SlipLine, lines_of
from massicot.web.shared.access import require_role
from massicot.web.shared.acts import Forms
from massicot.web.shared.listing import listing_of


def page_of_slips(request: HttpRequest, paper: Paper, _refused: Forms) -> dict[str, Any]:
    """List the slips of a paper: the round of the week in the order of its numbers, what is out, what is missing."""
    today = exams.local(paper, timezone.now()).date()
    slips = queries.slips_of(paper, *SlipState)
    lines = lines_of(paper, slips, today)
    counts = {state: sum(line.state == state for line in lines) for state in SlipState}
    return {
        "paper": paper,
        "waiting": counts[SlipState.WAITING],
        "out": counts[SlipState.OUT],
        "shown_waiting": _numbers(lines, SlipState.WAITING),
        "shown_out": _numbers(lines, SlipState.OUT),
        "missing": counts[SlipState.MISSING],
        "back": counts[SlipState.BACK],
        "late": sum(line.is_late for line in lines),
        "round_size": ROUND_SIZE,
        "days_out": DAYS_OUT,
        "listing": listing_of(
            request, f"{paper.session.code}-{paper.code}-{gettext('scripts to fetch')}", COLUMNS, lines
        ),
    }


def _numbers(lines: Iterable[SlipLine], state: SlipState) -> str:
    """Write the numbers in one state, for the form to say what its page showed."""
    return " ".join(sorted(line.number for line in lines if line.state == state))


@require_safe
@require_role(Role.OFFICE)
def print_fetch_round(_request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """Print by which list the round of a paper is fetched, as it stands now."""
    exam_paper = paper_or_404(session, paper)
    try:
        content = services.print_fetch_round(paper=exam_paper, at=timezone.now())
    except NoneWaits:
        raise Http404 from None
    headers = {"Content-Disposition": f'attachment; filename="tournee-{session}-{paper}.pdf"'}
    return HttpResponse(content, "application/pdf", headers=headers)
