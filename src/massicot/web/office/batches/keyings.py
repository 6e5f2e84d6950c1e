"""Second keying, as the office asks for it: of a paper, all batches or a share; ended with a reason."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from massicot.core import draws
from massicot.core.actor import Role
from massicot.exams.queries import Paper
from massicot.marks import queries as marks
from massicot.marks import rules
from massicot.marks import services as mark_acts
from massicot.web.office.access import paper_or_404
from massicot.web.office.batches.forms import AskForm, EndForm
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.listing import asks_for_part
from massicot.web.shared.numbers import Grouped
from massicot.web.shared.outcome import REFUSED, finish, see, succeeds


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.OFFICE)
def second_keying(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """Show which batches of a paper are typed twice, and ask for more."""
    exam_paper = paper_or_404(session, paper)
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_bound and asks_for_part(request):
        return _foreseen(request, exam_paper, form)
    added: list[str] = []
    if form.is_bound and succeeds(form, lambda: added.extend(_ask(request, exam_paper, form))):
        return _finish_draw(request, exam_paper, form.cleaned_data["percent"], len(added))
    return _page(request, exam_paper, form, EndForm())


@require_POST
@require_role(Role.OFFICE)
def end_second_keying(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    exam_paper = paper_or_404(session, paper)
    form = EndForm(request.POST)
    if succeeds(form, lambda: _end(request, exam_paper, form)):
        sentence = gettext("The second keying is ended: batches not locked are typed once.")
        return finish(request, sentence, _address(exam_paper))
    return _page(request, exam_paper, AskForm(), form)


def _foreseen(request: HttpRequest, paper: Paper, form: AskForm) -> HttpResponse:
    """Answer a share that is only being typed with what it would take; nothing is asked for."""
    forecasts: list[marks.Foreseen] = []

    def foresee() -> None:
        rules.check_share(form.cleaned_data["percent"], form.cleaned_data["seen"])
        forecasts.append(marks.foreseen_of(paper.pk, form.cleaned_data["percent"]))

    is_done = succeeds(form, foresee)
    context = {"ask": form, "foreseen": forecasts[0] if is_done else None}
    return render(request, "office/batches/second_keying.html#foreseen", context, status=200 if is_done else REFUSED)


def _finish_draw(request: HttpRequest, paper: Paper, percent: int, added: int) -> HttpResponse:
    """Say what the draw took; where it took nothing, only the share has changed, and nothing looks done."""
    if not added:
        messages.info(
            request, gettext("The share stands at {percent} %. No batch more was drawn.").format(percent=percent)
        )
        return see(_address(paper))
    sentence = ngettext("Asked: {n} more batch is typed twice.", "Asked: {n} more batches are typed twice.", added)
    return finish(request, sentence.format(n=Grouped(added)), _address(paper))


def _page(request: HttpRequest, paper: Paper, ask: AskForm, end: EndForm) -> HttpResponse:
    window = marks.window_of(paper)
    context = {
        "paper": paper,
        "ask": ask,
        "end": end,
        "asked": marks.asked_of(paper.pk),
        "foreseen": None,
        "window": window,
        "is_closed": timezone.now() >= window.closes_at,
    }
    refused = ask.is_bound or end.is_bound
    return render(request, "office/batches/second_keying.html", context, status=REFUSED if refused else 200)


def _ask(request: HttpRequest, paper: Paper, form: AskForm) -> list[str]:
    return mark_acts.ask_second_keying(
        paper=paper,
        percent=form.cleaned_data["percent"],
        seen=form.cleaned_data["seen"],
        draw=draws.from_system(),
        by=actor_of(request),
        at=timezone.now(),
    )


def _end(request: HttpRequest, paper: Paper, form: EndForm) -> None:
    mark_acts.end_second_keying(paper=paper, **form.cleaned_data, by=actor_of(request), at=timezone.now())


def _address(paper: Paper) -> str:
    return reverse("office:second_keying", args=[paper.session.code, paper.code])
