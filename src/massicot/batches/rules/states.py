"""The states of a batch, in the order in which it goes through them."""

from datetime import datetime
from enum import StrEnum


class BatchState(StrEnum):
    """Where a batch stands; back and out take turns."""

    TO_PRINT = "to-print"
    TO_CHECK = "to-check"
    READY = "ready"
    OUT = "out"
    BACK = "back"


def state_of(printed_at: datetime | None, sealed_at: datetime | None, taker: str, *, is_out: bool) -> BatchState:
    """Tell where a batch stands; `taker` is the marker who holds it or held it last, empty before the first."""
    if is_out:
        return BatchState.OUT
    if taker:
        return BatchState.BACK
    if sealed_at is not None:
        return BatchState.READY
    return BatchState.TO_PRINT if printed_at is None else BatchState.TO_CHECK
