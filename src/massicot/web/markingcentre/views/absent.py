"""Batches of markers who are absent today: each is taken back, then handed to somebody else."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.web.markingcentre.absent_shown import to_move
from massicot.web.markingcentre.access import marked_paper_or_404
from massicot.web.shared.access import require_role


@require_safe
@require_role(Role.MARKING_CENTRE)
def absent(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """List the batches of those who are absent today, with who comes in their stead."""
    marked = marked_paper_or_404(request, uai, session, paper)
    day = exams.local(marked.paper, timezone.now()).date()
    rows = to_move(marked, day)
    back = sum(not row.is_out for row in rows)
    return render(request, "markingcentre/absent.html", {"marked": marked, "rows": rows, "back": back})
