"""Two people at the marking centre at the same time: the race with the guard off, then the guard."""

import threading

import pytest
from django.db import IntegrityError, transaction

from massicot.batches import queries, rules, services
from massicot.batches.models import Batch, BatchScript, HandOut
from massicot.batches.rules import CheckOutcome, batches, hands
from massicot.custody import queries as ledger
from massicot.custody.rules import Act, ItemKind
from tests import world
from tests.cast import MARC, MARKING, PERRIN, TYPING
from tests.hands import stay_of
from tests.racing import WAIT_S, at_once, somebody_waits

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]


def make(built):
    return services.make_batches(paper=built.paper, centre_uai=PERRIN, by=MARC, at=MARKING)


def plan_then_write(built, planned, written):
    """Make a batch as somebody would who looks first and holds nothing."""
    with transaction.atomic():
        rank = len(queries.batches_of(built.paper.pk)) + 1
        planned.set()
        assert written.wait(WAIT_S)
        Batch.objects.create(
            code=f"B-BTS-2017-CGE-{rank:04d}", paper=built.paper, sequence=rank, size=1, made_at=MARKING
        )


def test_without_the_guard_two_plans_collide_on_one_number():
    built = world.received()
    planned, written = threading.Event(), threading.Event()

    def make_meanwhile():
        assert planned.wait(WAIT_S)
        make(built)
        written.set()

    with pytest.raises(IntegrityError):
        at_once(lambda: plan_then_write(built, planned, written), make_meanwhile)


def test_two_who_make_batches_at_once_make_them_once():
    built = world.received()
    held = threading.Event()

    def make_slowly():
        with transaction.atomic():
            make(built)
            held.set()
            assert somebody_waits()

    def make_meanwhile():
        assert held.wait(WAIT_S)
        return make(built)

    _, second = at_once(make_slowly, make_meanwhile)
    assert isinstance(second, rules.NothingToBatch)
    assert [batch.size for batch in queries.batches_of(built.paper.pk)] == [8, 4]


def batch_of(built):
    return queries.batches_of(built.paper.pk)[0]


def look_then(batch, looked, gone, act):
    """Act as somebody would who looks first and holds nothing: the other acts in between."""
    with transaction.atomic():
        assert queries.open_hand_out(batch.pk) is None
        looked.set()
        assert gone.wait(WAIT_S)
        act()


def meanwhile(looked, gone, act):
    assert looked.wait(WAIT_S)
    act()
    gone.set()


def unmake(batch):
    services.unmake_batch(code=batch.code, reason="Made too early", by=MARC, at=MARKING)


def test_without_the_guard_a_batch_is_unmade_under_its_markers_hands():
    batch = batch_of(world.sealed())
    looked, gone = threading.Event(), threading.Event()

    def unmake_unheld():
        BatchScript.objects.filter(batch=batch).delete()
        Batch.objects.filter(pk=batch.pk).update(unmade_at=MARKING)

    at_once(
        lambda: look_then(batch, looked, gone, unmake_unheld),
        lambda: meanwhile(looked, gone, lambda: world.lend(batch, "BOB")),
    )
    assert queries.open_hand_out(batch.pk).marker == "BOB"
    assert queries.numbers_of(batch.pk) == []


def one_after_the_other(first, second):
    """Let the second act come while the first is not over yet; give the refusal of the second."""
    held = threading.Event()

    def act_slowly():
        with transaction.atomic():
            first()
            held.set()
            assert somebody_waits()

    def act_meanwhile():
        assert held.wait(WAIT_S)
        second()

    return type(at_once(act_slowly, act_meanwhile)[1])


def test_a_batch_handed_out_while_it_is_unmade_is_unmade():
    batch = batch_of(world.sealed())
    refusal = one_after_the_other(lambda: unmake(batch), lambda: world.lend(batch, "BOB"))
    assert refusal is batches.BatchWasUnmade
    assert queries.open_hand_out(batch.pk) is None


def test_a_batch_unmade_while_it_is_handed_out_is_handed_out():
    batch = batch_of(world.sealed())
    refusal = one_after_the_other(lambda: world.lend(batch, "BOB"), lambda: unmake(batch))
    assert refusal is rules.BatchWasHandedOut
    assert len(queries.numbers_of(batch.pk)) == batch.size


def test_without_the_guard_two_clerks_write_one_batch_out_twice():
    batch = batch_of(world.sealed())
    looked, gone = threading.Event(), threading.Event()
    row = {"batch": batch, "out_at": MARKING, "out_count": 8, "out_acknowledged": 8, "out_signed": "on-screen"}

    with pytest.raises(IntegrityError):
        at_once(
            lambda: look_then(batch, looked, gone, lambda: HandOut.objects.create(marker="CHARLIE", **row)),
            lambda: meanwhile(looked, gone, lambda: world.lend(batch, "BOB")),
        )


def test_a_batch_handed_to_two_markers_at_once_goes_to_one():
    batch = batch_of(world.sealed())
    refusal = one_after_the_other(lambda: world.lend(batch, "BOB"), lambda: world.lend(batch, "CHARLIE"))
    assert refusal is rules.BatchAlreadyOut
    assert len(queries.hand_outs_of(batch.pk)) == 1


def test_without_the_guard_a_batch_comes_back_twice():
    batch = batch_of(world.handed_out())
    looked, gone = threading.Event(), threading.Event()
    stay = queries.open_hand_out(batch.pk)
    stays = HandOut.objects.filter(pk=stay.pk)

    def look_then_return():
        with transaction.atomic():
            assert stays.get().back_at is None
            looked.set()
            assert gone.wait(WAIT_S)
            return stays.update(back_at=TYPING, back_count=7, back_acknowledged=7)

    written, _ = at_once(look_then_return, lambda: meanwhile(looked, gone, lambda: world.give_back(batch)))
    assert written == 1
    assert stays.get().back_count != batch.size


def test_a_batch_given_back_at_two_desks_at_once_comes_back_once():
    batch = batch_of(world.handed_out())
    refusal = one_after_the_other(lambda: world.give_back(batch), lambda: world.give_back(batch))
    assert refusal is hands.BatchNotOut
    assert [event.act for event in ledger.story_of(ItemKind.BATCH, batch.code)].count(Act.RETURNED) == 1


def goes_on_to_charlie(batch):
    world.give_back(batch)
    world.lend(batch, "CHARLIE", TYPING)


def test_a_batch_that_goes_on_to_another_marker_is_not_taken_back_from_them_meanwhile():
    batch = batch_of(world.handed_out())
    shown = {"code": batch.code, "seen": stay_of(batch), "by": MARC, "at": TYPING}
    refusal = one_after_the_other(
        lambda: goes_on_to_charlie(batch),
        lambda: services.take_back_batch(**shown, counted=batch.size, reason="Bob is ill"),
    )
    assert refusal is hands.BatchChangedHands
    assert queries.open_hand_out(batch.pk).marker == "CHARLIE"


def test_a_note_that_waited_while_the_batch_went_on_is_not_written_of_the_next_marker():
    batch = batch_of(world.handed_out())
    shown = {"code": batch.code, "seen": stay_of(batch), "by": MARC, "at": TYPING}
    refusal = one_after_the_other(
        lambda: goes_on_to_charlie(batch), lambda: services.note_not_returned(**shown, reason="Bob went home")
    )
    assert refusal is hands.BatchChangedHands
    assert queries.missed_returns(batch.pk) == []


def test_two_clerks_who_check_one_envelope_count_each_script_once():
    batch = batch_of(world.batched())
    numbers = queries.numbers_of(batch.pk)

    def scan_all():
        return [services.check_script(code=batch.code, number=number, by=MARC).outcome for number in numbers]

    found = list(zip(*at_once(scan_all, scan_all), strict=True))
    assert {tuple(sorted(pair)) for pair in found} == {(CheckOutcome.DOUBLE, CheckOutcome.RIGHT)}
    assert queries.count_unchecked(batch.pk) == 0
