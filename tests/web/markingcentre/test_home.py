"""The home page of the marking centre: what remains to be done now, stage by stage, the most urgent first."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from massicot.batches import queries
from massicot.batches import services as batch_acts
from massicot.consignments import queries as parcels
from massicot.consignments.rules.seals import SealSeen, SealState
from massicot.consignments.services import read_seal, take_back_seal
from massicot.results import services as result_acts
from massicot.web.markingcentre.access import MarkedPaper
from massicot.web.markingcentre.home.tasks import tasks_of
from massicot.web.markingcentre.templatetags.marking_nav import PARTS
from massicot.web.markingcentre.urls import urlpatterns
from massicot.web.shared.tasks import Urgency, rank_tasks
from tests import cast, later_world, world
from tests.cast import CEDRES, MARC, MARKING, PERRIN
from tests.hands import stay_of
from tests.web.markingcentre.desk import Desk, address

pytestmark = pytest.mark.django_db

MAY = datetime(2017, 5, 13, 8, tzinfo=UTC)
MORNING = datetime(2017, 6, 1, 6, tzinfo=UTC)
EVENING = datetime(2017, 5, 31, 14, 30, tzinfo=UTC)
"""Half past four in Paris."""


def pages_of(built, now):
    """Give where each task leads, the most urgent first."""
    tasks = rank_tasks(tasks_of([MarkedPaper(built.paper, PERRIN)], now), now)
    return [shown.task.address.removeprefix(address("home")) for shown in tasks]


def page(name, query=""):
    return address(name).removeprefix(address("home")) + query


@pytest.fixture
def built():
    return world.handed_out()


def test_parcels_on_their_way_are_late_once_their_time_is_over():
    built = world.packed()
    assert pages_of(built, cast.EVENING) == []
    assert pages_of(built, MAY) == [page("parcels", "?state=late")]


def test_a_parcel_that_is_on_its_way_is_received_from_the_home_page():
    built = world.packed()
    world.send(parcels.parcels_of(built.paper.pk)[0].code)
    assert pages_of(built, cast.MORNING) == [page("parcels", "?state=on-the-way")]


def test_what_has_arrived_is_to_be_ticked():
    seals, scripts = page("parcels", "?pieces=seal"), page("parcels", "?state=arrived")
    assert pages_of(world.arrived(), MAY) == [seals, scripts]


def test_a_seal_is_asked_for_until_it_is_told_and_no_more_once_its_parcel_is_opened_and_closed():
    built = world.arrived()
    first, *others = parcels.parcels_of(built.paper.pk)
    (asked, _) = tasks_of([MarkedPaper(built.paper, PERRIN)], MAY)
    assert (asked.urgency, str(len(others) + 1) in asked.sentence) == (Urgency.NOW, True)
    for parcel in parcels.parcels_of(built.paper.pk):
        seen = SealSeen(SealState.INTACT, parcel.seal) if parcel.seal else SealSeen(SealState.NONE)
        read_seal(code=parcel.code, seen=seen, by=MARC, at=MAY)
    assert pages_of(built, MAY) == [page("parcels", "?state=arrived")]
    take_back_seal(code=first.code, reason="Un autre paquet.", by=MARC, at=MAY)
    shown = Desk(built).read("parcels", pieces="seal")
    assert [parcel.code in shown for parcel in (first, *others)] == [True, *(False for _ in others)]


def test_what_is_received_is_put_in_batches_at_leisure_then_at_once():
    built = world.received()
    assert pages_of(built, MAY) == [page("proposal")]
    (early,), (due,) = (tasks_of([MarkedPaper(built.paper, PERRIN)], now) for now in (MAY, MARKING))
    assert (early.urgency, due.urgency) == (Urgency.LATER, Urgency.NOW)
    assert "12" in due.sentence


def test_a_script_declared_missing_is_looked_for_last():
    built = later_world.with_one_lost()
    papers = page("parcels", "?pieces=to-count")
    assert pages_of(built, MARKING) == [page("proposal"), papers, page("parcels", "?tri=-missing")]
    assert pages_of(built, built.paper.entry_closes_at) == [page("proposal"), papers]


def test_a_batch_is_printed_then_checked_then_handed_out():
    built = world.received()
    batch_acts.make_batches(paper=built.paper, centre_uai=PERRIN, by=MARC, at=MARKING)
    assert pages_of(built, MARKING) == [page("batch_list", "?state=to-print")]
    for batch in queries.batches_of(built.paper.pk):
        batch_acts.note_sheet_printed(batch=batch, at=MARKING)
    assert pages_of(built, MARKING) == [page("batch_list", "?state=to-check")]
    for batch in queries.batches_of(built.paper.pk):
        world.seal(batch)
    assert pages_of(built, MARKING) == [page("batch_list", "?state=ready")]


def test_batches_are_called_over_in_the_evening_only(built):
    assert pages_of(built, MARKING) == []
    assert pages_of(built, EVENING) == [page("roll_call")]


def test_a_batch_noted_as_not_given_back_is_called_over_no_more_until_the_next_evening(built):
    for batch in queries.batches_of(built.paper.pk):
        assert pages_of(built, EVENING) == [page("roll_call")]
        seen = stay_of(batch)
        batch_acts.note_not_returned(code=batch.code, seen=seen, reason="Gone home with it", by=MARC, at=EVENING)
    assert pages_of(built, EVENING) == []
    assert pages_of(built, EVENING + timedelta(days=1)) == [page("roll_call")]


def test_what_came_back_goes_out_again_the_next_morning(built):
    for batch in queries.batches_of(built.paper.pk):
        world.give_back(batch, at=EVENING)
    assert pages_of(built, EVENING) == []
    assert pages_of(built, MORNING) == [page("reissue")]


def test_what_is_complete_or_was_opened_again_goes_out_to_be_locked(built):
    later_world.typed(built)
    for batch in queries.batches_of(built.paper.pk):
        world.give_back(batch, at=EVENING)
    (task,) = tasks_of([MarkedPaper(built.paper, PERRIN)], MORNING)
    assert (task.address, task.urgency) == (address("reissue"), Urgency.NOW)
    assert "2 lots au centre sont entièrement saisis sans être verrouillés" in task.sentence
    later_world.lock_all(built)
    assert pages_of(built, MORNING) == [page("sheets_back"), page("returns")]
    opened = queries.batches_of(built.paper.pk)[0].code
    result_acts.unlock_batch(batch_code=opened, reason="Somme fausse.", by=cast.ODILE, at=MORNING)
    (task,) = tasks_of([MarkedPaper(built.paper, PERRIN)], MORNING)
    assert "1 lot au centre est entièrement saisi sans être verrouillé" in task.sentence
    assert pages_of(built, built.paper.entry_closes_at) == []


def test_a_locked_batch_is_taken_back_and_not_issued_again(built):
    later_world.locked(built)
    assert pages_of(built, MORNING) == [page("sheets_back"), page("roll_call")]
    for batch in queries.batches_of(built.paper.pk):
        world.give_back(batch, at=EVENING)
    assert pages_of(built, MORNING) == [page("sheets_back"), page("returns")]


def test_the_home_page_shows_the_tasks_of_ones_own_centre(built):
    queries.Batch.objects.filter(sequence=2).update(centre_uai=CEDRES)
    desk = Desk(built)
    answer = desk.client.get(reverse("markingcentre:home"))
    assert answer.status_code == 200
    assert address("batch_list") in answer.content.decode()


def test_the_home_page_is_read_in_at_most_twenty_statements(built, django_assert_max_num_queries):
    desk = Desk(built)
    for batch in desk.batches:
        world.give_back(batch, at=EVENING)
    with django_assert_max_num_queries(16):
        assert desk.client.get(reverse("markingcentre:home")).status_code == 200


def test_the_way_through_is_marked_on_every_page_of_a_paper():
    names = {route.name for route in urlpatterns if "<str:paper>" in str(route.pattern)}
    parts = {name for part in PARTS for name in (part.address, *part.others)}
    assert names
    assert {name for name in names - parts if not name.startswith(("scan_", "print_"))} == set()
