"""Can any sequence of workers, deaths and clocks lose a job, do it twice at once, or let it run for ever?"""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from massicot.core.actor import SYSTEM
from massicot.jobs import queries, rules, services
from massicot.jobs.models import Job
from massicot.jobs.rules import LEASE, MOST_ATTEMPTS, JobState, Work
from tests.keeping import RolledBack, explored


class Workers(RolledBack):
    """Three subjects, two workers that take, advance, finish, stop or die."""

    def __init__(self):
        super().__init__()
        self.now = datetime(2017, 4, 25, 12, tzinfo=UTC)
        self.held, self.ended, self.asked = {}, {}, 0

    @rule(paper=st.integers(1, 3))
    def ask(self, paper):
        known = set(Job.objects.values_list("pk", flat=True))
        job = services.ask(kind=Work.PREPARE, subject={"paper": paper}, by=SYSTEM, at=self.now)
        assert (job.pk in known) == (job.pk not in self.ended and job.pk in known)

    @rule(worker=st.sampled_from(["one", "two"]))
    def take(self, worker):
        job = services.take(worker=worker, at=self.now)
        if job is not None:
            others = [held for held in self.held.values() if held.pk == job.pk]
            assert all(held.lease_until <= self.now for held in others)
            self.held[worker] = job

    @rule(worker=st.sampled_from(["one", "two"]), act=st.sampled_from(["advance", "finish", "fail", "give_back"]))
    def act(self, worker, act):
        job = self.held.get(worker)
        if job is None:
            return
        arguments = {
            "advance": {"done": 1, "total": 2, "at": self.now},
            "finish": {"outcome": {"documents": 1}, "at": self.now},
            "fail": {"refusal": rules.JobUnknown(), "at": self.now},
            "give_back": {},
        }[act]
        stored = queries.job_by_id(job.pk)
        is_mine = (stored.worker, stored.attempts, stored.state) == (worker, job.attempts, JobState.RUNNING)
        refusal = self.attempt(getattr(services, act), job=job, **arguments)
        assert refusal == (None if is_mine else rules.LeaseLost)
        if act != "advance":
            del self.held[worker]
        elif is_mine:
            self.held[worker] = queries.job_by_id(job.pk)

    @rule(leases=st.sampled_from([0.4, 1.0, 1.5]))
    def wait(self, leases):
        self.now += timedelta(seconds=LEASE.total_seconds() * leases)

    @rule(worker=st.sampled_from(["one", "two"]))
    def die(self, worker):
        self.held.pop(worker, None)

    @invariant()
    def one_job_is_open_per_subject(self):
        subjects = [job.subject for job in queries.open_or_last((), 0)]
        assert len(subjects) == len(set(subjects))

    @invariant()
    def what_has_ended_stays_as_it_ended(self):
        for job in Job.objects.exclude(state__in=sorted(rules.OPEN)):
            assert self.ended.setdefault(job.pk, (job.state, job.outcome, job.ended_at)) == (
                job.state,
                job.outcome,
                job.ended_at,
            )

    @invariant()
    def nobody_tries_for_ever(self):
        assert all(job.attempts <= MOST_ATTEMPTS for job in Job.objects.all())


@pytest.mark.django_db
def test_no_sequence_of_workers_breaks_a_job():
    run_state_machine_as_test(Workers, settings=explored(30, steps=25))
