"""What a paper has of batches already, for a question about papers: what the office may still change hangs on it."""

from django.db.models import Exists, OuterRef

from massicot.batches.models import Batch, HandOut


def has_batches() -> Exists:
    """Say whether a batch of a paper is made."""
    return Exists(_MADE)


def has_sheets() -> Exists:
    """Say whether the mark sheet of a batch of a paper is printed."""
    return Exists(_MADE.filter(printed_at__isnull=False))


def has_hand_outs() -> Exists:
    """Say whether a batch of a paper was handed out at least once; it is not unmade after that."""
    return Exists(HandOut.objects.filter(batch__paper=OuterRef("pk")))


_MADE = Batch.objects.filter(paper=OuterRef("pk"), unmade_at__isnull=True)
