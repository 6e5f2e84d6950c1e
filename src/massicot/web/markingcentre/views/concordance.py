"""The concordance check: each script of an envelope scanned against its mark sheet, then the envelope closed."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.batches.queries import Batch, BatchState
from massicot.core.actor import Role
from massicot.core.refused import Refused
from massicot.web.markingcentre import short_words
from massicot.web.markingcentre.access import MarkedPaper, marked_paper_or_404
from massicot.web.markingcentre.batch_access import address_of, batch_or_404, next_of
from massicot.web.markingcentre.batch_forms import BatchReasonForm, SealForm, VouchForm
from massicot.web.markingcentre.batch_scans import batch_scanned
from massicot.web.markingcentre.batch_words import verdict_on
from massicot.web.markingcentre.short_forms import SealShortForm
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds
from massicot.web.shared.refusals import sentence_of
from massicot.web.shared.scanning import Mood, Scan, ScanAnswer, answered, scans_of


@require_safe
@require_role(Role.MARKING_CENTRE)
def concordance(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Show an envelope beside its mark sheet: what was seen, what is still to be scanned."""
    marked = marked_paper_or_404(request, uai, session, paper)
    return page_of(request, marked, batch_or_404(marked, code))


@require_POST
@require_role(Role.MARKING_CENTRE)
def scan_envelope(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Check the scripts that were scanned, one by one."""
    marked = marked_paper_or_404(request, uai, session, paper)
    batch = batch_or_404(marked, code)
    answers = list(_answers(request, marked, batch))
    remaining = batches.count_unchecked(batch.pk)
    figures = {"seen": batch.size - remaining, "remaining": remaining}
    return answered(request, answers, figures=figures, address=_address(marked, batch))


@require_POST
@require_role(Role.MARKING_CENTRE)
def vouch(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Check a script by hand whose label no scanner reads."""
    marked = marked_paper_or_404(request, uai, session, paper)
    batch = batch_or_404(marked, code)
    form = VouchForm(request.POST, auto_id="vouch_%s")

    def act() -> None:
        typed = form.cleaned_data
        batch_acts.vouch_for_script(
            code=batch.code, number=typed["number"], reason=typed["reason"], by=actor_of(request), at=timezone.now()
        )

    if succeeds(form, act):
        return done(request, gettext("The script is checked by hand."), _address(marked, batch))
    return page_of(request, marked, batch, vouch_form=form, status=REFUSED)


@require_POST
@require_role(Role.MARKING_CENTRE)
def seal(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Close an envelope whose every script was seen."""
    marked = marked_paper_or_404(request, uai, session, paper)
    batch = batch_or_404(marked, code)
    form = SealForm(request.POST, auto_id="seal_%s")

    def act() -> None:
        counted = form.cleaned_data["counted"]
        batch_acts.seal_batch(code=batch.code, counted=counted, by=actor_of(request), at=timezone.now())

    if succeeds(form, act):
        return done(request, short_words.told_closed(batch, [], batch.size), next_of(marked, BatchState.TO_CHECK))
    return page_of(request, marked, batch, seal_form=form, status=REFUSED)


@require_POST
@require_role(Role.MARKING_CENTRE)
def unseal(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Open a closed envelope again, before a marker has held it."""
    marked = marked_paper_or_404(request, uai, session, paper)
    batch = batch_or_404(marked, code)
    form = BatchReasonForm(request.POST, auto_id="unseal_%s")

    def act() -> None:
        reason = form.cleaned_data["reason"]
        batch_acts.unseal_batch(code=batch.code, reason=reason, by=actor_of(request), at=timezone.now())

    if succeeds(form, act):
        sentence = gettext("The envelope is open again: check it from its first script.")
        return done(request, sentence, _address(marked, batch))
    return page_of(request, marked, batch, unseal_form=form, status=REFUSED)


def page_of(
    request: HttpRequest,
    marked: MarkedPaper,
    batch: Batch,
    *,
    vouch_form: VouchForm | None = None,
    seal_form: SealForm | None = None,
    unseal_form: BatchReasonForm | None = None,
    short_form: SealShortForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show an envelope beside its mark sheet, with the form that was refused."""
    lines = batches.lines_of(batch.pk)
    seen = sum(line.is_seen for line in lines)
    context = {
        "marked": marked,
        "batch": batch,
        "lines": lines,
        "seen": seen,
        "remaining": len(lines) - seen,
        "is_all_seen": seen == len(lines),
        "is_closed": batch.sealed_at is not None,
        "is_printed": batch.printed_at is not None,
        "can_open": batch.state is BatchState.READY,
        "vouch_form": vouch_form or VouchForm(auto_id="vouch_%s"),
        "seal_form": seal_form or SealForm(auto_id="seal_%s"),
        "unseal_form": unseal_form or BatchReasonForm(auto_id="unseal_%s"),
        "short_form": short_form or SealShortForm(auto_id="short_%s"),
        "short": short_words.shown_short(marked, batches.shortages_of_batch(batch.pk)),
    }
    return render(request, "markingcentre/concordance.html", context, status=status)


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


def _address(marked: MarkedPaper, batch: Batch) -> str:
    return address_of(marked, "concordance", batch.code)
