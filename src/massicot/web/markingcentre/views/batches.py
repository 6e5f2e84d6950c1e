"""Batches: what would be made, their mark sheets, the page of each."""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.batches.queries import Batch, BatchState
from massicot.batches.rules import Proposal
from massicot.core import draws
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.markers import queries as markers
from massicot.marks import queries as marks
from massicot.marks import services as mark_acts
from massicot.setasides import queries as set_asides
from massicot.web.markingcentre import batch_words, short_words, withdrawn_words
from massicot.web.markingcentre.access import MarkedPaper, marked_paper_or_404
from massicot.web.markingcentre.batch_access import address_of, batch_or_404
from massicot.web.markingcentre.batch_forms import BatchReasonForm, MakeForm, PrintForm
from massicot.web.markingcentre.batch_steps import steps_of
from massicot.web.markingcentre.regroup_forms import MergeForm, SplitForm
from massicot.web.markingcentre.short_forms import LooseShortForm
from massicot.web.markingcentre.views.batch_list import SHEETS_AT_ONCE
from massicot.web.shared import refusals
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, see, succeeds


class ShownProposal(NamedTuple):
    """What would be made of one specialty, in writing; no sizes when nothing would."""

    code: str
    title: str
    received: str
    sizes: str
    expected: str
    batched: str
    is_chosen: bool
    is_short: bool
    is_worth_waiting: bool


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.MARKING_CENTRE)
def proposal(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """Show what would be made of each specialty, then make the batches of those that are ticked."""
    marked = marked_paper_or_404(request, uai, session, paper)
    proposals = batches.proposals_of(marked.paper, marked.uai)
    form = _make_form(request.POST if request.method == "POST" else None, proposals)
    if form.is_bound and succeeds(form, lambda: _make(request, marked, form.cleaned_data["specialties"])):
        return done(
            request, gettext("The batches are made. Print their mark sheets next."), address_of(marked, "batch_list")
        )
    return proposal_page(request, marked, form=form)


def proposal_page(
    request: HttpRequest,
    marked: MarkedPaper,
    *,
    form: MakeForm | None = None,
    short_form: LooseShortForm | None = None,
) -> HttpResponse:
    """Show what would be made of each specialty, with the form that was refused."""
    proposals = batches.proposals_of(marked.paper, marked.uai)
    form = form or _make_form(None, proposals)
    chosen = request.POST.getlist("specialties") if form.is_bound else _worth_making(proposals)
    context = {
        "marked": marked,
        "form": form,
        "short_form": short_form or LooseShortForm(auto_id="short_%s"),
        "rows": _shown(marked, proposals, set(chosen)),
        "received": sum(proposal.received for proposal in proposals),
        "expected": sum(proposal.expected for proposal in proposals),
        "batched": sum(proposal.batched for proposal in proposals),
        "made": sum(len(proposal.sizes) for proposal in proposals),
    }
    status = REFUSED if form.is_bound or short_form else 200
    return render(request, "markingcentre/proposal.html", context, status=status)


def _make_form(sent: QueryDict | None, proposals: Iterable[Proposal]) -> MakeForm:
    return MakeForm(sent, codes=[proposal.specialty_code for proposal in proposals])


@never_cache
@require_POST
@require_role(Role.MARKING_CENTRE)
def print_sheets(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """Print the next mark sheets that were never printed, in ascending order, into one file."""
    marked = marked_paper_or_404(request, uai, session, paper)
    waiting = batches.rows_of(marked.paper.pk, marked.uai).filter(batches.is_in(BatchState.TO_PRINT))[:SHEETS_AT_ONCE]
    codes = [batch.code for batch in waiting]
    if not codes:
        sentence = gettext("Every mark sheet is printed: to print one again, open the page of its batch.")
        return refusals.answer(request, sentence, title=gettext("Nothing to print"), status=REFUSED)
    return _pdf(_printed(request, dict.fromkeys(codes, 0)), "-a-".join(dict.fromkeys((codes[0], codes[-1]))))


@require_safe
@require_role(Role.MARKING_CENTRE)
def batch(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Show one batch: what comes next for it, its story, and what can be undone."""
    marked = marked_paper_or_404(request, uai, session, paper)
    if batches.find_regrouped(code, marked.paper.pk, marked.uai):
        return see(f"{address_of(marked, 'where')}?{urlencode({'quoi': code})}")
    return page_of(request, marked, batch_or_404(marked, code))


@never_cache
@require_POST
@require_role(Role.MARKING_CENTRE)
def print_sheet(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Print the mark sheet of a batch, for the first time or again after the printings that the page knew of."""
    marked = marked_paper_or_404(request, uai, session, paper)
    batch = batch_or_404(marked, code)
    form = PrintForm(request.POST)
    printings = form.cleaned_data["known"] if form.is_valid() else 0
    return _pdf(_printed(request, {batch.code: printings}), batch.code)


@require_safe
@require_role(Role.MARKING_CENTRE)
def print_cover(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Print the cover of a batch's envelope: it opens nothing, and may be printed as often as one likes."""
    marked = marked_paper_or_404(request, uai, session, paper)
    batch = batch_or_404(marked, code)
    return _pdf(batch_acts.print_cover(code=batch.code), batch.code, kind="enveloppe")


@never_cache
@require_POST
@require_role(Role.MARKING_CENTRE)
def print_second_sheet(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Print the sheet of a batch's second keying, for the first time or again, as `print_sheet` does."""
    marked = marked_paper_or_404(request, uai, session, paper)
    batch = batch_or_404(marked, code)
    form = PrintForm(request.POST)
    content, _ = mark_acts.print_second_sheet(
        batch_code=batch.code,
        printings=form.cleaned_data["known"] if form.is_valid() else 0,
        portal_address=settings.MASSICOT_BASE_URL + reverse("portal:sign_in"),
        draw=draws.from_system(),
        by=actor_of(request),
        at=timezone.now(),
    )
    return _pdf(content, f"seconde-saisie-{batch.code}")


@never_cache
@require_POST
@require_role(Role.MARKING_CENTRE)
def print_second_sheets(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """Print the next sheets of second keyings that wait for one and were never printed, into one file."""
    marked = marked_paper_or_404(request, uai, session, paper)
    codes = marks.second_to_print(marked.paper.pk, marked.uai, timezone.now())[:SHEETS_AT_ONCE]
    if not codes:
        sentence = gettext(
            "No sheet of a second keying is to be printed now: to print one again, open the page of its batch."
        )
        return refusals.answer(request, sentence, title=gettext("Nothing to print"), status=REFUSED)
    content = mark_acts.print_second_sheets(
        batch_codes=codes,
        portal_address=settings.MASSICOT_BASE_URL + reverse("portal:sign_in"),
        draw=draws.from_system(),
        by=actor_of(request),
        at=timezone.now(),
    )
    return _pdf(content, "-a-".join(("seconde-saisie", *dict.fromkeys((codes[0], codes[-1])))))


@require_POST
@require_role(Role.MARKING_CENTRE)
def unmake(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Take a batch apart that no marker has held."""
    marked = marked_paper_or_404(request, uai, session, paper)
    batch = batch_or_404(marked, code)
    form = BatchReasonForm(request.POST)
    if succeeds(form, lambda: _unmake(request, batch, form.cleaned_data["reason"])):
        sentence = gettext("The batch {code} is unmade: its scripts are in no batch again.").format(code=batch.code)
        return done(request, sentence, address_of(marked, "batch_list"))
    return page_of(request, marked, batch, unmake_form=form)


def page_of(request: HttpRequest, marked: MarkedPaper, batch: Batch, **forms: Form) -> HttpResponse:
    """Show the page of one batch; a form that was refused comes back on it as it was sent."""
    stays = batches.hand_outs_of(batch.pk)
    progress = marks.progress_of(batch.pk)
    state = batch.state
    people = markers.markers_by_identifier(marked.paper.session_id, {stay.marker for stay in stays})
    named = [(stay, batch_words.name_of(people, stay.marker)) for stay in stays]
    context: dict[str, Any] = {
        "marked": marked,
        "batch": batch,
        "specialty": exams.specialty_labels(marked.paper.session_id).get(batch.specialty_code, ""),
        "state": batch_words.STATES[state],
        "progress": progress,
        "printings": marks.printings_of(batch.pk),
        "keyings": marks.second_progress_of(batch.pk),
        "steps": steps_of(state, progress, next((f"{name} ({stay.marker})" for stay, name in reversed(named)), "")),
        "stays": named,
        "short": short_words.shown_short(marked, batches.shortages_of_batch(batch.pk)),
        "withdrawn": withdrawn_words.shown_rows(marked, batches.withdrawn_of_batch(batch.pk)),
        "ended": set_asides.ended_in(batch.code),
        "missed": batches.missed_returns(batch.pk),
        "origins": batches.origins_of(batch.pk),
        "can_regroup": state is not BatchState.OUT and not progress.is_locked,
        "unmake_form": BatchReasonForm(),
        "merge_form": MergeForm(auto_id="merge_%s"),
        "split_form": SplitForm(auto_id="split_%s", is_printed=batch.printed_at is not None),
    }
    context["can_unmake"] = not stays and not context["origins"]
    status = REFUSED if forms else 200
    return render(request, "markingcentre/batch.html", context | forms, status=status)


def _worth_making(proposals: list[Any]) -> list[str]:
    return [proposal.specialty_code for proposal in proposals if proposal.sizes and not proposal.is_worth_waiting]


def _shown(marked: MarkedPaper, proposals: list[Any], chosen: Collection[str]) -> list[ShownProposal]:
    """Write each specialty as the page shows it, figures included: a hundred rows have four each."""
    labels = exams.specialty_labels(marked.paper.session_id)
    return [
        ShownProposal(
            proposal.specialty_code,
            f"{proposal.specialty_code} {labels.get(proposal.specialty_code, '')}",
            str(proposal.received),
            batch_words.written_sizes(proposal.sizes),
            str(proposal.expected),
            str(proposal.batched),
            is_chosen=proposal.specialty_code in chosen,
            is_short=proposal.is_short,
            is_worth_waiting=proposal.is_worth_waiting,
        )
        for proposal in proposals
    ]


def _make(request: HttpRequest, marked: MarkedPaper, specialties: list[str]) -> None:
    batch_acts.make_batches(
        paper=marked.paper,
        centre_uai=marked.uai,
        specialties=specialties,
        by=actor_of(request),
        at=timezone.now(),
    )


def _unmake(request: HttpRequest, batch: Batch, reason: str) -> None:
    batch_acts.unmake_batch(code=batch.code, reason=reason, by=actor_of(request), at=timezone.now())


def _printed(request: HttpRequest, printings: dict[str, int]) -> bytes:
    return mark_acts.print_sheets(
        printings=printings,
        portal_address=settings.MASSICOT_BASE_URL + reverse("portal:sign_in"),
        draw=draws.from_system(),
        by=actor_of(request),
        at=timezone.now(),
    )


def _pdf(content: bytes, name: str, kind: str = "bordereau") -> HttpResponse:
    """Answer with a file to be kept: a page that showed it would print another on being reloaded, and void this one."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{kind}-{name}.pdf"'
    return response
