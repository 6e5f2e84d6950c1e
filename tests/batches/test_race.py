"""Two people at the marking centre at the same time: the race with the guard off, then the guard."""

import threading

import pytest
from django.db import IntegrityError, transaction

from massicot.batches import queries, rules, services
from massicot.batches.models import Batch
from massicot.core.refused import Refused
from massicot.scripts.rules import PUPIL_KEY
from tests import world
from tests.racing import WAIT_S, at_once, somebody_waits
from tests.world import KEY, MARC, MARKING, PERRIN

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


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


def test_a_batch_handed_to_two_markers_at_once_goes_to_one():
    built = world.batched()
    batch = queries.batches_of(built.paper.pk)[0]

    def hand_out(marker):
        services.hand_out_batch(
            code=batch.code, marker_identifier=marker, pupil_key=KEY.sub_key(PUPIL_KEY), by=MARC, at=MARKING
        )

    outcomes = at_once(lambda: hand_out("BOB"), lambda: hand_out("CHARLIE"))
    assert sorted(isinstance(outcome, Refused) for outcome in outcomes) == [False, True]
    assert len(queries.hand_outs_of(batch.pk)) == 1
