"""How far a paper has come: what each area holds of it, added up for the rules of what may still change."""

from massicot.batches import queries as batches
from massicot.consignments import queries as consignments
from massicot.exams.queries import Paper
from massicot.exams.rules.editing import Progress
from massicot.marks import queries as marks


def progress_of(paper: Paper) -> Progress:
    """Ask each area what it holds of a paper."""
    made, printed = batches.count_made(paper.pk)
    return Progress(
        has_parcels=consignments.has_parcels(paper.pk),
        has_sheets=bool(printed),
        has_batches=bool(made),
        has_hand_outs=batches.has_hand_outs(paper.pk),
        has_marks=marks.has_marks(paper.pk),
        has_locks=marks.has_locks(paper.pk),
    )
