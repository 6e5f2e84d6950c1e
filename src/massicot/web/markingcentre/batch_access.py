"""One batch of one's own marking centre, and the addresses of its pages."""

from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse

from massicot.batches import queries as batches
from massicot.batches.queries import Batch, BatchState
from massicot.web.markingcentre.access import MarkedPaper


def batch_or_404(marked: MarkedPaper, code: str) -> Batch:
    """Find one batch of a paper in a centre; another's is not there, and an unmade one no longer is.

    Raise BatchWasRegrouped of one that was merged or split, to whoever has its page of before.
    """
    batch = batches.find_batch(code, marked.paper.pk, marked.uai)
    if batch is not None:
        return batch
    if gone := batches.find_regrouped(code, marked.paper.pk, marked.uai):
        batches.check_standing(gone)
    raise Http404


def next_of(marked: MarkedPaper, state: BatchState) -> str:
    """Give the address of the list of batches, narrowed to a state while there are more of them to go on with."""
    counted = batches.COUNTS.ask(paper_id=marked.paper.pk, centre_uai=marked.uai)
    rest = batches.counts_by_state(counted)[state]
    return address_of(marked, "batch_list") + (f"?state={state}" if rest else "")


def address_to_hand(marked: MarkedPaper, code: str, marker: str) -> str:
    """Give the address where a batch is handed out to a marker, by identifier."""
    return f"{address_of(marked, 'hand_out', code)}?{urlencode({'correcteur': marker})}"


def address_of(marked: MarkedPaper, name: str, *more: str) -> str:
    """Give the address of a page about one paper in one centre."""
    return reverse(f"markingcentre:{name}", args=[*marked.arguments, *more])
