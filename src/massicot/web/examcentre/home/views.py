"""The home page of an exam centre: what remains to be done now, over all its papers; and the steps of each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from massicot.core.actor import Role
from massicot.web.examcentre.access import centre_paper_or_404, centre_papers, places_destroyed
from massicot.web.examcentre.board import Strips
from massicot.web.examcentre.boards import board_of, boards_of
from massicot.web.examcentre.day.forms import ClosingForm
from massicot.web.examcentre.home.steps import steps_of
from massicot.web.examcentre.home.tasks import next_of, tasks_of
from massicot.web.examcentre.strips.tasks import destroying_strips
from massicot.web.examcentre.wording import shown_board
from massicot.web.shared import corrigendum
from massicot.web.shared.access import require_role, scopes_of
from massicot.web.shared.tasks import rank_tasks


@require_safe
@require_role(Role.EXAM_CENTRE)
def home(request: HttpRequest) -> HttpResponse:
    """Show what remains to be done, the most urgent first, then where each paper stands."""
    now = timezone.now()
    boards = boards_of(centre_papers(request), now)
    # Asked once, with what the boards ask.
    strips = boards[0].strips if boards else Strips([], scopes_of(request, Role.EXAM_CENTRE))
    context = {
        "tasks": rank_tasks(
            [
                *corrigendum.tasks_of(request),
                *tasks_of(boards, now),
                *destroying_strips(places_destroyed(strips.filings)),
            ],
            now,
        ),
        "nothing": next_of(boards, now),
        "boards": [shown_board(board, now) for board in boards],
    }
    return render(request, "examcentre/home.html", context)


@require_safe
@require_role(Role.EXAM_CENTRE)
def paper(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """Show the steps of a paper in a centre, and where each stands."""
    now = timezone.now()
    board = board_of(centre_paper_or_404(request, uai, session, paper), now)
    steps = steps_of(board, now)
    context = {**shown_board(board, now), "steps": steps, "form": ClosingForm()}
    return render(request, "examcentre/paper.html", context)
