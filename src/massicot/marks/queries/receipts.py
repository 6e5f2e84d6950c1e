"""The receipt of a locked batch as a document, made when it is asked for and never stored."""

from collections.abc import Iterable

from massicot.documents import receipt
from massicot.documents.receipt import Amended, WrittenTotals
from massicot.exams import queries as exams
from massicot.marks.models import Lock, MarkChange
from massicot.marks.queries.sheets import amendments_of, live_credential, receipt_of, written_mark, written_sum


def receipt_document(credential_id: int) -> bytes | None:
    """Print the receipt of a sheet's batch; None while it is not locked; raise SheetReplaced."""
    kept = receipt_of(credential_id)
    if kept is None:
        return None
    batch = live_credential(credential_id).batch
    paper = exams.paper_by_id(batch.paper_id)
    scale, totals = kept.grid.scale, kept.totals
    lock = Lock.objects.get(batch=batch)
    return receipt.make_receipt(
        receipt.Receipt(
            heading=exams.heading_of(paper),
            batch=batch.code,
            specialty_code=batch.specialty_code,
            specialty_label=kept.grid.specialty_label,
            marking_centre=exams.place_of(batch.centre_uai),
            marker=lock.author,
            entered_by=lock.entered_by,
            replaces=kept.replaces,
            amended=[Amended(change.number, change.before, change.after, change.reason) for change in _amended(lock)],
            totals=WrittenTotals(
                totals.numeric_lines,
                totals.absent_lines,
                totals.blank_lines,
                written_sum(totals, scale),
                written_mark(totals.lowest, scale),
                written_mark(totals.highest, scale),
            ),
            marks=[(line.rank, line.number, line.value) for line in kept.grid.lines],
            digest=kept.digest,
            journal_head=kept.head,
            locked_at=kept.locked_at,
        )
    )


def _amended(lock: Lock) -> Iterable[MarkChange]:
    """Find the lines that the office changed under the signature that stands: as many as it kept before each."""
    kept = amendments_of(lock).count()
    changes = MarkChange.objects.filter(batch=lock.batch).exclude(entered_by="").order_by("-pk")[:kept]
    return reversed(changes)
