"""Scripts set aside at the marking centres: listed with where each lies, and given their end by the office too."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from massicot.core.actor import Role
from massicot.setasides import queries as read
from massicot.setasides import services as acts
from massicot.web.office.access import paper_or_404
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds
from massicot.web.shared.set_asides import AddressOf, SettleForm, shown_list, shown_set_aside


@require_safe
@require_role(Role.OFFICE)
def set_asides(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """List the scripts set aside of a paper, those without an end first."""
    exam_paper = paper_or_404(session, paper)
    rows = shown_list(read.set_asides_at(exam_paper.pk), _pages(session, paper))
    context = {"paper": exam_paper, "rows": rows, "open": sum(shown.row.is_open for shown in rows)}
    return render(request, "office/batches/set_asides.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.OFFICE)
def set_aside(request: HttpRequest, session: str, paper: str, code: str) -> HttpResponse:
    """Show one script that is set aside, and say what became of it."""
    exam_paper = paper_or_404(session, paper)
    row = read.find_set_aside(code, exam_paper.pk)
    if row is None:
        raise Http404
    form = SettleForm(request.POST if request.method == "POST" else None, row=row)

    def act() -> None:
        acts.settle_set_aside(code=row.code, outcome=form.outcome, by=actor_of(request), at=timezone.now())

    if form.is_bound and succeeds(form, act):
        sentence = gettext("{code} has its end.").format(code=row.code)
        return done(request, sentence, reverse("office:set_asides", args=[session, paper]))
    shown = shown_set_aside(row, _pages(session, paper))
    context = {"paper": exam_paper, "shown": shown, "form": form}
    return render(request, "office/batches/set_aside.html", context, status=REFUSED if form.is_bound else 200)


def _pages(session: str, paper: str) -> AddressOf:
    return lambda code: reverse("office:set_aside", args=[session, paper, code])
