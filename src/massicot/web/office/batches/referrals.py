"""Lines that markers referred to the office: listed, and answered one by one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from massicot.core.actor import Role
from massicot.documents import codes
from massicot.marks import queries as marks
from massicot.marks import services
from massicot.marks.rules import ReferralAnswer
from massicot.web.office.access import paper_or_404
from massicot.web.office.batches import shown, wording
from massicot.web.office.batches.forms import AnswerForm
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds
from massicot.web.shared.mail import is_mailed


@require_safe
@require_role(Role.OFFICE)
def referrals(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """List the lines of a paper that wait for an answer, the longest waiting first."""
    exam_paper = paper_or_404(session, paper)
    context = {"paper": exam_paper, "waiting": shown.waiting(exam_paper)}
    return render(request, "office/batches/referrals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.OFFICE)
def referral(request: HttpRequest, session: str, paper: str, referral_id: int) -> HttpResponse:
    """Show one line that was referred, with all that helps to decide, and answer it."""
    exam_paper = paper_or_404(session, paper)
    referral = marks.referral_by_id(referral_id, exam_paper.pk)
    if referral is None:
        raise Http404
    form = AnswerForm(request.POST if request.method == "POST" else None, value=referral.value)
    if form.is_bound and succeeds(form, lambda: _answer(request, referral_id, form)):
        words = wording.SAID[form.cleaned_data["answer"]]
        sentence = gettext("{number}: {said}.").format(number=codes.grouped(referral.number), said=words)
        return done(request, sentence, _next(session, paper, exam_paper.pk, referral.batch.code))
    context = shown.referral_page(exam_paper, referral) | {"form": form}
    return render(request, "office/batches/referral.html", context, status=REFUSED if form.is_bound else 200)


def _answer(request: HttpRequest, referral_id: int, form: AnswerForm) -> None:
    services.answer_referral(
        referral_id=referral_id,
        answer=ReferralAnswer(form.cleaned_data["answer"]),
        reason=form.cleaned_data["reason"],
        seen=form.cleaned_data["seen"],
        is_mailed=is_mailed(),
        by=actor_of(request),
        at=timezone.now(),
    )


def _next(session: str, paper: str, paper_id: int, batch: str) -> str:
    """Go on with the next line that waits, or to the batch when none does."""
    if marks.waiting_on_paper(paper_id).exists():
        return reverse("office:referrals", args=[session, paper])
    return reverse("office:batch", args=[session, paper, batch])
