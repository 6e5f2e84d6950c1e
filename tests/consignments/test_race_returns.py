"""Two at the same pile, and two before the same parcel that came back."""

import threading

import pytest
from django.db import IntegrityError, transaction

from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.batches.rules.batches import BatchGoesBack
from massicot.consignments import queries, services
from massicot.consignments.models import ReturnContent, ReturnParcel
from massicot.consignments.rules import return_arrivals as arrivals
from massicot.consignments.rules import returns as rules
from massicot.consignments.rules.returns import ReturnCounts
from massicot.core.refused import Refused
from massicot.shelves import services as shelves
from massicot.shelves.rules.returns import PiledCountDiffers, ReturnChoice
from tests import going_back
from tests.cast import MARC, ODILE, OMAR, PERRIN
from tests.going_back import CAME, PACKED
from tests.racing import WAIT_S, at_once, meanwhile

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]


@pytest.fixture
def back():
    return going_back.locked_and_back()


@pytest.fixture
def sent():
    return going_back.the_parcel(going_back.sent_back()).code


def pack(built):
    where = {"paper": built.paper, "centre_uai": PERRIN, "by": MARC, "at": PACKED}
    return services.pack_return_unchecked_piles(lines=going_back.lines_of(built), **where)


def receive(code, who):
    return services.receive_return(code=code, by=who, at=CAME)


def test_without_the_guard_the_second_who_packs_a_batch_meets_an_error(back):
    line = going_back.lines_of(back)[0]
    both_have_read = threading.Barrier(2, timeout=WAIT_S)

    def bare(rank):
        with transaction.atomic():
            assert not queries.returning([line.ref])
            both_have_read.wait()
            parcel = ReturnParcel.objects.create(
                code=f"P-BARE-R{rank}",
                paper=back.paper,
                centre_uai=PERRIN,
                envelopes=1,
                announced=line.count,
                made_at=PACKED,
                made_by=MARC.login,
            )
            named = {"kind": line.kind, "ref": line.ref, "specialty_code": line.specialty_code}
            ReturnContent.objects.create(parcel=parcel, count=line.count, **named)

    with pytest.raises(IntegrityError):
        at_once(lambda: bare(1), lambda: bare(2))


def test_of_two_who_pack_the_same_batches_one_is_told(back):
    first, second = meanwhile(lambda: pack(back), lambda: pack(back))
    assert (first.envelopes, type(second)) == (2, rules.ReturnMadeMeanwhile)
    assert len(queries.returns_of(back.paper.pk)) == 1


@pytest.mark.parametrize("is_first", [True, False])
def test_a_batch_is_not_packed_on_a_count_that_changes_meanwhile(back, is_first):
    rows = batches.batches_of(back.paper.pk, PERRIN)
    number = batches.numbers_of(rows[0].pk)[-1]
    counted = ReturnCounts(len(rows), sum(row.in_hand for row in rows))
    choice = ReturnChoice(batches=[row.code for row in rows])
    where = {"paper": back.paper, "centre_uai": PERRIN}
    acts = [
        lambda: shelves.pack_return(choice=choice, counted=counted, **where, by=MARC, at=PACKED),
        lambda: batch_acts.withdraw_script(code=rows[0].code, number=number, reason="Fraude", by=ODILE, at=PACKED),
    ]
    answers = meanwhile(*acts) if is_first else meanwhile(*reversed(acts))
    assert isinstance(answers[1], BatchGoesBack if is_first else PiledCountDiffers)
    inside = [row.count for parcel in queries.returns_of(back.paper.pk) for row in queries.in_return(parcel)]
    assert inside == ([row.size for row in rows] if is_first else [])


def test_of_two_parcels_that_leave_at_once_under_one_seal_one_is_told(back):
    rows = batches.batches_of(back.paper.pk, PERRIN)
    first, second = (going_back.pack(back, batches=[row.code], seal="") for row in rows)
    answers = meanwhile(lambda: going_back.send(first, seal="AB-12"), lambda: going_back.send(second, seal="ab 12"))
    assert isinstance(answers[1], rules.ReturnSealTaken)


def test_of_many_who_pack_at_once_one_parcel_is_made(back):
    answers = at_once(*[lambda: pack(back)] * 4)
    assert sum(isinstance(answer, Refused) for answer in answers) == 3
    assert len(queries.returns_of(back.paper.pk)) == 1


def test_without_the_guard_a_parcel_is_received_by_two(sent):
    both_have_read = threading.Barrier(2, timeout=WAIT_S)

    def bare(who):
        parcel = queries.return_by_code(sent)
        both_have_read.wait()
        if parcel.arrived_at is None:
            ReturnParcel.objects.filter(pk=parcel.pk).update(arrived_at=CAME, received_by=who)
        return parcel.received_by

    assert at_once(lambda: bare("A"), lambda: bare("B")) == ["", ""]


def test_of_two_who_receive_one_parcel_one_is_told_that_it_is_here(sent):
    answers = meanwhile(lambda: receive(sent, ODILE), lambda: receive(sent, OMAR))
    assert (answers[0].received_by, type(answers[1])) == (ODILE.login, rules.ReturnReceivedAlready)


def test_an_arrival_taken_back_while_another_ticks_stays_or_nothing_is_ticked(sent):
    receive(sent, ODILE)
    said = {"code": sent, "by": ODILE, "at": CAME}
    ticked = meanwhile(
        lambda: services.tick_return(ref="1", **said),
        lambda: services.take_back_return_arrival(reason="Un autre", **said),
    )
    assert isinstance(ticked[1], arrivals.ReturnLookedThrough)
