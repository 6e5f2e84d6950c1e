"""Jobs asked for, taken up, advanced, ended, and taken up again."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from massicot.audit import queries as audit
from massicot.core.actor import Actor
from massicot.jobs import queries, rules, services
from massicot.jobs.models import Job
from massicot.jobs.rules import LEASE, MOST_ATTEMPTS, JobState, Work

pytestmark = pytest.mark.django_db

ODILE = Actor("odile@bureau.invalid")
NOON = datetime(2017, 4, 25, 12, tzinfo=UTC)
SUBJECT = {"paper": 1, "kind": "labels"}


def ask(subject=SUBJECT):
    return services.ask(kind=Work.PRINT, subject=subject, by=ODILE, at=NOON)


def take(worker="one", at=NOON, **until):
    return services.take(worker=worker, at=at, **until)


def ask_part(number):
    return services.ask(kind=Work.CONVENE, subject={"run": 1, "part": number}, turn=number, by=ODILE, at=NOON)


def test_the_same_work_asked_for_twice_is_one_job_and_one_line():
    assert ask().pk == ask().pk
    assert [line.act for line in audit.acts_of(f"job:{Job.objects.get().pk}")] == ["JobAsked"]


def test_work_that_has_ended_may_be_asked_for_again():
    first = ask()
    services.finish(job=take(), outcome={"documents": 2}, at=NOON)
    assert ask().pk != first.pk
    assert queries.last_of(Work.PRINT, SUBJECT).state == JobState.WAITING


def test_the_last_work_of_one_kind_is_told_from_that_of_another_on_the_same_subject():
    first = ask()
    services.ask(kind=Work.PREPARE, subject=SUBJECT, by=ODILE, at=NOON)
    assert queries.last_of(Work.PRINT, SUBJECT).pk == first.pk


def test_two_open_jobs_on_one_subject_are_refused_by_the_database():
    row = {"kind": Work.PRINT, "subject": "{}", "asked_by": "x", "asked_at": NOON}
    Job.objects.create(**row, box="1")
    with pytest.raises(IntegrityError, match=r"(?i)unique"), transaction.atomic():
        Job.objects.create(**row, box="2")


def test_the_oldest_job_is_taken_first_and_by_one_worker():
    first, second = ask(), ask({"paper": 2})
    assert [job.pk for job in (take("one"), take("two"))] == [first.pk, second.pk]
    assert take("three") is None


def test_whole_work_and_first_parts_go_before_the_parts_that_were_asked_for_earlier():
    third, second, first = (ask_part(number) for number in (3, 2, 1))
    whole = ask()
    assert [take().pk for _ in range(4)] == [whole.pk, first.pk, second.pk, third.pk]


def test_while_letters_wait_the_parts_behind_the_first_are_left_where_they_are():
    second, first = ask_part(2), ask_part(1)
    assert [take(latest_turn=rules.FIRST_PARTS), take(latest_turn=rules.FIRST_PARTS)] == [first, None]
    assert take() == second


def test_a_job_is_taken_again_once_its_lease_has_run_out():
    ask()
    take("dead")
    assert take("next", NOON + LEASE - timedelta(seconds=1)) is None
    again = take("next", NOON + LEASE)
    assert (again.worker, again.attempts, again.lease_until) == ("next", 2, NOON + 2 * LEASE)


def test_advancing_renews_the_lease_and_shows_how_far_it_is():
    ask()
    job = take()
    services.advance(job=job, done=3, total=4, at=NOON + LEASE / 2)
    assert take("other", NOON + LEASE) is None
    now = queries.job_by_id(job.pk)
    assert (now.steps_done, now.steps_total) == (3, 4)


@pytest.mark.parametrize(
    ("act", "arguments"),
    [
        (services.advance, {"done": 1, "total": 2, "at": NOON}),
        (services.renew, {"at": NOON}),
        (services.finish, {"outcome": {}, "at": NOON}),
        (services.fail, {"refusal": rules.JobUnknown(), "at": NOON}),
        (services.give_back, {}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_worker_that_lost_its_lease_changes_nothing_more(act, arguments):
    ask()
    slow = take("one")
    take("one", NOON + LEASE)  # the same worker's next stay is another one
    with pytest.raises(rules.LeaseLost):
        act(job=slow, **arguments)
    assert Job.objects.get().state == JobState.RUNNING


def test_a_job_that_stops_every_worker_fails_with_a_sentence():
    ask()
    for attempt in range(MOST_ATTEMPTS):
        assert take(at=NOON + attempt * LEASE)
    assert take(at=NOON + MOST_ATTEMPTS * LEASE) is None
    job = Job.objects.get()
    assert (job.state, job.sentence) == (JobState.FAILED, rules.StoppedTooOften.sentence)
    assert queries.values_of(job) == {"attempts": MOST_ATTEMPTS}


@contextmanager
def between_look_and_hand(act):
    """Let an act happen after the next look at the jobs, before anything is written."""
    waiting = [act]

    def write(execute, sql, params, many, context):
        if sql.startswith("UPDATE") and waiting:
            waiting.pop()()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(write):
        yield


def test_a_job_that_another_worker_takes_up_meanwhile_is_left_to_it():
    job = ask()
    with between_look_and_hand(lambda: take("quick")):
        assert take("slow") is None
    assert (queries.job_by_id(job.pk).worker, queries.job_by_id(job.pk).attempts) == ("quick", 1)


def test_a_job_whose_last_attempt_another_worker_makes_meanwhile_fails():
    job = ask()
    Job.objects.update(attempts=MOST_ATTEMPTS - 1)
    with between_look_and_hand(lambda: take("quick", NOON - LEASE)):
        assert take("slow") is None
    assert queries.job_by_id(job.pk).state == JobState.FAILED


def test_a_job_given_back_waits_again_as_if_it_had_not_been_taken():
    ask()
    services.give_back(job=take())
    job = Job.objects.get()
    assert (job.state, job.attempts, job.worker, job.lease_until) == (JobState.WAITING, 0, "", None)


def test_a_job_ends_with_its_counts_and_the_journal_tells_both_ends():
    ask()
    job = take()
    services.advance(job=job, done=1, total=2, at=NOON)
    services.finish(job=job, outcome={"documents": 2}, at=NOON)
    ended = queries.job_by_id(job.pk)
    assert (ended.steps_done, queries.outcome_of(ended), ended.ended_at) == (2, {"documents": 2}, NOON)
    assert [line.act for line in audit.acts_of(f"job:{job.pk}")] == ["JobAsked", "JobEnded"]


def test_a_job_that_has_ended_does_not_end_again():
    ask()
    job = take()
    services.finish(job=job, outcome={"documents": 2}, at=NOON)
    with pytest.raises(rules.LeaseLost):
        services.fail(job=job, refusal=rules.JobUnknown(), at=NOON)
    assert (queries.job_by_id(job.pk).state, queries.job_by_id(job.pk).sentence) == (JobState.DONE, "")


def test_a_refused_job_keeps_the_sentence_of_its_refusal():
    ask()
    services.fail(job=take(), refusal=rules.LeaseLost(job=12), at=NOON)
    job = Job.objects.get()
    assert (job.state, job.sentence, queries.values_of(job)) == (JobState.FAILED, rules.LeaseLost.sentence, {"job": 12})


def test_a_job_that_nobody_asked_for_is_unknown():
    with pytest.raises(rules.JobUnknown):
        queries.job_by_id(0)


def test_a_job_buried_by_another_worker_meanwhile_is_left_alone():
    job = ask()
    Job.objects.update(attempts=MOST_ATTEMPTS)
    job.refresh_from_db()
    services.take(worker="one", at=NOON)
    services._bury(queries.free_at(NOON).filter(pk=job.pk), job, NOON)
    assert [line.act for line in audit.acts_of(f"job:{job.pk}")] == ["JobAsked", "JobEnded"]


def test_documents_are_taken_once_and_only_once_they_are_made():
    job = ask()
    services.record_taking(job=job, by=ODILE, at=NOON)
    assert Job.objects.get().taken_at is None
    services.finish(job=take(), outcome={"documents": 2}, at=NOON)
    for later in range(2):
        services.record_taking(job=job, by=ODILE, at=NOON + timedelta(minutes=later))
    assert Job.objects.get().taken_at == NOON
    assert [line.act for line in audit.acts_of(f"job:{job.pk}")] == ["JobAsked", "JobEnded", "DocumentsTaken"]
