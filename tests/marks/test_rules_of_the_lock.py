"""The rules of the window, the lock and the wait, sentence by sentence, without a database."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from massicot.core.attempts import Allowance, Attempts, count_attempt, wait_after
from massicot.core.marks import Code, Entered, Scale
from massicot.marks import rules
from massicot.marks.rules import Totals, locks, openings, sheets
from massicot.marks.rules.lines import Sheet
from massicot.marks.rules.locks import Control
from massicot.marks.rules.openings import Window
from massicot.marks.rules.sheets import SHEET
from massicot.scripts.rules import ScriptKind

PARIS, REUNION = ZoneInfo("Europe/Paris"), ZoneInfo("Indian/Reunion")
OPEN = Window(datetime(2017, 6, 1, tzinfo=PARIS), datetime(2017, 6, 7, 17, tzinfo=PARIS))
SAVED = {
    "00000001A": Entered(1200),
    "00000002B": Entered(900),
    "00000003C": Entered(code=Code.ABSENT),
    "00000004D": Entered(code=Code.BLANK),
}
KINDS = dict(
    zip(SAVED, (ScriptKind.WRITTEN, ScriptKind.WRITTEN, ScriptKind.PLACEHOLDER, ScriptKind.BLANK), strict=True)
)
NOON = datetime(2017, 6, 1, 12, tzinfo=UTC)


def check(control, saved=None, *, required=True):
    locks.check_lock(Sheet(Scale(), KINDS, SAVED if saved is None else saved), control, are_totals_required=required)


def test_the_window_holds_its_opening_and_not_its_closing():
    openings.check_window(OPEN, OPEN.opens_at)
    openings.check_window(OPEN, OPEN.closes_at - timedelta(microseconds=1))
    with pytest.raises(rules.EntryClosed):
        openings.check_window(OPEN, OPEN.closes_at)
    with pytest.raises(rules.EntryNotOpen):
        openings.check_window(OPEN, OPEN.opens_at - timedelta(microseconds=1))


@pytest.mark.parametrize(
    ("at", "zone", "named", "start"),
    [
        (datetime(2017, 6, 1, 9, 59, 59, tzinfo=UTC), PARIS, "2017-06-01 am", "2017-06-01T00:00:00+02:00"),
        (datetime(2017, 6, 1, 10, tzinfo=UTC), PARIS, "2017-06-01 pm", "2017-06-01T12:00:00+02:00"),
        (datetime(2017, 6, 1, 22, tzinfo=UTC), PARIS, "2017-06-02 am", "2017-06-02T00:00:00+02:00"),
        (datetime(2017, 6, 1, 9, tzinfo=UTC), REUNION, "2017-06-01 pm", "2017-06-01T12:00:00+04:00"),
    ],
)
def test_a_half_day_is_named_on_the_clock_of_the_session(at, zone, named, start):
    assert openings.half_day(at, zone) == named
    assert openings.half_day_start(at, zone).isoformat() == start


def test_totals_count_marks_ab_and_cb_apart():
    assert locks.totals_of(SAVED.values()) == Totals(
        numeric_lines=2, sum_hundredths=2100, absent_lines=1, blank_lines=1, lowest=900, highest=1200
    )
    assert locks.totals_of([]) == Totals(
        numeric_lines=0, sum_hundredths=0, absent_lines=0, blank_lines=0, lowest=None, highest=None
    )
    assert locks.totals_of(SAVED.values()).lines == 4


def test_totals_that_agree_lock():
    check(Control(2, 2100))


def test_totals_typed_where_none_are_asked_must_agree_all_the_same():
    check(Control(None, None), required=False)
    with pytest.raises(rules.SumDiffers):
        check(Control(None, 2000), required=False)


@pytest.mark.parametrize(
    ("control", "refusal"),
    [
        (Control(None, 2100), locks.TotalsMissing),
        (Control(2, None), locks.TotalsMissing),
        (Control(3, 2100), locks.LinesTotalDiffers),
        (Control(2, 2150), rules.SumDiffers),
    ],
)
def test_totals_missing_or_different_do_not_lock(control, refusal):
    with pytest.raises(refusal):
        check(control)


def test_runs_of_four_equal_neighbours_are_pointed_out_and_no_shorter_ones():
    shown = ["12", "12", "12", "09", "AB", "AB", "AB", "AB", "", "", "", "", "10", "10", "10", "10", "10"]
    assert locks.runs_of(shown) == [locks.Run(5, 8, "AB"), locks.Run(13, 17, "10")]


def test_an_empty_line_is_told_before_the_totals():
    with pytest.raises(rules.LinesEmpty) as refused:
        check(Control(None, None), {"00000002B": Entered(900)})
    assert refused.value.values == {"count": 3, "first": "00000001A"}


@pytest.mark.parametrize(
    ("typed", "control"),
    [
        (("48", "612"), Control(48, 61200)),
        (("48", "612,5"), Control(48, 61250)),
        ((" 48 ", "1 612.25"), Control(48, 161225)),
        (("", ""), Control(None, None)),
    ],
)
def test_totals_are_read_as_people_write_them(typed, control):
    assert rules.read_control(*typed) == control


@pytest.mark.parametrize("typed", [("-1", "612"), ("48", "612,555"), ("4,8", "612"), ("48", "6e2"), ("٤٨", "612")])
def test_totals_that_are_no_numbers_are_refused(typed):
    with pytest.raises(locks.SumMistyped):
        rules.read_control(*typed)


def test_a_sum_is_written_with_the_decimals_of_its_scale():
    assert locks.write_sum(61200, Scale()) == "612"
    assert locks.write_sum(61250, Scale(step=50)) == "612,5"
    assert locks.write_sum(61225, Scale(step=25)) == "612,25"


def test_the_digest_depends_on_the_batch_every_number_and_every_mark_and_not_on_the_order():
    digest = rules.batch_digest("B-1", {"1": "12", "2": "09"})
    assert digest == rules.batch_digest("B-1", {"2": "09", "1": "12"})
    others = [("B-2", {"1": "12", "2": "09"}), ("B-1", {"1": "12", "2": "08"}), ("B-1", {"1": "12", "3": "09"})]
    assert digest not in [rules.batch_digest(*other) for other in others]


def test_waits_double_up_to_their_ceiling():
    allowance = Allowance(free=2, ceiling=timedelta(seconds=10), wear=timedelta(hours=1))
    waits = [wait_after(failures, allowance).total_seconds() for failures in range(1, 8)]
    assert waits == [0, 0, 2, 4, 8, 10, 10]
    assert wait_after(10**6, SHEET) == SHEET.ceiling


def test_ten_minutes_of_calm_wear_one_failure_of_a_sheet_away():
    waiting = Attempts(7, NOON)
    for minutes, failures in ((9, 8), (10, 7), (69, 2), (70, 1), (7000, 1)):
        assert count_attempt(waiting, SHEET, NOON + timedelta(minutes=minutes)).failures == failures
    calm = NOON + timedelta(minutes=70)
    assert count_attempt(waiting, SHEET, calm) == Attempts(1, calm)


def test_the_wait_is_told_in_whole_seconds_rounded_up():
    with pytest.raises(rules.TooManyAttempts) as refused:
        sheets.check_attempt(Attempts(6, NOON), NOON - timedelta(milliseconds=1200))
    assert refused.value.values == {"seconds": 2}
    sheets.check_attempt(Attempts(6, NOON), NOON)
