"""The list of batches: their state, with whom they are, how far their marks are; an envelope scanned opens its page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from massicot.batches import queries as batches
from massicot.batches.queries import BatchState
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.markers import queries as markers
from massicot.marks import queries as marks
from massicot.store.prepared import ask_all
from massicot.web.markingcentre import batch_words
from massicot.web.markingcentre.access import MarkedPaper, marked_paper_or_404
from massicot.web.markingcentre.batch_access import address_of
from massicot.web.shared.access import require_role
from massicot.web.shared.acting import see
from massicot.web.shared.addresses import address_of_each
from massicot.web.shared.listing import Filter, ListColumn, Listing, asks_for_part, is_taken_away, listing_of, take_away
from massicot.web.shared.scanned import read_scanned
from massicot.web.shared.standings import STANDINGS

SHEETS_AT_ONCE = 50
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
    ListColumn(
        "state", gettext_lazy("State"), order_by="in_state", text=lambda row: str(batch_words.STATES[row.state])
    ),
    ListColumn("holder", gettext_lazy("With"), order_by="held_by"),
    ListColumn("saved", gettext_lazy("Lines entered"), is_number=True, order_by=marks.saved_lines()),
    ListColumn(
        "standing", gettext_lazy("Mark entry"), order_by="urgency", text=lambda row: str(STANDINGS[row.standing])
    ),
)


@dataclass(frozen=True, slots=True)
class ListFacts:
    """What the page asks in one trip before its rows; a part of the page has no figures."""

    labels: Mapping[str, str]
    is_keyed_twice: bool
    few: Sequence[marks.StandingRow]
    counts: Mapping[BatchState, int] | None = None
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
    asked = _asked(marked, has_figures=not asks_for_part(request))
    listing = _listing(request, marked, asked)
    if is_taken_away(request):
        return take_away(request, listing)
    context: dict[str, Any] = {"marked": marked, "listing": listing, "rows": _in_words(marked, listing)}
    if asked.counts is None:
        return render(request, "markingcentre/batch_list.html#listing", context)
    figures = _figures(asked.counts, asked.loose, scanned) | {
        "has_withdrawn": asked.has_withdrawn,
        "has_short": asked.has_short,
    }
    if asked.is_keyed_twice:
        waiting = marks.second_to_print(marked.paper.pk, marked.uai, timezone.now())
        figures["second_now"] = min(len(waiting), SHEETS_AT_ONCE)
    return render(request, "markingcentre/batch_list.html", {**context, **figures})


def _asked(marked: MarkedPaper, *, has_figures: bool) -> ListFacts:
    paper_id = marked.paper.pk
    about = (
        exams.LABELS.of(session_id=marked.paper.session_id),
        marks.SHARES.of(paper_id=paper_id),
        marks.FEW.of(paper_id=paper_id),
    )
    here = {"paper_id": paper_id, "centre_uai": marked.uai}
    counting = (batches.COUNTS.of(**here), batches.loose_at(marked.uai), batches.EVER_APART.of(**here))
    labels, shares, few, *counted = ask_all(*about, *(counting if has_figures else ()))
    list_facts = ListFacts(dict(labels), any(percent for (percent,) in shares), few)
    if not counted:
        return list_facts
    by_state, by_cell, apart = counted
    kinds = {kind for (kind,) in apart}
    counts = batches.counts_by_state(by_state)
    loose = batches.by_paper(by_cell)
    return replace(
        list_facts,
        counts=counts,
        loose=loose.get(paper_id, 0),
        has_withdrawn=batches.WITHDRAWN in kinds,
        has_short=batches.SHORT in kinds,
    )


def _figures(counts: Mapping[BatchState, int], loose: int, scanned: str) -> dict[str, Any]:
    return {
        "counts": [(batch_words.counted(state, count), count) for state, count in counts.items()],
        "total": sum(counts.values()),
        "refusal": gettext(
            "{code} is no batch of this paper here: scan an envelope (B-…), or look it up with “where is it”."
        ).format(code=scanned)
        if scanned
        else "",
        "loose": loose,
        "to_print": counts[BatchState.TO_PRINT],
        "ready": counts[BatchState.READY],
        "printed_now": min(counts[BatchState.TO_PRINT], SHEETS_AT_ONCE),
    }


def _listing(request: HttpRequest, marked: MarkedPaper, asked: ListFacts) -> Listing:
    now = timezone.now()
    rows = marks.with_urgency(batches.rows_of(marked.paper.pk, marked.uai), asked.few, marked.paper, now)

    def with_someone_called(words: str) -> Q:
        return Q(held_by__in=markers.identifiers_called(marked.paper.session_id, words))

    return listing_of(
        request,
        f"lots {marked.paper.session.code} {marked.paper.code}",
        COLUMNS,
        # Thousands are sorted by their ids alone.
        rows.order_by("urgency", "sequence").values_list("pk", flat=True),
        search=("code", "held_by", with_someone_called),
        filters=[
            _state_filter(asked),
            _specialty_filter(asked),
            Filter(
                "standing",
                gettext_lazy("Mark entry"),
                tuple(STANDINGS.items()),
                field=marks.is_standing(marked.paper, now),
            ),
            *_second_filter(asked),
        ],
        display=lambda ids: marks.batches_by_id(ids, marked.paper, now),
    )


def _state_filter(asked: ListFacts) -> Filter:
    words = [(state.value, word) for state, word in batch_words.STATES.items()]
    return Filter("state", gettext_lazy("State"), words, batches.is_in, counts=asked.counts)


def _specialty_filter(asked: ListFacts) -> Filter:
    words = [(code, f"{code} {label}") for code, label in asked.labels.items()]
    return Filter("specialty_code", gettext_lazy("Specialty"), words)


def _second_filter(asked: ListFacts) -> Iterator[Filter]:
    """Give the choice of the batches that are typed twice, where the office asks for any."""
    if asked.is_keyed_twice:
        words = tuple(batch_words.SECOND.items())
        yield Filter("second", gettext_lazy("Second keying"), words, field=marks.is_second)


def _in_words(marked: MarkedPaper, listing: Listing) -> Iterator[tuple[str, ...]]:
    """Give the cells of a page, each line with the address of its batch first."""
    rows = list(listing.rows)
    people = markers.markers_by_identifier(marked.paper.session_id, {row.holder for row in rows if row.holder})
    address = address_of_each("markingcentre:batch", marked.arguments)
    states = {state: str(word) for state, word in batch_words.STATES.items()}
    standings = {standing: str(word) for standing, word in STANDINGS.items()}
    for row in rows:
        yield (
            address(row.code),
            row.code,
            row.specialty_code,
            str(row.size),
            states[row.state],
            f"{batch_words.name_of(people, row.holder)} ({row.holder})" if row.holder else "",
            f"{row.saved} / {row.size}",
            standings[row.standing],
        )
