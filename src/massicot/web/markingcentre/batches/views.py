"""The list of batches, where an envelope scanned opens its page, and the page of one: it is unmade, merged, split."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.batches.queries import Batch, BatchState
from massicot.batches.rules import BatchUnknown
from massicot.consignments import queries as parcels
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.markers import queries as markers
from massicot.marks import queries as marks
from massicot.marks import services as mark_acts
from massicot.setasides import queries as set_asides
from massicot.shelves.queries.returns import GONE, is_in_or_gone
from massicot.store.prepared import ask_all
from massicot.web.markingcentre.access import MarkedPaper, address_of, batch_of, batch_or_404, marked_paper_or_404
from massicot.web.markingcentre.batches.forms import BatchReasonForm, MergeForm, SplitForm
from massicot.web.markingcentre.batches.shown import (
    SECOND,
    STATES,
    add_words,
    counts_with_gone,
    list_cells,
    list_figures,
    steps_of,
    words_of,
)
from massicot.web.markingcentre.missing import shown_short
from massicot.web.markingcentre.people import name_of
from massicot.web.markingcentre.sheets import SHEETS_AT_ONCE
from massicot.web.markingcentre.withdrawn import shown_withdrawn
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.listing import Filter, ListColumn, Listing, asks_for_part, is_taken_away, listing_of, take_away
from massicot.web.shared.outcome import REFUSED, finish, see, succeeds
from massicot.web.shared.scanned import read_scanned
from massicot.web.shared.standings import STANDINGS

NEXT_PAGE = {
    BatchState.TO_PRINT: "batch",
    BatchState.TO_CHECK: "concordance",
    BatchState.READY: "hand_out",
    BatchState.OUT: "take_back",
    BatchState.BACK: "hand_out",
}
"""Where the next step of a batch is done."""

COLUMNS = (
    ListColumn("code", gettext_lazy("Batch"), order_by="sequence"),
    ListColumn("specialty_code", gettext_lazy("Specialty")),
    ListColumn("size", gettext_lazy("Scripts"), is_number=True),
    ListColumn("state", gettext_lazy("State"), order_by="in_state", text=lambda row: row.where_it_is),
    ListColumn("holder", gettext_lazy("With"), order_by="held_by"),
    ListColumn("saved", gettext_lazy("Lines entered"), is_number=True, order_by=marks.saved_lines()),
    ListColumn(
        "standing", gettext_lazy("Mark entry"), order_by="urgency", text=lambda row: str(STANDINGS[row.standing])
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFacts:
    """What the page asks in one trip before its rows; a part of the page has no figures."""

    labels: Mapping[str, str]
    is_keyed_twice: bool
    few: Sequence[marks.StandingRow]
    counts: Mapping[str, int] | None = None
    loose: int = 0
    has_withdrawn: bool = False
    has_short: bool = False


@require_safe
@require_role(Role.MARKING_CENTRE)
def batch_list(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """List the batches of a paper: their state, with whom they are, how far their marks are."""
    marked = marked_paper_or_404(request, uai, session, paper)
    scanned = read_scanned(request.GET.get("lot", ""))
    batch = batches.find_typed_batch(scanned, marked.paper.pk, marked.uai) if scanned else None
    if batch is not None:
        return see(address_of(marked, NEXT_PAGE[batch.state], batch.code))
    if scanned and batches.unmade_since(scanned.upper(), marked.paper.pk, marked.uai):
        return see(address_of(marked, "where") + "?" + urlencode({"quoi": scanned}))
    asked = _list_facts(marked, has_figures=not asks_for_part(request))
    listing = _listing(request, marked, asked)
    if is_taken_away(request):
        return take_away(request, listing)
    context: dict[str, Any] = {"marked": marked, "listing": listing, "rows": list_cells(marked, listing)}
    if asked.counts is None:
        return render(request, "markingcentre/batch_list.html#listing", context)
    figures = list_figures(asked.counts, asked.loose, scanned) | {
        "has_withdrawn": asked.has_withdrawn,
        "has_short": asked.has_short,
    }
    if asked.is_keyed_twice:
        waiting = marks.second_to_print(marked.paper.pk, marked.uai, timezone.now())
        figures["second_now"] = min(len(waiting), SHEETS_AT_ONCE)
    return render(request, "markingcentre/batch_list.html", {**context, **figures})


def _list_facts(marked: MarkedPaper, *, has_figures: bool) -> ListFacts:
    paper_id = marked.paper.pk
    about = (
        exams.LABELS.of(session_id=marked.paper.session_id),
        marks.SHARES.of(paper_id=paper_id),
        marks.FEW.of(paper_id=paper_id),
    )
    here = {"paper_id": paper_id, "centre_uai": marked.uai}
    counting = (batches.COUNTS.of(**here), batches.EVER_APART.of(**here), batches.loose_at(marked.uai))
    labels, shares, few, *counted = ask_all(*about, *(counting if has_figures else ()))
    list_facts = ListFacts(labels=dict(labels), is_keyed_twice=any(percent for (percent,) in shares), few=few)
    if not counted:
        return list_facts
    by_state, apart, by_cell = counted
    kinds = {kind for (kind,) in apart}
    counts = counts_with_gone(marked, batches.counts_by_state(by_state))
    loose = batches.by_paper(by_cell)
    return replace(
        list_facts,
        counts=counts,
        loose=loose.get(paper_id, 0),
        has_withdrawn=batches.WITHDRAWN in kinds,
        has_short=batches.SHORT in kinds,
    )


def _listing(request: HttpRequest, marked: MarkedPaper, asked: ListFacts) -> Listing:
    now = timezone.now()
    rows = marks.with_urgency(batches.rows_of(marked.paper.pk, marked.uai), asked.few, marked.paper, now)
    session_id = marked.paper.session_id
    return listing_of(
        request,
        f"lots {marked.paper.session.code} {marked.paper.code}",
        COLUMNS,
        # Thousands are sorted by their ids alone.
        rows.order_by("urgency", "sequence").values_list("pk", flat=True),
        search=("code", "held_by", lambda words: batches.is_held_by(markers.identifiers_called(session_id, words))),
        filters=[
            _state_filter(marked, asked),
            _specialty_filter(asked),
            Filter(
                "standing",
                gettext_lazy("Mark entry"),
                tuple(STANDINGS.items()),
                field=marks.is_standing(marked.paper, now),
            ),
            *_second_filter(asked),
        ],
        display=lambda ids: add_words(marks.batches_by_id(ids, marked.paper, now)),
    )


def _state_filter(marked: MarkedPaper, asked: ListFacts) -> Filter:
    words = [*((state.value, word) for state, word in STATES.items()), (GONE, gettext_lazy("gone to the exam office"))]
    return Filter(
        "state", gettext_lazy("State"), words, partial(is_in_or_gone, marked.paper.pk, marked.uai), counts=asked.counts
    )


def _specialty_filter(asked: ListFacts) -> Filter:
    words = [(code, f"{code} {label}") for code, label in asked.labels.items()]
    return Filter("specialty_code", gettext_lazy("Specialty"), words)


def _second_filter(asked: ListFacts) -> Iterator[Filter]:
    """Give the choice of the batches that are typed twice, where the office asks for any."""
    if asked.is_keyed_twice:
        words = tuple(SECOND.items())
        yield Filter("second", gettext_lazy("Second keying"), words, field=marks.is_second)


@require_safe
@require_role(Role.MARKING_CENTRE)
def batch(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Show one batch: what comes next for it, its story, and what can be undone."""
    marked = marked_paper_or_404(request, uai, session, paper)
    if batches.find_regrouped(code, marked.paper.pk, marked.uai):
        return see(f"{address_of(marked, 'where')}?{urlencode({'quoi': code})}")
    return _page(request, marked, batch_of(marked, code))


@require_POST
@require_role(Role.MARKING_CENTRE)
def unmake(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Take a batch apart that no marker has held."""
    here = batch_or_404(request, uai, session, paper, code)
    marked, batch = here.marked, here.batch
    form = BatchReasonForm(request.POST)
    if succeeds(form, lambda: _unmake(request, batch, form.cleaned_data["reason"])):
        sentence = gettext("The batch {code} is unmade: its scripts are in no batch again.").format(code=batch.code)
        return finish(request, sentence, address_of(marked, "batch_list"))
    return _page(request, marked, batch, unmake_form=form)


def _unmake(request: HttpRequest, batch: Batch, reason: str) -> None:
    batch_acts.unmake_batch(code=batch.code, reason=reason, by=actor_of(request), at=timezone.now())


@require_POST
@require_role(Role.MARKING_CENTRE)
def merge(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Merge a batch with others of its specialty, and lead to the one that comes of it."""
    here = batch_or_404(request, uai, session, paper, code)
    marked, batch = here.marked, here.batch
    form = MergeForm(request.POST, auto_id="merge_%s")
    made: list[Batch] = []

    def act() -> None:
        codes = [batch.code, *(_find_code(marked, typed) for typed in form.other_words)]
        reason = form.cleaned_data["reason"]
        made.append(mark_acts.merge_batches(codes=codes, reason=reason, by=actor_of(request), at=timezone.now()))

    if not succeeds(form, act):
        return _page(request, marked, batch, merge_form=form)
    sentence = gettext("The batches are merged into {code}: print its mark sheet.")
    if batches.were_printed(made[0].pk):
        sentence = gettext(
            "The batches are merged into {code}: print its mark sheet. On the sheets before, cross the passwords out, "
            "and leave them in the envelope for what is not typed yet."
        )
    return finish(request, sentence.format(code=made[0].code), address_of(marked, "batch", made[0].code))


@require_POST
@require_role(Role.MARKING_CENTRE)
def split(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Split a batch into two, and lead to their mark sheets."""
    here = batch_or_404(request, uai, session, paper, code)
    marked, batch = here.marked, here.batch
    form = SplitForm(request.POST, auto_id="split_%s", is_printed=batch.printed_at is not None)
    made: list[Batch] = []

    def act() -> None:
        reason = form.cleaned_data["reason"]
        said = {"code": batch.code, "choice": form.choice, "reason": reason}
        made.extend(mark_acts.split_batch(**said, by=actor_of(request), at=timezone.now()))

    if not succeeds(form, act):
        return _page(request, marked, batch, split_form=form)
    sentence = gettext("{code} is split into {first} and {second}: print both mark sheets.")
    if batch.printed_at:
        sentence = gettext(
            "{code} is split into {first} and {second}: print both mark sheets. On the sheet before, cross the "
            "password out, and leave a copy in each envelope for what is not typed yet."
        )
    told = sentence.format(code=batch.code, first=made[0].code, second=made[1].code)
    return finish(request, told, address_of(marked, "batch_list"))


def _find_code(marked: MarkedPaper, typed: str) -> str:
    """Find the code of a batch of this paper and centre by what was typed; raise BatchUnknown."""
    batch = batches.find_typed_batch(read_scanned(typed), marked.paper.pk, marked.uai)
    if batch is None:
        raise BatchUnknown(code=typed)
    return batch.code


def _page(request: HttpRequest, marked: MarkedPaper, batch: Batch, **refused: Form) -> HttpResponse:
    """Show the page of one batch; a form that was refused comes back on it as it was sent."""
    stays = batches.hand_outs_of(batch.pk)
    progress = marks.progress_of(batch.pk)
    state = batch.state
    people = markers.markers_by_identifier(marked.paper.session_id, {stay.marker for stay in stays})
    named = [(stay, name_of(people, stay.marker)) for stay in stays]
    how_far, return_code = parcels.going_back_in([batch.code]).get(batch.code, (None, ""))
    context: dict[str, Any] = {
        "marked": marked,
        "batch": batch,
        "specialty": exams.specialty_labels(marked.paper.session_id).get(batch.specialty_code, ""),
        "state": words_of(batch, how_far),
        "progress": progress,
        "printings": marks.printings_of(batch.pk),
        "keyings": marks.second_progress_of(batch.pk),
        "steps": steps_of(state, progress, next((f"{name} ({stay.marker})" for stay, name in reversed(named)), "")),
        "stays": named,
        "short": shown_short(marked, batches.shortages_of_batch(batch.pk)),
        "withdrawn": shown_withdrawn(marked, batches.withdrawn_of_batch(batch.pk)),
        "ended": set_asides.ended_in(batch.code),
        "missed": batches.missed_returns(batch.pk),
        "origins": batches.origins_of(batch.pk),
        # None goes back before it is locked.
        "return_code": return_code if progress.is_locked else "",
        "can_regroup": state is not BatchState.OUT and not progress.is_locked,
        "unmake_form": BatchReasonForm(),
        "merge_form": MergeForm(auto_id="merge_%s"),
        "split_form": SplitForm(auto_id="split_%s", is_printed=batch.printed_at is not None),
    }
    context["can_unmake"] = not stays and not context["origins"]
    status = REFUSED if refused else 200
    return render(request, "markingcentre/batch.html", context | refused, status=status)
