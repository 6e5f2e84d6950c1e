"""A batch scanned where a script is asked: the box says which batch it is, and leads to its page."""

from django.utils.translation import gettext

from massicot.batches import queries as batches
from massicot.web.markingcentre.access import MarkedPaper
from massicot.web.markingcentre.batch_access import address_of
from massicot.web.shared.scanned import read_scanned
from massicot.web.shared.scanning import Mood, ScanAnswer, ScanOffer


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
