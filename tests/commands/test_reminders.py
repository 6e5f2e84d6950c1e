"""Who a worker writes to when the calendar says that something should be done by now."""

from datetime import UTC, datetime, timedelta

import pytest

from massicot.commands.worker import reminders
from massicot.consignments import queries as parcels
from massicot.post import queries
from tests import other_routes, world
from tests.cast import CEDRES, CLAIRE, MARC, MORNING
from tests.keeping import kept

pytestmark = pytest.mark.django_db

END = datetime(2017, 5, 10, 16, tzinfo=UTC)
"""The paper ends at six in the evening in Paris."""

prepared = kept(world.prepared)


def written():
    return [(letter.to, letter.occasion, letter.subject) for letter in queries.letters().order_by("pk")]


def test_a_head_is_reminded_once_three_hours_after_the_paper_while_the_day_is_open(prepared):
    assert reminders.write_due(END + timedelta(hours=3, seconds=-1)) == 0
    assert reminders.write_due(END + timedelta(hours=3)) == 1
    assert reminders.write_due(END + timedelta(hours=4)) == 0
    to, occasion, subject = written()[0]
    assert (to, occasion) == (CLAIRE.login, f"day-open:BTS-2017/CGE/{CEDRES}")
    assert "Lycée des Cèdres" in subject


def test_a_closed_day_is_not_reminded_of_but_what_has_not_left_is(prepared):
    world.sat(world=prepared)
    assert reminders.write_due(END + timedelta(hours=35, minutes=59)) == 0
    assert reminders.write_due(END + timedelta(hours=36)) == 1
    assert reminders.write_due(END + timedelta(hours=48)) == 1
    assert [occasion.partition(":")[0] for _, occasion, _ in written()] == ["deadline-near", "deadline-passed"]


def test_a_centre_whose_scripts_have_all_left_is_left_in_peace(prepared):
    world.packed(world.sat(world=prepared))
    other_routes.pack(prepared, CEDRES)
    for parcel in parcels.parcels_of(prepared.paper.pk):
        world.send(parcel.code)
    assert reminders.write_due(END + timedelta(hours=36)) == 0


def test_a_centre_that_has_sent_one_route_only_is_reminded_of_the_other(prepared):
    world.packed(world.sat(world=prepared))
    other_routes.send_all(prepared, CEDRES)
    assert reminders.write_due(END + timedelta(hours=36)) == 1
    assert written()[0][:2] == (CLAIRE.login, f"deadline-near:BTS-2017/CGE/{CEDRES}")


def test_a_parcel_on_its_way_for_five_days_is_told_to_the_marking_centre(prepared):
    world.packed(world.sat(world=prepared))
    code = parcels.parcels_of(prepared.paper.pk)[0].code
    world.send(code)
    assert reminders.write_due(MORNING + timedelta(days=5, seconds=-1)) == 0
    assert reminders.write_due(MORNING + timedelta(days=5)) == 1
    assert written()[0][:2] == (MARC.login, f"parcel-late:{code}")


def test_batches_still_out_at_eight_are_told_once_an_evening(prepared):
    handed = world.handed_out(world.received(world.arrived(world.packed(world.sat(world=prepared)))))
    eight = datetime(2017, 5, 31, 18, tzinfo=UTC)
    assert reminders.write_due(eight - timedelta(seconds=1)) == 0
    assert reminders.write_due(eight) == 1
    assert reminders.write_due(eight + timedelta(hours=1)) == 0
    assert reminders.write_due(eight + timedelta(days=1)) == 1
    body = queries.body_of(queries.letters()[0])
    assert all(code in body for code in handed.sheets)
