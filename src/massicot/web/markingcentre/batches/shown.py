"""Batches as pages show them: their states, the way of each step by step, the lines and figures of their list."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext, gettext_lazy, ngettext

from massicot.batches import queries as batches
from massicot.batches.queries import Batch, BatchState
from massicot.consignments import queries as parcels
from massicot.consignments.rules.return_arrivals import GOING_BACK, GoingBack
from massicot.core.refused import NN_
from massicot.markers import queries as markers
from massicot.marks.queries import TypingProgress
from massicot.marks.rules import Twice
from massicot.shelves.queries.returns import GONE
from massicot.web.markingcentre.access import MarkedPaper, address_of
from massicot.web.markingcentre.people import name_with_identifier
from massicot.web.markingcentre.sheets import SHEETS_AT_ONCE
from massicot.web.shared.addresses import address_of_each
from massicot.web.shared.listing import Listing
from massicot.web.shared.scanned import read_scanned
from massicot.web.shared.scanning import Mood, ScanAnswer, ScanOffer
from massicot.web.shared.standings import STANDINGS
from massicot.web.shared.tasks import WorkStep

STATES = {
    BatchState.TO_PRINT: gettext_lazy("mark sheet to print"),
    BatchState.TO_CHECK: gettext_lazy("envelope to check"),
    BatchState.READY: gettext_lazy("ready to be handed out"),
    BatchState.OUT: gettext_lazy("with a marker"),
    BatchState.BACK: gettext_lazy("back at the desk"),
}

_COUNTED: Mapping[str, tuple[str, str]] = {
    BatchState.TO_PRINT: NN_("mark sheet to print", "mark sheets to print"),
    BatchState.TO_CHECK: NN_("envelope to check", "envelopes to check"),
    BatchState.READY: NN_("batch ready to be handed out", "batches ready to be handed out"),
    BatchState.OUT: NN_("batch with a marker", "batches with markers"),
    BatchState.BACK: NN_("batch back at the desk", "batches back at the desk"),
    GONE: NN_("batch gone to the exam office", "batches gone to the exam office"),
}

_GONE: Mapping[GoingBack, Any] = {
    GoingBack.PACKED: gettext_lazy("in a return parcel, not sent"),
    GoingBack.ON_THE_WAY: gettext_lazy("sent back to the exam office"),
    GoingBack.HERE: gettext_lazy("lies at the exam office"),
    GoingBack.RECEIVED: gettext_lazy("lies at the exam office"),
    GoingBack.MISSING: gettext_lazy(GOING_BACK[GoingBack.MISSING]),
    GoingBack.LOST: gettext_lazy(GOING_BACK[GoingBack.LOST]),
}

SECOND = {
    Twice.ASKED: gettext_lazy("to be typed twice"),
    Twice.TO_PRINT: gettext_lazy("its sheet never printed"),
}


def caption_of(state: str, count: int) -> str:
    """Say of what a figure is the number."""
    return ngettext(*_COUNTED[state], count)


def words_of(batch: Batch, gone: GoingBack | None) -> str:
    """Say where a batch is; `gone`: how far it is on its way back to the exam office, where it is in a parcel."""
    return str(_GONE.get(gone, STATES[batch.state]) if gone else STATES[batch.state])


def add_words(rows: Iterable[Any]) -> list[Any]:
    """Add to batches, as `where_it_is`, in which words the list says where each is."""
    listed = list(rows)
    gone = parcels.going_back_of([row.code for row in listed if row.state is BatchState.BACK])
    for row in listed:
        row.where_it_is = words_of(row, gone.get(row.code))
    return listed


def counts_with_gone(marked: MarkedPaper, counts: Mapping[BatchState, int]) -> dict[str, int]:
    """Count those that went back to the exam office apart from those that are back at the desk."""
    gone = parcels.batches_gone(marked.paper.pk, marked.uai).count() if counts[BatchState.BACK] else 0
    by_state = {str(state): count for state, count in counts.items()}
    return by_state | {str(BatchState.BACK): counts[BatchState.BACK] - gone, GONE: gone}


def next_of(marked: MarkedPaper, state: BatchState) -> str:
    """Give the address of the list of batches, narrowed to a state while there are more of them to go on with."""
    counted = batches.COUNTS.ask(paper_id=marked.paper.pk, centre_uai=marked.uai)
    rest = batches.counts_by_state(counted)[state]
    return address_of(marked, "batch_list") + (f"?state={state}" if rest else "")


def batch_scanned(marked: MarkedPaper, scanned: str) -> ScanAnswer | None:
    """Answer the code of a batch, or the address of its mark sheet; None for anything else or elsewhere."""
    code = read_scanned(scanned)
    batch = batches.find_batch(code, marked.paper.pk, marked.uai) if code.upper().startswith("B-") else None
    if batch is None:
        return None
    sentence = gettext("This is the batch {code}, not a script: scan the label of a script here.").format(
        code=batch.code
    )
    offer = ScanOffer(gettext("Open the batch"), address_of(marked, "batch", batch.code), method="get")
    return ScanAnswer(Mood.UNREADABLE, gettext("A batch"), sentence, offer)


def list_figures(counts: Mapping[str, int], loose: int, scanned: str) -> dict[str, Any]:
    """Give the figures above the list, and why what was scanned opens no page."""
    return {
        "counts": [(caption_of(state, count), count) for state, count in counts.items()],
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


def list_cells(marked: MarkedPaper, listing: Listing) -> Iterator[tuple[str, ...]]:
    """Give the cells of a page, each line with the address of its batch first."""
    rows = list(listing.rows)
    people = markers.markers_by_identifier(marked.paper.session_id, {row.holder for row in rows if row.holder})
    address = address_of_each("markingcentre:batch", marked.arguments)
    standings = {standing: str(word) for standing, word in STANDINGS.items()}
    for row in rows:
        yield (
            address(row.code),
            row.code,
            row.specialty_code,
            str(row.size),
            row.where_it_is,
            name_with_identifier(people, row.holder) if row.holder else "",
            f"{row.saved} / {row.size}",
            standings[row.standing],
        )


ORDER = list(BatchState)


def steps_of(state: BatchState, progress: TypingProgress, holder: str) -> list[WorkStep]:
    """List the steps of a batch; one at most is the next. `holder` is who has it, or had it last."""
    return [
        _sheet(state),
        _envelope(state),
        _hands(state, progress, holder),
        _marks(progress),
    ]


def _sheet(state: BatchState) -> WorkStep:
    is_done = state is not BatchState.TO_PRINT
    sentence = gettext("Printed.") if is_done else gettext("Not printed yet: its password is drawn as it is printed.")
    button = gettext_lazy("Print the mark sheet")
    return WorkStep("print_sheet", gettext_lazy("Mark sheet"), sentence, is_done, button=button, is_next=not is_done)


def _envelope(state: BatchState) -> WorkStep:
    is_done = ORDER.index(state) >= ORDER.index(BatchState.READY)
    sentence = (
        gettext("Checked against the mark sheet, script by script, and closed.")
        if is_done
        else gettext("To be checked against the mark sheet, script by script, then closed.")
    )
    is_next = state is BatchState.TO_CHECK
    button = gettext_lazy("Check the envelope") if is_next else ""
    return WorkStep("concordance", gettext_lazy("Envelope"), sentence, is_done, button=button, is_next=is_next)


def _hands(state: BatchState, progress: TypingProgress, holder: str) -> WorkStep:
    title = gettext_lazy("Hand-out and return")
    if state is BatchState.OUT:
        sentence = gettext("With {marker}.").format(marker=holder)
        button = gettext_lazy("Take it back")
        return WorkStep("take_back", title, sentence, is_done=False, button=button, is_next=True)
    if progress.is_locked:
        return WorkStep("take_back", title, gettext("Given back, and locked: put it away."), is_done=True)
    is_next = state in (BatchState.READY, BatchState.BACK)
    sentence = gettext("At the desk.") if is_next else gettext("It goes out once its envelope is closed.")
    return WorkStep("hand_out", title, sentence, is_done=False, button=gettext_lazy("Hand it out"), is_next=is_next)


def _marks(progress: TypingProgress) -> WorkStep:
    if progress.is_locked:
        return WorkStep("marks", gettext_lazy("Marks"), gettext("Locked by the marker."), is_done=True)
    words = gettext("{saved} of {lines} lines are entered; the marker locks the batch at the end.")
    sentence = words.format(saved=progress.saved, lines=progress.lines)
    return WorkStep("marks", gettext_lazy("Marks"), sentence, is_done=False)
