"""A parcel that never arrives, one that comes after all, and a reception opened again."""

import json
from datetime import timedelta
from itertools import product

import pytest
from django.db.models import F

from massicot.audit import queries as audit
from massicot.batches import services as batches
from massicot.consignments import queries, rules, services
from massicot.consignments.queries.progress import URGENT_FIRST
from massicot.consignments.rules import Tick, parcels, progress
from massicot.consignments.rules.progress import Milestones, ParcelState
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind, NotThere
from massicot.exams import queries as exams
from tests import world
from tests.cast import ARRIVAL, MARC, MARKING, MORNING, PERRIN

pytestmark = pytest.mark.django_db
TOO_LATE = ARRIVAL + timedelta(days=9)


@pytest.fixture
def sent(packed):
    """The parcel of Les Cèdres is on its way, the other one is not."""
    world.send(packed.code)
    return packed


def lose(parcel, at=TOO_LATE):
    services.declare_parcel_lost(code=parcel.code, reason="Carrier has no trace", by=MARC, at=at)


def arrive(parcel):
    services.receive_parcel(code=parcel.code, by=MARC, at=TOO_LATE)


def ticks(parcel):
    return queries.ticks_of(queries.parcel_by_code(parcel.code))


def test_every_script_of_a_lost_parcel_is_missing(sent):
    lose(sent)
    assert queries.missing_by_parcel(sent.paper.pk) == {sent.code: sent.numbers}
    assert {ledger.where(ItemKind.SCRIPT, number).place for number in sent.numbers} == {"missing"}
    assert queries.lost_parcels(sent.paper.pk) == [sent.code]
    line = audit.acts_of(f"parcel:{sent.code}")[-1]
    assert json.loads(line.facts) == {"code": sent.code, "missing": 6, "reason": "Carrier has no trace"}


def test_a_lost_parcel_that_comes_is_looked_through_like_any_other(sent):
    lose(sent)
    arrive(sent)
    assert ticks(sent) == {Tick.NOT_YET: 6}
    assert (queries.lost_parcels(sent.paper.pk), queries.found_parcels(sent.paper.pk)) == ([], [sent.code])
    services.tick_scripts(code=sent.code, numbers=sent.numbers, by=MARC, at=TOO_LATE)
    services.close_reception(code=sent.code, by=MARC, at=TOO_LATE)
    assert queries.found_again(sent.paper.pk) == []


def test_one_script_of_a_lost_parcel_may_be_found_alone(sent):
    lose(sent)
    services.find_script(code=sent.code, number=sent.numbers[0], by=MARC, at=TOO_LATE)
    arrive(sent)
    assert ticks(sent) == {Tick.RECEIVED: 1, Tick.NOT_YET: 5}
    assert ledger.where(ItemKind.SCRIPT, sent.numbers[0]).inside == ""


def test_a_parcel_is_lost_only_once_it_left_is_late_and_has_not_come(sent):
    due = exams.local(sent.paper, queries.parcel_by_code(sent.code).due_at)
    with pytest.raises(progress.NotLateYet) as refused:
        lose(sent, at=due)
    assert refused.value.values["due"].isoformat() == "2017-05-12T18:00:00+02:00"
    lose(sent, at=due + timedelta(seconds=1))
    with pytest.raises(progress.AlreadyLost):
        lose(sent)
    arrive(sent)
    with pytest.raises(rules.AlreadyReceived):
        lose(sent)
    sent.code = sent.other
    with pytest.raises(parcels.NotSent):
        lose(sent)


def test_a_closed_reception_is_opened_again_with_its_reason(arrived):
    services.tick_scripts(code=arrived.code, numbers=arrived.numbers, by=MARC, at=ARRIVAL)
    with pytest.raises(parcels.ReceptionOpen):
        reopen(arrived)
    services.close_reception(code=arrived.code, by=MARC, at=ARRIVAL)
    reopen(arrived)
    assert json.loads(audit.acts_of(f"parcel:{arrived.code}")[-1].facts) == {"code": arrived.code, "reason": "One more"}
    services.untick_script(code=arrived.code, number=arrived.numbers[0], by=MARC, at=ARRIVAL)
    with pytest.raises(parcels.NotAllLookedFor):
        services.close_reception(code=arrived.code, by=MARC, at=ARRIVAL)


def reopen(parcel):
    services.reopen_reception(code=parcel.code, reason="One more", by=MARC, at=ARRIVAL)


def test_a_reception_stays_closed_once_its_scripts_are_in_batches(arrived):
    services.tick_scripts(code=arrived.code, numbers=arrived.numbers, by=MARC, at=ARRIVAL)
    batches.make_batches(paper=arrived.paper, centre_uai=PERRIN, by=MARC, at=MARKING)
    with pytest.raises(NotThere):
        services.untick_script(code=arrived.code, number=arrived.numbers[0], by=MARC, at=ARRIVAL)
    services.close_reception(code=arrived.code, by=MARC, at=ARRIVAL)
    with pytest.raises(rules.ScriptsInBatches) as refused:
        reopen(arrived)
    assert refused.value.values == {"code": arrived.code, "count": 6}


def test_only_a_received_script_is_unticked_and_not_behind_the_closing(arrived):
    first = arrived.numbers[0]
    with pytest.raises(parcels.NotTicked):
        services.untick_script(code=arrived.code, number=first, by=MARC, at=ARRIVAL)
    services.tick_scripts(code=arrived.code, numbers=arrived.numbers, by=MARC, at=ARRIVAL)
    services.close_reception(code=arrived.code, by=MARC, at=ARRIVAL)
    with pytest.raises(rules.ReceptionClosed):
        services.untick_script(code=arrived.code, number=first, by=MARC, at=ARRIVAL)
    assert ticks(arrived) == {Tick.RECEIVED: 6}


INSTANTS = (None, MORNING)


@pytest.mark.parametrize("now", [MORNING, TOO_LATE])
def test_the_database_and_the_rule_say_the_same_state(arrived, now):
    parcel = queries.parcel_by_code(arrived.code)
    for sent_at, lost_at, arrived_at, closed_at in product(INSTANTS, repeat=4):
        if (sent_at is None and (lost_at or arrived_at)) or (arrived_at is None and closed_at):
            continue
        parcel.sent_at, parcel.lost_at, parcel.arrived_at, parcel.closed_at = sent_at, lost_at, arrived_at, closed_at
        parcel.save()
        for is_begun in (False, True):
            parcel.contents.filter(number=arrived.numbers[0]).update(tick=(Tick.NOT_YET, Tick.RECEIVED)[is_begun])
            stones = Milestones(
                due_at=parcel.due_at,
                sent_at=sent_at,
                lost_at=lost_at,
                arrived_at=arrived_at,
                closed_at=closed_at,
                is_begun=is_begun,
            )
            rows = queries.parcels_towards(PERRIN, arrived.paper.pk, now).annotate(place=F("rank"))
            found = rows.get(code=arrived.code)
            [shown] = queries.shown_towards([found], now)
            assert shown.state == progress.state_of(stones, now)
            assert found.place == URGENT_FIRST.index(shown.state)


def test_the_parcels_of_a_centre_come_the_most_urgent_first_with_their_counts(sent):
    towards = queries.parcels_towards(PERRIN, sent.paper.pk, TOO_LATE)
    services.receive_parcel(code=sent.code, by=MARC, at=ARRIVAL)
    services.tick_scripts(code=sent.code, numbers=sent.numbers[:2], by=MARC, at=ARRIVAL)
    late = queries.shown_towards(list(towards), TOO_LATE)
    assert [(row.code, row.state, row.received, row.waiting) for row in late] == [
        (sent.other, "late", 0, 6),
        (sent.code, "ticking", 2, 4),
    ]
    assert late[1].centre_name == "Lycée des Cèdres"
    assert towards.order_by(queries.count_of(Tick.RECEIVED).desc()).first().code == sent.code
    assert queries.states_towards(PERRIN, sent.paper.pk, TOO_LATE) == {ParcelState.LATE: 1, ParcelState.TICKING: 1}
    assert queries.not_received_by_paper([PERRIN]) == {
        (PERRIN, sent.paper.pk, Tick.NOT_YET): 4,
        (PERRIN, sent.paper.pk, queries.UNWRITTEN): 2,
        (PERRIN, sent.paper.pk, queries.SEALS_UNTOLD): 1,
    }
    services.declare_missing(code=sent.code, number=sent.numbers[2], by=MARC, at=ARRIVAL)
    assert queries.not_received_by_paper([PERRIN])[PERRIN, sent.paper.pk, Tick.MISSING] == 1
