"""The check of an envelope: its scripts scanned beside the mark sheet, or counted without a scanner."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.batches.queries import Batch, BatchState, EnvelopeLine
from massicot.batches.rules.tally import ChecksBroken
from massicot.core.actor import Role
from massicot.core.refused import Refused
from massicot.marks import services as mark_acts
from massicot.web.markingcentre.access import BatchHere, MarkedPaper, address_of, batch_or_404
from massicot.web.markingcentre.batches.shown import batch_scanned, next_of
from massicot.web.markingcentre.envelopes.forms import EnvelopeForm
from massicot.web.markingcentre.envelopes.shown import told_closed, verdict_on
from massicot.web.markingcentre.missing import shown_short
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acts import Forms
from massicot.web.shared.outcome import REFUSED, finish, succeeds
from massicot.web.shared.refusals import sentence_of
from massicot.web.shared.scanning import Mood, Scan, ScanAnswer, answer_scans, scans_of


def page_of_envelope(_request: HttpRequest, here: BatchHere, _refused: Forms) -> dict[str, Any]:
    """Gather an envelope beside its mark sheet: what was seen, what is still to be scanned."""
    batch = here.batch
    lines, is_broken = _lines_in(batch)
    seen = sum(line.is_seen for line in lines)
    return {
        "marked": here.marked,
        "batch": batch,
        "lines": lines,
        "is_broken": is_broken,
        "seen": seen,
        "remaining": len(lines) - seen,
        "is_all_seen": seen == len(lines),
        "is_closed": batch.sealed_at is not None,
        "is_printed": batch.printed_at is not None,
        "can_open": batch.state is BatchState.READY,
        "short": shown_short(here.marked, batches.shortages_of_batch(batch.pk)),
    }


@require_POST
@require_role(Role.MARKING_CENTRE)
def scan_envelope(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Check the scripts that were scanned, one by one."""
    here = batch_or_404(request, uai, session, paper, code)
    answers = list(_answers(request, here.marked, here.batch))
    remaining = batches.count_unchecked(here.batch.pk)
    figures = {"seen": here.batch.size - remaining, "remaining": remaining}
    address = address_of(here.marked, "concordance", here.batch.code)
    return answer_scans(request, answers, figures=figures, address=address)


def _lines_in(batch: Batch) -> tuple[Sequence[EnvelopeLine], bool]:
    """List the lines of an envelope with what was seen so far, and say whether scans of it do not open any more."""
    try:
        return batches.lines_of(batch.pk), False
    except ChecksBroken:
        return batches.sheet_lines(batch.pk), True


def _answers(request: HttpRequest, marked: MarkedPaper, batch: Batch) -> Iterator[tuple[Scan, ScanAnswer]]:
    by = actor_of(request)
    for scan in scans_of(request):
        if answer := batch_scanned(marked, scan.code):
            yield scan, answer
            continue
        try:
            checked = batch_acts.check_script(code=batch.code, number=scan.code, scan_id=scan.id, by=by)
        except Refused as refusal:
            yield scan, ScanAnswer(Mood.REFUSED, gettext("Not done"), sentence_of(refusal))
        else:
            yield scan, verdict_on(checked, marked, batch.code)


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.MARKING_CENTRE)
def seal_all_but(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Close an envelope on a count made in the hand, all its scripts seen but those that are named."""
    here = batch_or_404(request, uai, session, paper, code)
    marked, batch = here.marked, here.batch
    form = EnvelopeForm(request.POST if request.method == "POST" else None)
    missing: list[str] = []
    if form.is_bound and succeeds(form, lambda: missing.extend(_seal(request, batch, form))):
        sentence = told_closed(batch, missing, form.cleaned_data["counted"])
        return finish(request, sentence, next_of(marked, BatchState.TO_CHECK))
    can_close = batch.state is BatchState.TO_CHECK
    if not form.is_bound:
        if not can_close:
            return redirect(address_of(marked, "concordance", batch.code))
        form.fields["counted"].widget.attrs["autofocus"] = True
    context = {"marked": marked, "batch": batch, "can_close": can_close, "form": form}
    return render(request, "markingcentre/seal_all_but.html", context, status=REFUSED if form.is_bound else 200)


def _seal(request: HttpRequest, batch: Batch, form: EnvelopeForm) -> list[str]:
    return mark_acts.seal_all_but(
        code=batch.code,
        counted=form.cleaned_data["counted"],
        lacking=form.lacks(),
        by=actor_of(request),
        at=timezone.now(),
    )
