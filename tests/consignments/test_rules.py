"""Parcels: the 48 hours, the three values of a tick, the counts."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from massicot.consignments.rules import Tick, parcels
from massicot.exams.rules import despatch_deadline

PARIS = ZoneInfo("Europe/Paris")
ENDS = datetime(2017, 5, 10, 18, tzinfo=PARIS)
"""The notice: the paper ends on 10 May 2017 at 18:00, scripts leave within 48 hours."""


@pytest.mark.parametrize(
    ("sent", "late"),
    [
        (ENDS + timedelta(hours=16), timedelta()),
        (ENDS + timedelta(hours=48), timedelta()),
        (ENDS + timedelta(hours=48, minutes=1), timedelta(minutes=1)),
        (ENDS + timedelta(hours=72), timedelta(hours=24)),
    ],
)
def test_a_parcel_is_late_from_the_first_minute_after_the_deadline(sent, late):
    assert parcels.late_by(despatch_deadline(ENDS, 48), sent) == late


def test_forty_eight_hours_are_counted_over_the_change_to_summer_time():
    ends = datetime(2017, 3, 25, 18, tzinfo=PARIS)
    due = despatch_deadline(ends, 48)
    assert due == datetime(2017, 3, 27, 19, tzinfo=PARIS)
    assert parcels.late_by(due, datetime(2017, 3, 27, 19, tzinfo=PARIS)) == timedelta()


@pytest.mark.parametrize(
    ("day", "passed"), [(datetime(2017, 3, 26, tzinfo=PARIS), 3), (datetime(2017, 10, 29, tzinfo=PARIS), 5)]
)
def test_lateness_counts_the_hours_that_passed_not_those_that_the_clock_shows(day, passed):
    four_on_the_clock = day.replace(hour=4)
    assert parcels.late_by(day, four_on_the_clock) == timedelta(hours=passed)


def test_lateness_does_not_depend_on_whose_clock_tells_the_instants():
    due, sent = despatch_deadline(ENDS, 48), ENDS + timedelta(hours=50)
    assert (
        parcels.late_by(due, sent.astimezone(UTC)) == parcels.late_by(due.astimezone(PARIS), sent) == timedelta(hours=2)
    )


CHANGES = [
    (Tick.NOT_YET, (Tick.NOT_YET, Tick.RECEIVED), None),
    (Tick.NOT_YET, (Tick.NOT_YET, Tick.MISSING), None),
    (Tick.MISSING, (Tick.MISSING, Tick.RECEIVED), None),
    (Tick.RECEIVED, (Tick.NOT_YET, Tick.RECEIVED), parcels.AlreadyTicked),
    (Tick.RECEIVED, (Tick.NOT_YET, Tick.MISSING), parcels.AlreadyTicked),
    (Tick.RECEIVED, (Tick.MISSING, Tick.RECEIVED), parcels.AlreadyTicked),
    (Tick.RECEIVED, (Tick.RECEIVED, Tick.NOT_YET), None),
    (Tick.MISSING, (Tick.NOT_YET, Tick.RECEIVED), parcels.DeclaredMissing),
    (Tick.MISSING, (Tick.NOT_YET, Tick.MISSING), parcels.DeclaredMissing),
    (Tick.NOT_YET, (Tick.MISSING, Tick.RECEIVED), parcels.NotMissing),
    (Tick.RECEIVED, (Tick.RECEIVED, Tick.MISSING), parcels.AlreadyTicked),
]


@pytest.mark.parametrize(("found", "change", "refusal"), CHANGES)
def test_a_tick_changes_only_from_the_one_there_is(found, change, refusal):
    if refusal is None:
        parcels.check_tick("P-1", "12345678A", found, change)
        return
    with pytest.raises(refusal) as refused:
        parcels.check_tick("P-1", "12345678A", found, change)
    assert "12345678A" in str(refused.value)
    assert "P-1" in str(refused.value)


def test_a_received_script_is_never_missing_in_one_step():
    assert parcels.TICKS[Tick.RECEIVED] == {Tick.NOT_YET}
    assert all(Tick.NOT_YET not in parcels.TICKS[tick] for tick in (Tick.NOT_YET, Tick.MISSING))


def test_a_reception_stays_open_while_one_script_is_not_looked_for():
    parcels.check_all_looked_for("P-1", {Tick.RECEIVED: 3, Tick.MISSING: 1})
    parcels.check_all_looked_for("P-1", {Tick.RECEIVED: 3, Tick.NOT_YET: 0})
    with pytest.raises(parcels.NotAllLookedFor) as refused:
        parcels.check_all_looked_for("P-1", {Tick.RECEIVED: 3, Tick.NOT_YET: 2})
    assert refused.value.values == {"code": "P-1", "count": 2}


def test_a_parcel_is_counted_as_it_is_filled():
    parcels.check_packed_count("9900001W", 6, 6)
    with pytest.raises(parcels.PackedCountDiffers) as refused:
        parcels.check_packed_count("9900001W", 6, 5)
    assert refused.value.values == {"centre": "9900001W", "held": 6, "counted": 5}


def test_a_parcel_is_named_after_its_paper_and_its_centre():
    assert parcels.parcel_prefix("BTS-2017-CGE", "9900001W") == "P-BTS-2017-CGE-9900001W-"
