"""The counts of the evening: the day closed or opened again."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from massicot.anonymity import services
from massicot.core.actor import Role
from massicot.results import queries as results_read
from massicot.results import services as results
from massicot.web.examcentre.access import CentrePaper, centre_paper_or_404
from massicot.web.examcentre.boards import board_of
from massicot.web.examcentre.day_forms import ClosingForm, ReopeningForm
from massicot.web.examcentre.hints import where_to_look
from massicot.web.examcentre.keys import anonymity_key
from massicot.web.examcentre.shown import shown_board
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds

READ_OR_SEND = ["GET", "HEAD", "POST"]


@require_http_methods(READ_OR_SEND)
@require_role(Role.EXAM_CENTRE)
def close_day(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """Close the day on its three counts, or name the gap and where to look first."""
    where = centre_paper_or_404(request, uai, session, paper)
    form = ClosingForm(request.POST if request.method == "POST" else None)
    if form.is_bound and succeeds(form, lambda: _close(request, where, form)):
        return done(request, gettext("The day is closed."), where.address("paper"))
    return _page(request, where, closing=form, reopening=ReopeningForm())


@require_http_methods(READ_OR_SEND)
@require_role(Role.EXAM_CENTRE)
def reopen_day(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """Open a closed day again, with a reason."""
    where = centre_paper_or_404(request, uai, session, paper)
    form = ReopeningForm(request.POST if request.method == "POST" else None)
    if form.is_bound and succeeds(form, lambda: _reopen(request, where, form)):
        sentence = gettext("The day is open again: correct the attendance, then close it anew.")
        return done(request, sentence, where.address("paper"))
    return _page(request, where, closing=ClosingForm(), reopening=form)


def _page(request: HttpRequest, where: CentrePaper, *, closing: forms.Form, reopening: forms.Form) -> HttpResponse:
    now = timezone.now()
    board = board_of(where, now)
    rooms_to_key = [room for room in board.rooms if not room.is_confirmed]
    # While a room is open the register is not complete: a count that differs from it says nothing yet.
    is_judged = closing.is_bound and not board.is_closed and not rooms_to_key
    is_decided = board.can_reopen and results_read.decided_ever_at(where.paper, where.uai)
    context: dict[str, Any] = {
        **shown_board(board, now),
        "is_decided": is_decided,
        "can_reopen": board.can_reopen and not is_decided,
        "form": closing,
        "reopening": reopening,
        "rooms_to_key": rooms_to_key,
        "hints": where_to_look(board, closing.cleaned_data) if is_judged else None,
    }
    return render(request, "examcentre/close_day.html", context, status=_status(closing, reopening))


def _status(*sent: forms.Form) -> int:
    return REFUSED if any(form.is_bound for form in sent) else 200


def _close(request: HttpRequest, where: CentrePaper, form: forms.Form) -> None:
    services.close_day(
        paper=where.paper,
        centre_uai=where.uai,
        **form.cleaned_data,
        key=anonymity_key(),
        by=actor_of(request),
        at=timezone.now(),
    )


def _reopen(request: HttpRequest, where: CentrePaper, form: forms.Form) -> None:
    results.reopen_day(
        paper=where.paper, centre_uai=where.uai, **form.cleaned_data, by=actor_of(request), at=timezone.now()
    )
