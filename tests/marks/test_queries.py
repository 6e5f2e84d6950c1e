"""What other areas and desks read of mark entry."""

import pytest

from massicot.core.marks import Code, Entered, Scale
from massicot.marks import queries, rules
from massicot.marks.rules import Totals
from tests.cast import TYPING


def test_the_grid_shows_numbers_ascending_with_what_is_saved(desk):
    desk.wood.save((desk.wood.numbers[2], "09", ""))
    grid = queries.grid_of(desk.wood.credential_id)
    assert [line.number for line in grid.lines] == sorted(desk.wood.numbers)
    assert [line.rank for line in grid.lines] == list(range(1, 9))
    assert [line.value for line in grid.lines] == ["", "", "09", "", "", "", "", ""]
    assert (grid.remaining, grid.specialty_label, grid.is_locked) == (7, "Métiers du bois", False)


def test_the_window_is_told_on_the_clock_of_the_session(desk):
    window = queries.grid_of(desk.wood.credential_id).window
    assert window.opens_at.isoformat() == "2017-06-01T00:00:00+02:00"
    assert window.closes_at.isoformat() == "2017-06-07T17:00:00+02:00"


def test_progress_counts_lines_and_knows_the_lock(desk):
    desk.wood.fill()
    assert queries.progress_of(desk.wood.batch.pk) == queries.TypingProgress(8, 8, is_locked=False)
    desk.wood.lock("8", "96")
    assert queries.progress_of(desk.wood.batch.pk).is_locked
    assert queries.progress_of(desk.water.batch.pk).remaining == 4


def test_the_marks_of_a_paper_are_read_by_number(desk, absent_number):
    desk.wood.save((desk.wood.numbers[0], "12", ""))
    desk.water.save((absent_number, "AB", ""))
    assert queries.marks_of(desk.world.paper.pk) == {
        desk.wood.numbers[0]: Entered(1200),
        absent_number: Entered(code=Code.ABSENT),
    }


def test_totals_are_told_by_batch_and_locks_keep_what_was_typed(desk, absent_number):
    desk.wood.fill("12", **{desk.wood.numbers[0]: "CB"})
    desk.water.fill("09", **{absent_number: "AB"})
    desk.wood.lock("7", "84")
    totals = queries.totals_by_batch(desk.world.paper.pk)
    assert totals[desk.water.batch.code] == Totals(
        numeric_lines=3, sum_hundredths=2700, absent_lines=1, blank_lines=0, lowest=900, highest=900
    )
    ((code, lock),) = queries.locks_of(desk.world.paper.pk).items()
    assert (code, lock.typed_lines, lock.typed_sum_hundredths) == (desk.wood.batch.code, 7, 8400)
    assert (lock.totals.numeric_lines, lock.totals.blank_lines, lock.locked_at) == (7, 1, TYPING)


def test_corrected_numbers_are_those_of_changed_lines_only(desk):
    first, second = desk.wood.numbers[:2]
    desk.wood.save((first, "12", ""), (second, "12", ""))
    desk.wood.save((second, "13", "12"))
    desk.wood.save((second, "14", "13"))
    assert queries.corrected_numbers(desk.world.paper.pk) == [second]


def test_printed_lines_count_the_last_sheet_of_each_batch(desk):
    assert queries.printed_lines(desk.world.paper.pk) == {desk.wood.batch.code: 8, desk.water.batch.code: 4}


def test_the_receipt_waits_for_the_lock_then_shows_totals_digest_and_head(desk):
    desk.wood.fill("12", **{desk.wood.numbers[0]: "09"})
    assert queries.receipt_of(desk.wood.credential_id) is None
    lock = desk.wood.lock("8", "93")
    receipt = queries.receipt_of(desk.wood.credential_id)
    assert receipt.totals == Totals(
        numeric_lines=8, sum_hundredths=9300, absent_lines=0, blank_lines=0, lowest=900, highest=1200
    )
    assert (receipt.digest, receipt.head) == (lock.digest, lock.journal_head)
    assert queries.written_sum(receipt.totals, Scale()) == "93"


def test_a_credential_that_never_was_opens_nothing(db):
    with pytest.raises(rules.SheetReplaced):
        queries.grid_of(404)
