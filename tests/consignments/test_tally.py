"""What is ticked and not written yet: one sealed row of a parcel, read by every page, written all together."""

import json
import zlib
from uuid import uuid4

import pytest
from msgspec import msgpack

from massicot.audit import queries as audit
from massicot.audit.models import JournalLine
from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.consignments import queries, services
from massicot.consignments.models import Parcel, ParcelScript, ParcelTally
from massicot.consignments.queries import UNWRITTEN
from massicot.consignments.rules import Tick
from massicot.consignments.rules.parcels import AlreadyTicked, ReceptionOpen
from massicot.consignments.rules.reception import StrayOfAnotherCentre, Verdict
from massicot.core.actor import Actor
from massicot.custody.models import Event, Item
from massicot.custody.rules import Act
from massicot.results import queries as results
from massicot.results import services as result_acts
from massicot.results.models import LadderCount
from massicot.store.prepared import ask_all
from tests.cast import ARRIVAL, MARC, MARKING, PERRIN, TILLEULS

pytestmark = pytest.mark.django_db
MONA = Actor("mona@perrin.invalid")


def scan(parcel, number, scan_id=None, by=MARC, at=ARRIVAL):
    return services.scan_script(code=parcel.code, number=number, scan_id=scan_id or uuid4(), by=by, at=at).verdict


def untick(parcel, number):
    services.untick_script(code=parcel.code, number=number, by=MARC, at=ARRIVAL)


def close(parcel, at=MARKING):
    services.close_reception(code=parcel.code, by=MARC, at=at)


def written():
    """Copy what is written of scripts one by one: their rows, the ledger's, the journal."""
    return [list(model.objects.order_by("pk").values_list()) for model in (ParcelScript, Item, Event, JournalLine)]


def acts_of(parcel):
    return [(line.act, json.loads(line.facts)) for line in audit.acts_of(f"parcel:{parcel.code}")]


def test_ticks_and_ticks_taken_back_write_one_row_and_nothing_else(arrived):
    first, second, third, *_ = arrived.numbers
    before = written()
    scan(arrived, second)
    services.tick_scripts(code=arrived.code, numbers=[third, first], by=MONA, at=ARRIVAL)
    untick(arrived, third)
    assert written() == before
    tally = ParcelTally.objects.get()
    assert (tally.ticked, sum(tally.by_specialty.values())) == (2, 2)
    assert tally.tickers == sorted([MARC.login, MONA.login])


def test_its_row_is_of_one_length_and_never_twice_the_same(arrived):
    seen = []
    for number in arrived.numbers:
        scan(arrived, number)
        seen.append(bytes(ParcelTally.objects.get().sealed))
    untick(arrived, arrived.numbers[0])
    seen.append(bytes(ParcelTally.objects.get().sealed))
    close_all(arrived)
    seen.append(bytes(ParcelTally.objects.get().sealed))
    assert len({len(sealed) for sealed in seen}) == 1
    assert len(set(seen)) == len(seen)


def close_all(parcel):
    waiting = [number for number, (_, tick) in packed(parcel).items() if tick == Tick.NOT_YET]
    services.tick_scripts(code=parcel.code, numbers=waiting, by=MARC, at=ARRIVAL)
    close(parcel)


def packed(parcel):
    told = queries.parcel_and_tick(parcel.paper.pk)
    return {number: said for number, said in told.items() if said[0] == parcel.code}


def test_the_closing_writes_all_at_one_instant_in_the_order_of_the_numbers(arrived):
    pile = [arrived.numbers[rank] for rank in (3, 0, 5, 1, 4, 2)]
    for number in pile:
        scan(arrived, number, by=MONA if number == pile[0] else MARC)
    close(arrived)
    events = list(Event.objects.filter(act=Act.TICKED).order_by("pk").values_list("ref", "at", "by"))
    assert events == [(number, MARKING, "marc@perrin.invalid, mona@perrin.invalid") for number in sorted(pile)]
    assert {row.since for row in Item.objects.filter(ref__in=pile)} == {MARKING}
    ticked = {"numbers": sorted(pile), "tickers": [MARC.login, MONA.login]}
    assert acts_of(arrived)[-2:] == [("ScriptsTicked", ticked), ("ReceptionWasClosed", {"received": 6, "missing": 0})]


def test_batches_are_made_of_what_is_ticked_so_far(arrived):
    ticked = arrived.numbers[2:5]
    for number in reversed(ticked):
        scan(arrived, number)
    assert batches.by_paper(*ask_all(batches.loose_at(PERRIN))) == {arrived.paper.pk: 3}
    proposed = {one.specialty_code: one.received for one in batches.proposals_of(arrived.paper, PERRIN)}
    assert sum(proposed.values()) == 3
    made = batch_acts.make_batches(paper=arrived.paper, centre_uai=PERRIN, by=MARC, at=MARKING)
    assert sorted(number for batch in made for number in batches.numbers_of(batch.pk)) == ticked
    assert batches.by_paper(*ask_all(batches.loose_at(PERRIN))) == {}
    assert queries.ticks_of(queries.parcel_by_code(arrived.code)) == {Tick.RECEIVED: 3, Tick.NOT_YET: 3}


def test_every_read_knows_what_is_not_written_yet(arrived):
    parcel, (first, *others) = queries.parcel_by_code(arrived.code), arrived.numbers
    expected = queries.expected_by_specialty(arrived.paper.pk, PERRIN)
    scan(arrived, first)
    specialty = ParcelScript.objects.get(number=first).specialty_code
    assert [row.number for row in queries.contents_of(parcel) if row.tick == Tick.RECEIVED] == [first]
    assert list(queries.lines_of(parcel).filter(tick_now=Tick.RECEIVED).values_list("number", flat=True)) == [first]
    assert first not in queries.waiting_in(parcel, specialty)
    assert queries.ticks_by_specialty(parcel)[specialty][Tick.RECEIVED] == 1
    assert queries.numbers_ticked(arrived.paper.pk, Tick.RECEIVED) == [first]
    assert first not in queries.numbers_ticked(arrived.paper.pk, Tick.NOT_YET)
    assert queries.announcement_at(first, PERRIN).tick is Tick.RECEIVED
    assert queries.announcement_at(others[0], PERRIN).tick is Tick.NOT_YET
    assert queries.tick_counts(arrived.paper.pk)[arrived.code][Tick.RECEIVED] == 1
    assert queries.holder_now(first, arrived.code, PERRIN) == ""
    assert queries.holder_now(others[0], arrived.code, PERRIN) == arrived.code
    left = queries.expected_by_specialty(arrived.paper.pk, PERRIN)
    assert left[specialty] == expected[specialty] - 1
    counts = queries.not_received_by_paper([PERRIN])
    assert (counts[PERRIN, arrived.paper.pk, Tick.NOT_YET], counts[PERRIN, arrived.paper.pk, UNWRITTEN]) == (11, 1)


def test_lists_of_parcels_know_what_is_not_written_yet(arrived):
    scan(arrived, arrived.numbers[0])
    rows = queries.parcels_towards(PERRIN, arrived.paper.pk, ARRIVAL)
    shown = {row.code: (row.received, row.waiting, row.state) for row in queries.shown_towards(list(rows), ARRIVAL)}
    assert shown == {arrived.code: (1, 5, "ticking"), arrived.other: (0, 6, "arrived")}
    assert queries.states_towards(PERRIN, arrived.paper.pk, ARRIVAL) == {"ticking": 1, "arrived": 1}
    by_count = rows.annotate(
        received=queries.count_of(Tick.RECEIVED), waiting=queries.count_of(Tick.NOT_YET)
    ).values_list("code", "received", "waiting")
    assert set(by_count) == {(arrived.code, 1, 5), (arrived.other, 0, 6)}


def test_the_ladder_counts_what_is_not_written_yet(arrived):
    for number in arrived.numbers:
        scan(arrived, number)
    ladder = results.ladder(arrived.paper)
    assert ladder.rung("received").found == 6
    assert [gap.subject for gap in ladder.rung("in batches").gaps] == [arrived.code]


def test_the_count_of_a_paper_that_is_kept_names_no_script_before_it_is_written(arrived):
    def kept():
        result_acts.keep_count(paper=arrived.paper, at=ARRIVAL)
        parts = msgpack.decode(bytes(LadderCount.objects.get().content)[4:])
        return b"".join(map(zlib.decompress, parts.values()))

    for number in arrived.numbers:
        scan(arrived, number)
        assert not [each for each in arrived.numbers if each.encode() in kept()]
    close_all(arrived)
    assert all(each.encode() in kept() for each in arrived.numbers)


def test_a_scan_of_yesterday_is_answered_after_the_closing_and_writes_nothing(arrived):
    number, scan_id = arrived.numbers[0], uuid4()
    scan(arrived, number, scan_id)
    close_all(arrived)
    before = [*written(), list(ParcelTally.objects.values_list())]
    assert scan(arrived, number, scan_id) is Verdict.RIGHT
    assert scan(arrived, number) is Verdict.DOUBLE
    assert [*written(), list(ParcelTally.objects.values_list())] == before


def test_a_tick_taken_back_after_it_was_written_is_not_made_again_by_its_scan(arrived):
    number, scan_id = arrived.numbers[0], uuid4()
    scan(arrived, number, scan_id)
    close_all(arrived)
    services.reopen_reception(code=arrived.code, reason="again", by=MARC, at=MARKING)
    untick(arrived, number)
    assert acts_of(arrived)[-1] == ("TickTakenBack", {"number": number})
    assert scan(arrived, number, scan_id) is Verdict.TAKEN_BACK
    assert scan(arrived, number) is Verdict.RIGHT
    close(arrived)
    assert queries.ticks_of(queries.parcel_by_code(arrived.code)) == {Tick.RECEIVED: 6}


def test_more_ticks_taken_back_than_there_is_room_for_make_room(arrived):
    number, first = arrived.numbers[0], uuid4()
    scan(arrived, number, first)
    for _ in range(90):
        untick(arrived, number)
        assert scan(arrived, number) is Verdict.RIGHT
    assert scan(arrived, number, first) is Verdict.RIGHT
    untick(arrived, number)
    assert scan(arrived, number, first) is Verdict.TAKEN_BACK


def test_a_stray_that_was_ticked_in_its_own_parcel_meanwhile_is_no_stray(arrived):
    number = queries.contents_of(queries.parcel_by_code(arrived.other))[0].number
    services.tick_scripts(code=arrived.other, numbers=[number], by=MARC, at=ARRIVAL)
    with pytest.raises(AlreadyTicked):
        services.receive_stray(found_in=arrived.code, number=number, by=MARC, at=ARRIVAL)


def test_an_open_reception_is_not_opened_again(arrived):
    scan(arrived, arrived.numbers[0])
    with pytest.raises(ReceptionOpen):
        services.reopen_reception(code=arrived.code, reason="again", by=MARC, at=ARRIVAL)


def test_nobody_is_named_beside_a_script_whose_tick_was_written_with_others(arrived):
    number = arrived.numbers[0]
    scan(arrived, number)
    again = {"code": arrived.code, "number": number, "scan_id": uuid4(), "by": MONA, "at": MARKING}
    batch_acts.make_batches(paper=arrived.paper, centre_uai=PERRIN, by=MARC, at=MARKING)
    told = services.scan_script(**again)
    assert (told.verdict, told.by, told.at) == (Verdict.DOUBLE, "", None)


def test_another_marking_centre_learns_of_a_tick_once_it_is_written(arrived):
    number, other = arrived.numbers[0], queries.parcel_by_code(arrived.other)
    Parcel.objects.filter(pk=other.pk).update(destination_uai=TILLEULS)

    def told():
        with pytest.raises((StrayOfAnotherCentre, AlreadyTicked)) as refused:
            services.receive_stray(found_in=other.code, number=number, by=MONA, at=ARRIVAL)
        return refused.type, services.scan_script(code=other.code, number=number, scan_id=uuid4(), by=MONA, at=ARRIVAL)

    before = told()
    assert before[1].verdict is Verdict.ELSEWHERE
    scan(arrived, number)
    assert told() == before
    close_all(arrived)
    assert told()[1].verdict is Verdict.DOUBLE


def test_a_script_ticked_anew_after_it_was_found_is_told_as_found_once_that_is_written(arrived):
    number = arrived.numbers[0]
    services.declare_missing(code=arrived.code, number=number, by=MARC, at=ARRIVAL)
    scan(arrived, number)
    untick(arrived, number)
    scan(arrived, number)
    assert queries.found_again(arrived.paper.pk) == []
    close_all(arrived)
    assert queries.found_again(arrived.paper.pk) == [number]
