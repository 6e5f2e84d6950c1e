"""The ledger's writes: where a thing is, what it carries along, and its story."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from massicot.core.actor import Actor
from massicot.custody import queries, rules, services
from massicot.custody.models import Event, Item
from massicot.custody.rules import Act, ItemKind, Place, Spot
from tests.cast import ARRIVAL, EVENING, MORNING

pytestmark = pytest.mark.django_db

NORA, TRUCK = Actor("nora@centre.invalid"), Spot(Place.CARRIER, "Messageries")
CENTRE, PERRIN = Spot(Place.EXAM_CENTRE, "9900001W"), Spot(Place.MARKING_CENTRE, "0130053M")
OFFICE = Spot(Place.OFFICE)
ONE, TWO, THREE = "10000000A", "20000000A", "30000000A"


@pytest.fixture
def parcel():
    """Two scripts in a parcel, a third one left beside it."""
    services.appear(kind=ItemKind.SCRIPT, refs=[ONE, TWO, THREE], act=Act.NUMBERED, spot=CENTRE, by=NORA, at=EVENING)
    services.appear(kind=ItemKind.PARCEL, refs=["P-1"], act=Act.MADE_UP, spot=CENTRE, count=2, by=NORA, at=EVENING)
    pack([ONE, TWO])
    return "P-1"


def pack(refs, act=Act.PACKED, before="", after="P-1"):
    services.move_all(
        refs=refs,
        act=act,
        origin=CENTRE,
        destination=CENTRE,
        inside_before=before,
        inside_after=after,
        by=NORA,
        at=EVENING,
    )


def carry(act, origin, destination, at, kind=ItemKind.PARCEL, ref="P-1"):
    services.move(
        kind=kind, ref=ref, act=act, origin=origin, destination=destination, count=2, seal="S1", by=NORA, at=at
    )


def test_what_is_inside_travels_along_without_an_event_of_its_own(parcel):
    carry(Act.SENT, CENTRE, TRUCK, MORNING)
    places = dict(Item.objects.values_list("ref", "place"))
    assert places == {ONE: "carrier", TWO: "carrier", "P-1": "carrier", THREE: "exam-centre"}
    assert Event.objects.filter(ref=ONE).count() == 2
    assert queries.contents_of("P-1") == [ONE, TWO]


def test_the_story_of_a_script_tells_the_moves_of_its_parcel_while_it_was_inside(parcel):
    carry(Act.SENT, CENTRE, TRUCK, MORNING)
    carry(Act.ARRIVED, TRUCK, PERRIN, ARRIVAL)
    services.move_all(
        refs=[ONE], act=Act.TICKED, origin=PERRIN, destination=PERRIN, inside_before="P-1", by=NORA, at=ARRIVAL
    )
    assert [event.act for event in queries.story_of(ItemKind.SCRIPT, ONE)] == [
        Act.NUMBERED, Act.PACKED, Act.SENT, Act.ARRIVED, Act.TICKED,
    ]  # fmt: skip
    assert [event.act for event in queries.story_of(ItemKind.SCRIPT, THREE)] == [Act.NUMBERED]


def test_a_thing_leaves_only_from_where_it_is(parcel):
    carry(Act.SENT, CENTRE, TRUCK, MORNING)
    with pytest.raises(rules.NotThere), transaction.atomic():
        carry(Act.SENT, CENTRE, TRUCK, MORNING)
    with pytest.raises(rules.MoveForbidden), transaction.atomic():
        carry(Act.SENT, PERRIN, TRUCK, MORNING)
    assert Event.objects.filter(ref="P-1", act=Act.SENT).count() == 1


def test_a_thing_first_appears_only_where_its_act_has_it_appear():
    with pytest.raises(rules.MoveForbidden), transaction.atomic():
        services.appear(kind=ItemKind.PARCEL, refs=["P-1"], act=Act.MADE_UP, spot=TRUCK, by=NORA, at=EVENING)
    assert not Item.objects.exists()


def test_a_stray_leaves_alone_the_parcel_that_announced_it(parcel):
    carry(Act.SENT, CENTRE, TRUCK, MORNING)
    carry(Act.ARRIVED, TRUCK, PERRIN, ARRIVAL)
    where = {"origin": PERRIN, "inside_before": "P-1", "destination": PERRIN, "found_in": "P-2"}
    services.move_stray(ref=ONE, **where, by=NORA, at=ARRIVAL)
    assert queries.contents_of("P-1") == [TWO]


def test_scripts_move_all_or_none(parcel):
    before = list(Item.objects.order_by("ref").values_list("ref", "inside"))
    with pytest.raises(rules.NotThere) as refused, transaction.atomic():
        pack([THREE, ONE])
    assert refused.value.values == {"ref": f"{THREE}…{ONE}"}
    assert list(Item.objects.order_by("ref").values_list("ref", "inside")) == before
    assert Event.objects.filter(ref=THREE).count() == 1


def test_a_lycee_that_is_both_centres_moves_scripts_from_where_they_lie(parcel):
    same = Spot(Place.MARKING_CENTRE, CENTRE.ref)
    with pytest.raises(rules.NotThere), transaction.atomic():
        services.move_all(refs=[THREE], act=Act.TICKED, origin=same, destination=same, by=NORA, at=ARRIVAL)
    assert queries.where(ItemKind.SCRIPT, THREE).place == Place.EXAM_CENTRE


def test_moving_nothing_leaves_no_trace(parcel):
    before = Event.objects.count()
    pack([])
    assert Event.objects.count() == before


def test_a_thing_opened_again_is_gone_but_its_story_stays(parcel):
    pack([ONE, TWO], act=Act.UNPACKED, before="P-1", after="")
    services.withdraw(kind=ItemKind.PARCEL, refs=["P-1"], spot=CENTRE)
    assert queries.find("P-1") is None
    assert queries.count_made_up(ItemKind.PARCEL, "P-") == 1


def test_scripts_numbered_anew_have_all_the_same_story(parcel):
    pack([ONE, TWO], act=Act.UNPACKED, before="P-1", after="")
    services.unnumber(refs=[ONE, TWO], spot=CENTRE)
    services.appear(kind=ItemKind.SCRIPT, refs=[ONE, TWO], act=Act.NUMBERED, spot=CENTRE, by=NORA, at=MORNING)
    stories = [[(event.act, event.at) for event in queries.story_of(ItemKind.SCRIPT, ref)] for ref in (ONE, TWO)]
    assert stories == [[(Act.NUMBERED, MORNING)]] * 2
    assert queries.where(ItemKind.SCRIPT, THREE).since == EVENING


def test_the_ledger_says_who_holds_a_batch_and_who_held_it_last():
    bob = Spot(Place.MARKER, "BOB")
    services.appear(kind=ItemKind.BATCH, refs=["B-1"], act=Act.MADE_UP, spot=PERRIN, by=NORA, at=ARRIVAL)
    assert (queries.holder_of_batch("B-1"), queries.last_holder_of_batch("B-1")) == ("", "")
    carry(Act.HANDED_OUT, PERRIN, bob, ARRIVAL, ItemKind.BATCH, "B-1")
    assert (queries.holder_of_batch("B-1"), queries.last_holder_of_batch("B-1")) == ("BOB", "BOB")
    carry(Act.RETURNED, bob, PERRIN, ARRIVAL, ItemKind.BATCH, "B-1")
    assert (queries.holder_of_batch("B-1"), queries.last_holder_of_batch("B-1")) == ("", "BOB")


def test_what_lies_loose_in_a_place_is_listed(parcel):
    assert queries.refs_at(ItemKind.SCRIPT, Place.EXAM_CENTRE, "9900001W") == [THREE]
    assert queries.refs_at(ItemKind.SCRIPT, Place.EXAM_CENTRE, "9900002X") == []


def test_loose_scripts_are_counted_by_their_cell_until_something_holds_them():
    cells = {ONE: "1/90001", TWO: "1/90002", THREE: "1/90001"}
    services.appear(
        kind=ItemKind.SCRIPT, refs=list(cells), act=Act.NUMBERED, spot=CENTRE, cells=cells, by=NORA, at=EVENING
    )
    assert queries.count_loose_by_cell(CENTRE) == {"1/90001": 2, "1/90002": 1}
    services.put_inside(contents={"P-1": [ONE]}, act=Act.PACKED, spot=CENTRE, by=NORA, at=EVENING)
    assert queries.count_loose_by_cell(CENTRE) == {"1/90001": 1, "1/90002": 1}
    assert queries.count_loose_by_cell(PERRIN) == {}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans with statistics of the rows")
def test_scripts_are_put_into_a_thing_without_reading_all_that_lies_loose_beside_them():
    refs = [f"{rank:08d}A" for rank in range(50)]
    services.appear(kind=ItemKind.SCRIPT, refs=refs, act=Act.NUMBERED, spot=CENTRE, by=NORA, at=EVENING)
    with CaptureQueriesContext(connection) as asked, connection.cursor() as cursor:
        services.put_inside(contents={"P-1": refs}, act=Act.PACKED, spot=CENTRE, by=NORA, at=EVENING)
        (update,) = (query["sql"] for query in asked if query["sql"].startswith("UPDATE"))
        assert "AND ref=?" in str(cursor.execute(f"EXPLAIN QUERY PLAN {update}").fetchall())


def test_boxes_of_strips_keep_their_counts():
    for ref, count in (("S-X-1", 8), ("S-X-2", 1), ("S-Y-1", 5)):
        services.appear(kind=ItemKind.STRIPS, refs=[ref], act=Act.BOXED, spot=CENTRE, count=count, by=NORA, at=EVENING)
    assert queries.boxed_strips("S-X-") == {"S-X-1": 8, "S-X-2": 1}


@pytest.fixture
def going_back(parcel):
    """A batch of two scripts, in a parcel that goes back to the exam office."""
    perrin = {"spot": PERRIN, "by": NORA, "at": ARRIVAL}
    carry(Act.SENT, CENTRE, TRUCK, MORNING)
    carry(Act.ARRIVED, TRUCK, PERRIN, ARRIVAL)
    lifted = {"act": Act.TICKED, "origin": PERRIN, "destination": PERRIN, "by": NORA, "at": ARRIVAL}
    services.move_all(refs=[ONE, TWO], inside_before="P-1", **lifted)
    services.appear(kind=ItemKind.BATCH, refs=["B-1"], act=Act.MADE_UP, **perrin)
    services.put_inside(contents={"B-1": [ONE, TWO]}, act=Act.PUT_IN_BATCH, **perrin)
    services.appear(kind=ItemKind.PARCEL, refs=["P-R1"], act=Act.MADE_UP, **perrin)
    move_batch(Act.PACKED_BACK, PERRIN, PERRIN, after="P-R1")
    return "P-R1"


def move_batch(act, origin, destination, before="", after=""):
    inside = {"inside_before": before, "inside_after": after}
    moved = {"kind": ItemKind.BATCH, "refs": ["B-1"], "origin": origin, "destination": destination, "count": 2}
    services.move_all(act=act, **moved, **inside, by=NORA, at=ARRIVAL)


def places():
    return {ref: (place, inside) for ref, place, inside in Item.objects.values_list("ref", "place", "inside")}


def test_a_parcel_takes_its_batches_along_and_these_their_scripts(going_back):
    way = {"counts": {going_back: 2}, "by": NORA, "at": ARRIVAL}
    services.move_with_batches(act=Act.SENT_BACK, origin=PERRIN, destination=TRUCK, **way)
    services.move_with_batches(act=Act.CAME_BACK, origin=TRUCK, destination=OFFICE, **way)
    assert (places()["B-1"], places()[ONE]) == (("office", going_back), ("office", "B-1"))
    assert places()[THREE] == ("exam-centre", "")
    move_batch(Act.DECLARED_MISSING, OFFICE, Spot(Place.MISSING), before=going_back)
    assert (places()["B-1"], places()[TWO]) == (("missing", ""), ("missing", "B-1"))


def test_the_story_of_a_script_tells_the_way_of_its_batch_in_a_parcel_and_no_further(going_back):
    way = {"counts": {going_back: 2}, "by": NORA, "at": ARRIVAL}
    services.move_with_batches(act=Act.SENT_BACK, origin=PERRIN, destination=TRUCK, **way)
    services.move_with_batches(act=Act.CAME_BACK, origin=TRUCK, destination=OFFICE, **way)
    move_batch(Act.TAKEN_IN, OFFICE, OFFICE, before=going_back)
    services.move_with_batches(act=Act.NOT_COME_BACK, origin=OFFICE, destination=TRUCK, **way)
    acts = [event.act for event in queries.story_of(ItemKind.SCRIPT, ONE)]
    assert acts[-5:] == ["put-in-batch", "packed-back", "sent-back", "came-back", "taken-in"]
    assert places()[ONE] == ("office", "B-1")


def test_what_lies_inside_another_thing_goes_nowhere_by_itself(going_back):
    with pytest.raises(rules.NotThere), transaction.atomic():
        carry(Act.HANDED_OUT, PERRIN, Spot(Place.MARKER, "BOB"), ARRIVAL, kind=ItemKind.BATCH, ref="B-1")
    move_batch(Act.UNPACKED_BACK, PERRIN, PERRIN, before=going_back)
    carry(Act.HANDED_OUT, PERRIN, Spot(Place.MARKER, "BOB"), ARRIVAL, kind=ItemKind.BATCH, ref="B-1")
    assert places()[ONE] == ("marker", "B-1")


def test_many_go_together_or_none_does_and_what_lies_in_others_stays(going_back):
    services.appear(
        kind=ItemKind.PARCEL, refs=["P-R2"], act=Act.MADE_UP, spot=PERRIN, counts={"P-R2": 5}, by=NORA, at=EVENING
    )
    way = {"act": Act.SENT_BACK, "origin": PERRIN, "destination": TRUCK, "by": NORA, "at": ARRIVAL}
    with pytest.raises(rules.NotThere), transaction.atomic():
        services.move_with_batches(counts={going_back: 2, "P-R9": 1}, **way)
    before = places()
    assert before["B-1"] == ("marking-centre", going_back)
    services.move_with_batches(counts={"P-R2": 5}, **way)
    assert {ref for ref, place in places().items() if place != before[ref]} == {"P-R2"}
    services.move_with_batches(counts={going_back: 2}, **way)
    assert (places()["B-1"], places()[ONE]) == (("carrier", going_back), ("carrier", "B-1"))
    assert [event.count for event in queries.story_of(ItemKind.PARCEL, "P-R2")] == [5, 5]
