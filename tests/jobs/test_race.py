"""Two workers reach for one job at the same time: the race with the guard off, then the guard."""

import threading
from datetime import UTC, datetime

import pytest

from massicot.core.actor import SYSTEM
from massicot.jobs import queries, services
from massicot.jobs.models import Job
from massicot.jobs.rules import LEASE, JobState, Work
from tests.racing import WAIT_S, at_once

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]

NOON = datetime(2017, 4, 25, 12, tzinfo=UTC)


@pytest.fixture
def job():
    return services.ask(kind=Work.PREPARE, subject={"paper": 1}, by=SYSTEM, at=NOON)


def test_without_the_guard_two_workers_share_a_job(job):
    both = threading.Barrier(2, timeout=WAIT_S)

    def look_then_take(worker):
        found = queries.next_free(NOON)
        both.wait()
        Job.objects.filter(pk=found.pk).update(state=JobState.RUNNING, worker=worker, lease_until=NOON + LEASE)
        return found.pk

    assert at_once(lambda: look_then_take("one"), lambda: look_then_take("two")) == [job.pk, job.pk]


def test_of_many_workers_one_takes_the_job(job):
    takers = [lambda name=name: services.take(worker=name, at=NOON) for name in "abcdefgh"]
    taken = [found for found in at_once(*takers) if found is not None]
    assert [found.pk for found in taken] == [job.pk]
    assert queries.job_by_id(job.pk).attempts == 1


def test_asked_for_by_many_at_once_it_is_one_job():
    asks = [lambda: services.ask(kind=Work.PREPARE, subject={"paper": 2}, by=SYSTEM, at=NOON).pk for _ in range(6)]
    assert len(set(at_once(*asks))) == 1
    assert Job.objects.count() == 1
