"""When each reminder is due, with the calendar of the notice: the paper ends on 10 May 2017 at 18:00 in Marseille."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from massicot.post.rules.reminders import (
    CentreFacts,
    MarkerFacts,
    OutFacts,
    PaperFacts,
    ParcelFacts,
    ReminderKind,
    reminders_due,
)

PARIS = ZoneInfo("Europe/Paris")
END = datetime(2017, 5, 10, 18, tzinfo=PARIS)
DUE = END + timedelta(hours=48)
CENTRE, MARKING = "9900001W", "0130053M"


def due(now, **facts):
    return [
        one.kind
        for one in reminders_due(PaperFacts(subject="BTS-2017/CGE", ends_at=END, due_at=DUE, **facts), PARIS, now)
    ]


@pytest.mark.parametrize(
    ("now", "kinds"),
    [
        (END + timedelta(hours=2, minutes=59), []),
        (END + timedelta(hours=3), [ReminderKind.DAY_OPEN]),
        (datetime(2017, 5, 12, 5, 59, tzinfo=PARIS), [ReminderKind.DAY_OPEN]),
        (datetime(2017, 5, 12, 6, tzinfo=PARIS), [ReminderKind.DAY_OPEN, ReminderKind.DEADLINE_NEAR]),
        (datetime(2017, 5, 12, 18, tzinfo=PARIS), [ReminderKind.DAY_OPEN, ReminderKind.DEADLINE_PASSED]),
        (DUE + timedelta(days=3), []),
    ],
)
def test_an_exam_centre_that_has_done_nothing_is_reminded_step_by_step(now, kinds):
    assert due(now, centres=[CentreFacts(CENTRE, is_day_closed=False, is_all_sent=False)]) == kinds


def test_a_centre_that_has_closed_and_sent_is_left_in_peace():
    done = CentreFacts(CENTRE, is_day_closed=True, is_all_sent=True)
    assert due(DUE, centres=[done]) == []


def test_a_parcel_is_late_five_days_after_it_left():
    parcel = ParcelFacts("P-1", MARKING, END)
    assert due(END + timedelta(days=5, seconds=-1), parcels=[parcel]) == []
    assert due(END + timedelta(days=5), parcels=[parcel]) == [ReminderKind.PARCEL_LATE]


def test_a_batch_is_missed_at_eight_in_the_evening_in_marseille():
    out = OutFacts(MARKING, ["B-1", "B-2"], datetime(2017, 5, 31, 9, tzinfo=PARIS))
    assert due(datetime(2017, 5, 31, 19, 59, tzinfo=PARIS), out=[out]) == []
    assert due(datetime(2017, 5, 31, 20, tzinfo=PARIS), out=[out]) == [ReminderKind.BATCHES_OUT]
    assert due(datetime(2017, 6, 1, 8, tzinfo=PARIS), out=[out]) == []


def test_a_batch_handed_out_after_eight_is_not_missed_that_evening():
    out = OutFacts(MARKING, ["B-1"], datetime(2017, 5, 31, 20, 30, tzinfo=PARIS))
    assert due(datetime(2017, 5, 31, 21, tzinfo=PARIS), out=[out]) == []


def test_each_evening_is_an_occasion_of_its_own_and_each_centre_too():
    out = OutFacts(MARKING, ["B-1"], datetime(2017, 5, 31, 9, tzinfo=PARIS))
    facts = PaperFacts(subject="BTS-2017/CGE", ends_at=END, due_at=DUE, out=[out])
    evenings = [datetime(2017, month, day, 20, tzinfo=PARIS) for month, day in ((5, 31), (6, 1))]
    occasions = [one.occasion for now in evenings for one in reminders_due(facts, PARIS, now)]
    assert occasions == [f"batches-out:BTS-2017/CGE/{MARKING}/2017-{day}" for day in ("05-31", "06-01")]


CLOSING = datetime(2017, 6, 7, 17, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("now", "kinds"),
    [
        (datetime(2017, 6, 2, 5, 59, tzinfo=PARIS), []),
        (datetime(2017, 6, 2, 6, tzinfo=PARIS), [ReminderKind.BATCHES_COMPLETE]),
        (datetime(2017, 6, 2, 7, tzinfo=PARIS), []),
        (datetime(2017, 6, 6, 17, tzinfo=PARIS), [ReminderKind.CLOSING_NEAR]),
        (datetime(2017, 6, 7, 6, 30, tzinfo=PARIS), [ReminderKind.CLOSING_NEAR, ReminderKind.BATCHES_COMPLETE]),
        (datetime(2017, 6, 7, 17, tzinfo=PARIS), [ReminderKind.CLOSED_UNLOCKED]),
        (datetime(2017, 6, 11, 6, tzinfo=PARIS), []),
    ],
)
def test_a_marker_is_chased_at_six_a_day_before_the_closing_and_at_it(now, kinds):
    assert due(now, markers=[MarkerFacts("BOB", CLOSING, ["B-1", "B-2"], ["B-1"])]) == kinds


def test_who_has_nothing_complete_is_told_of_the_closing_alone():
    bob = MarkerFacts("BOB", CLOSING, ["B-1"])
    assert due(datetime(2017, 6, 2, 6, tzinfo=PARIS), markers=[bob]) == []
    facts = PaperFacts(subject="BTS-2017/CGE", ends_at=END, due_at=DUE, markers=[bob])
    (reminder,) = reminders_due(facts, PARIS, CLOSING)
    assert (reminder.occasion, reminder.codes) == ("closed-unlocked:BTS-2017/CGE/BOB/2017-06-07T17:00", ("B-1",))
