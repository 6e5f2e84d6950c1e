"""More numbers for an exam centre before they are drawn: what follows for whom, on one page, then the press."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from massicot.anonymity import services
from massicot.anonymity.rules.reserve import NumbersDrawnSince, check_count
from massicot.candidates import queries as candidates
from massicot.core import draws
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.scripts import queries as scripts
from massicot.store import key_file
from massicot.web.office.access import paper_or_404
from massicot.web.office.documents import reserves
from massicot.web.office.documents.drawn_labels import keep_drawn
from massicot.web.office.documents.forms import HowManyForm, MoreNumbersForm
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.OFFICE)
def draw_more(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """Show what follows from more numbers for a centre; sent back with a reason, draw them."""
    exam_paper = paper_or_404(session, paper)
    centre = reserves.centre_asked(request, exam_paper)
    if centre is None:
        return reserves.choose_centre(request, exam_paper)
    if request.method != "POST":
        return _before(request, exam_paper, centre)
    form = MoreNumbersForm(request.POST)
    if succeeds(form, lambda: _draw(request, exam_paper, form, centre.uai)):
        address = reverse("office:more_numbers", args=[session, paper], query={"centre": centre.uai})
        return done(request, _drawn(form), address)
    return _show(request, exam_paper, form, centre)


def _before(request: HttpRequest, paper: exams.Paper, centre: Any) -> HttpResponse:
    """Show what follows from so many numbers; a count that no centre needs is asked for again."""
    asked = HowManyForm(request.GET)
    if not succeeds(asked, lambda: check_count(asked.cleaned_data["count"])):
        return reserves.show_reserve(request, paper, asked, centre)
    first = {"count": asked.cleaned_data["count"], "known": scripts.count_drawn(paper.pk)}
    return _show(request, paper, MoreNumbersForm(initial=first), centre)


def _show(request: HttpRequest, paper: exams.Paper, form: MoreNumbersForm, centre: Any) -> HttpResponse:
    page = reserves.page_of(request, paper, centre)
    count = form["count"].value()
    asked = [demand for demand in candidates.numbers_asked([paper.pk]) if demand.centre_uai == centre.uai]
    page |= {"form": form, "count": count, "asked_at": exams.local(paper, asked[0].asked_at) if asked else None}
    return render(request, "office/documents/draw_more.html", page, status=REFUSED if form.is_bound else 200)


def _draw(request: HttpRequest, paper: exams.Paper, form: MoreNumbersForm, uai: str) -> None:
    try:
        numbers = _draw_more(request, paper, form.cleaned_data, uai)
    except NumbersDrawnSince:
        # The page now shows the reserve as it is: sent again, the form means it.
        form.data = {**form.data, "known": scripts.count_drawn(paper.pk)}
        raise
    keep_drawn(request, paper, uai, numbers)


def _draw_more(request: HttpRequest, paper: exams.Paper, typed: dict[str, Any], uai: str) -> list[str]:
    return services.draw_more(
        paper=paper,
        centre_uai=uai,
        count=typed["count"],
        total=typed["known"],
        reason=typed["reason"],
        key=key_file.read(),
        draw=draws.from_system(),
        by=actor_of(request),
        at=timezone.now(),
    )


def _drawn(form: MoreNumbersForm) -> str:
    count = form.cleaned_data["count"]
    sentence = ngettext(
        "{n} number is drawn: print its label now.", "{n} numbers are drawn: print their labels now.", count
    )
    return sentence.format(n=count)
