"""Why a batch stays in its marking centre."""

import pytest

from massicot.batches.rules import BatchState
from massicot.documents.return_note import STAYS
from massicot.marks.rules.locks import BatchStanding
from massicot.shelves.rules.returns import STAYS_OUT, StaysOut, why_it_stays


@pytest.mark.parametrize(
    ("state", "standing", "why"),
    [
        (BatchState.BACK, BatchStanding.LOCKED, None),
        (BatchState.OUT, BatchStanding.LOCKED, StaysOut.OUT),
        (BatchState.OUT, BatchStanding.TYPED, StaysOut.OUT),
        (BatchState.READY, BatchStanding.UNTOUCHED, StaysOut.UNMARKED),
        (BatchState.TO_PRINT, BatchStanding.LATE, StaysOut.UNMARKED),
        (BatchState.BACK, BatchStanding.REFERRED, StaysOut.REFERRED),
        (BatchState.BACK, BatchStanding.KEYED_ONCE, StaysOut.SECOND),
        (BatchState.BACK, BatchStanding.DIFFERING, StaysOut.SECOND),
        (BatchState.BACK, BatchStanding.COMPLETE, StaysOut.UNLOCKED),
        (BatchState.BACK, BatchStanding.LATE, StaysOut.UNLOCKED),
    ],
)
def test_a_batch_leaves_once_it_is_back_and_locked_and_otherwise_says_why_not(state, standing, why):
    assert why_it_stays(state, standing, in_hand=1) is why


def test_a_batch_of_which_nothing_is_left_stays():
    assert why_it_stays(BatchState.BACK, BatchStanding.LOCKED, in_hand=0) is StaysOut.EMPTY


def test_every_reason_has_its_words():
    assert set(STAYS_OUT) == set(STAYS) == set(StaysOut)
