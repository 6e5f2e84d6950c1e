"""What a page shows of the hands that hold a batch."""

from massicot.batches import queries as batches


def stay_of(batch: object) -> int:
    """Give the hand-out that a page shows of a batch that is out; none has the number 0."""
    stay = batches.open_hand_out(batch.pk)
    return stay.pk if stay else 0
