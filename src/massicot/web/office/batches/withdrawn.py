"""Scripts that the office withdrew from their batch: listed with where each is, and decided one by one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from massicot.batches import queries as batches
from massicot.batches import services
from massicot.batches.rules import WithdrawalDecision
from massicot.core.actor import Role
from massicot.documents import codes
from massicot.web.office.access import paper_or_404
from massicot.web.office.batches import withdrawn_shown, wording
from massicot.web.office.batches.forms import DecideForm
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds


@require_safe
@require_role(Role.OFFICE)
def withdrawn(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """List the scripts withdrawn of a paper, those that wait for a word first."""
    exam_paper = paper_or_404(session, paper)
    rows = withdrawn_shown.withdrawn_of(exam_paper)
    waiting = sum(withdrawal.row.decision == WithdrawalDecision.WAITING for withdrawal in rows)
    out = sum(withdrawal.row.is_with_marker for withdrawal in rows)
    context = {"paper": exam_paper, "rows": rows, "waiting": waiting, "out": out}
    return render(request, "office/batches/withdrawn.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.OFFICE)
def decide_withdrawn(request: HttpRequest, session: str, paper: str, withdrawal_id: int) -> HttpResponse:
    """Show one withdrawn script, and say what it is."""
    exam_paper = paper_or_404(session, paper)
    row = batches.find_withdrawal(withdrawal_id, exam_paper.pk)
    if row is None:
        raise Http404
    form = DecideForm(request.POST if request.method == "POST" else None, initial={"seen": row.decision})
    if form.is_bound and succeeds(form, lambda: _decide(request, withdrawal_id, form)):
        words = wording.SETTLED[form.cleaned_data["decision"]]
        sentence = gettext("{number}: {said}.").format(number=codes.grouped(row.number), said=words)
        return done(request, sentence, reverse("office:withdrawn", args=[session, paper]))
    context = withdrawn_shown.decide_page(exam_paper, row) | {"form": form}
    return render(request, "office/batches/decide_withdrawn.html", context, status=REFUSED if form.is_bound else 200)


def _decide(request: HttpRequest, withdrawal_id: int, form: DecideForm) -> None:
    typed = form.cleaned_data
    services.decide_withdrawn(
        withdrawal_id=withdrawal_id,
        decision=WithdrawalDecision(typed["decision"]),
        seen=WithdrawalDecision(typed["seen"]),
        reason=typed["reason"],
        by=actor_of(request),
        at=timezone.now(),
    )
