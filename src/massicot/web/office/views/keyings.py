"""Second keying, as the office asks for it: of a paper, all batches or a share; ended with a reason."""

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
from massicot.marks import services as mark_acts
from massicot.web.office.access import paper_or_404
from massicot.web.office.keying_forms import AskForm, EndForm
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds
from massicot.web.shared.numbers import Grouped


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.OFFICE)
def second_keying(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """Show which batches of a paper are typed twice, and ask for more."""
    found = paper_or_404(session, paper)
    form = AskForm(request.POST if request.method == "POST" else None)
    added: list[str] = []
    if form.is_bound and succeeds(form, lambda: added.extend(_ask(request, found, form))):
        sentence = ngettext(
            "Asked: {n} batch more is typed twice.", "Asked: {n} batches more are typed twice.", len(added)
        )
        return done(request, sentence.format(n=Grouped(len(added))), _address(found))
    return _page(request, found, form, EndForm())


@require_POST
@require_role(Role.OFFICE)
def end_second_keying(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """End the second keying of a paper."""
    found = paper_or_404(session, paper)
    form = EndForm(request.POST)
    if succeeds(form, lambda: _end(request, found, form)):
        return done(request, gettext("The second keying is ended: batches not locked are typed once."), _address(found))
    return _page(request, found, AskForm(), form)


def _page(request: HttpRequest, paper: Paper, ask: AskForm, end: EndForm) -> HttpResponse:
    window = marks.window_of(paper)
    context = {
        "paper": paper,
        "ask": ask,
        "end": end,
        "asked": marks.asked_of(paper.pk),
        "window": window,
        "is_closed": timezone.now() >= window.closes_at,
    }
    refused = ask.is_bound or end.is_bound
    return render(request, "office/second_keying.html", context, status=REFUSED if refused else 200)


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
