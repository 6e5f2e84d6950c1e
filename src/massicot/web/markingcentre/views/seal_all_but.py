"""The concordance check without a scanner: an envelope counted, what is missing named, the envelope closed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from massicot.batches.queries import Batch, BatchState
from massicot.core.actor import Role
from massicot.marks import services as mark_acts
from massicot.web.markingcentre import short_words
from massicot.web.markingcentre.access import MarkedPaper, marked_paper_or_404
from massicot.web.markingcentre.batch_access import address_of, batch_or_404, next_of
from massicot.web.markingcentre.short_forms import EnvelopeForm
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.MARKING_CENTRE)
def seal_all_but(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Close an envelope on a count made in the hand, all its scripts seen but those that are named."""
    marked = marked_paper_or_404(request, uai, session, paper)
    batch = batch_or_404(marked, code)
    form = EnvelopeForm(request.POST if request.method == "POST" else None)
    missing: list[str] = []
    if form.is_bound and succeeds(form, lambda: missing.extend(_seal(request, batch, form))):
        sentence = short_words.told_closed(batch, missing, form.cleaned_data["counted"])
        return done(request, sentence, next_of(marked, BatchState.TO_CHECK))
    if not form.is_bound and batch.state is not BatchState.TO_CHECK:
        return redirect(address_of(marked, "concordance", batch.code))
    return _page(request, marked, batch, form)


def _seal(request: HttpRequest, batch: Batch, form: EnvelopeForm) -> list[str]:
    return mark_acts.seal_all_but(
        code=batch.code,
        counted=form.cleaned_data["counted"],
        lacking=form.lacks(),
        by=actor_of(request),
        at=timezone.now(),
    )


def _page(request: HttpRequest, marked: MarkedPaper, batch: Batch, form: EnvelopeForm) -> HttpResponse:
    if not form.is_bound:
        form.fields["counted"].widget.attrs["autofocus"] = True
    context = {
        "marked": marked,
        "batch": batch,
        "can_close": batch.state is BatchState.TO_CHECK,
        "form": form,
    }
    status = REFUSED if form.is_bound else 200
    return render(request, "markingcentre/seal_all_but.html", context, status=status)
