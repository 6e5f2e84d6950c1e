"""A worker counts the ladders of large papers, at once or beside its other work."""

import threading

import pytest
from django.db import OperationalError
from django.utils import timezone

from massicot.commands.worker import ladders
from massicot.results.models import LadderCount
from massicot.store.trouble import goes_well
from tests import later_world, world
from tests.durability.test_work import wait_until
from tests.results.test_counts import enlarge


@pytest.mark.django_db
def test_a_worker_told_once_counts_what_is_large(massicot):
    built = later_world.locked()
    enlarge(built.paper)
    assert massicot("work", "--once").code == 0
    assert LadderCount.objects.get().paper_id == built.paper.pk


@pytest.mark.django_db
def test_a_worker_told_to_leave_counts_no_other_paper():
    enlarge(later_world.locked().paper)
    over = threading.Event()
    over.set()
    ladders.count_due(over)
    assert not LadderCount.objects.exists()


@pytest.mark.django_db
def test_a_worker_leaves_a_small_paper_to_the_pages(massicot):
    later_world.locked()
    massicot("work", "--once")
    assert not LadderCount.objects.exists()


@pytest.mark.usefixtures("transactional_db")
def test_a_count_goes_on_beside_other_work():
    enlarge(world.packed().paper)
    before = timezone.now()
    with ladders.counted_beside():
        wait_until(LadderCount.objects.exists)
    assert LadderCount.objects.get().stands_at >= before


def test_a_fault_of_a_round_is_told_and_another_round_follows(caplog):
    assert not goes_well(lambda: 1 / 0)
    assert "a worker met a fault of the program" in caplog.text
    assert goes_well(lambda: None)


def test_a_database_that_is_away_is_told(caplog):
    def away():
        raise OperationalError("the server closed the connection")

    assert not goes_well(away)
    assert "the database does not answer: the server closed the connection" in caplog.text
