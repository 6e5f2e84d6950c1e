"""Half-days let off: kept as text, cut out of the hours of a letter at 13 h."""

from datetime import UTC, date, datetime

import pytest

from massicot.missions.rules.hours import HalfDay
from massicot.missions.rules.letters import CallSlot
from massicot.missions.rules.replacements import kept_hours, read_halves, slots_kept, written_halves

DAY = date(2017, 6, 1)
MORNING, AFTERNOON = (DAY, HalfDay.MORNING), (DAY, HalfDay.AFTERNOON)


def hours(starts, ends):
    return datetime(2017, 6, 1, starts, tzinfo=UTC), datetime(2017, 6, 1, ends, tzinfo=UTC)


@pytest.mark.parametrize(
    ("off", "kept"),
    [
        ((), hours(9, 17)),
        ((MORNING,), hours(13, 17)),
        ((AFTERNOON,), hours(9, 13)),
        ((MORNING, AFTERNOON), None),
        (((date(2017, 6, 2), HalfDay.MORNING),), hours(9, 17)),
    ],
)
def test_half_a_day_is_cut_at_thirteen_and_a_whole_one_falls_away(off, kept):
    assert kept_hours(*hours(9, 17), off) == kept


def test_a_morning_let_off_leaves_the_afternoon_as_it_is():
    assert kept_hours(*hours(14, 17), (MORNING,)) == hours(14, 17)
    assert kept_hours(*hours(9, 12), (MORNING,)) is None


def test_the_hours_of_a_letter_are_those_that_stay():
    slots = [
        CallSlot(1, "Entente", "2017-06-01T09:00:00+02:00", "2017-06-01T12:00:00+02:00", "0130053M"),
        CallSlot(2, "Correction", "2017-06-01T09:00:00+02:00", "2017-06-01T17:00:00+02:00", "0130053M"),
    ]
    (kept,) = slots_kept(slots, [MORNING])
    assert (kept.activity, kept.starts_at) == (2, "2017-06-01T13:00:00+02:00")


def test_half_days_are_read_as_they_are_written():
    text = written_halves([AFTERNOON, MORNING])
    assert text == "2017-06-01/afternoon 2017-06-01/morning"
    assert read_halves(text) == {MORNING, AFTERNOON}
    assert read_halves("") == frozenset()
