"""The states of a batch, in the order in which it goes through them."""

from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """Where a batch stands; back and out take turns."""

    TO_PRINT = "to-print"
    TO_CHECK = "to-check"
    READY = "ready"
    OUT = "out"
    BACK = "back"


def state_of(printed_at: datetime | None, sealed_at: datetime | None, taker: str, *, is_out: bool) -> State:
    """Tell where a batch stands; `taker` is the marker who holds it or held it last, empty before the first."""
    if is_out:
        return State.OUT
    if taker:
        return State.BACK
    if sealed_at is not None:
        return State.READY
    return State.TO_PRINT if printed_at is None else State.TO_CHECK
