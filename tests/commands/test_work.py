"""`massicot work`: jobs done to their end, refused, stopped, taken up again; letters sent; reminders written."""

import os
import threading
from datetime import timedelta

import pytest
from django.utils import timezone

from massicot.anonymity import rules as anonymity_rules
from massicot.anonymity import services as anonymity
from massicot.commands.worker import loop
from massicot.core import draws
from massicot.jobs import queries, rules, services
from massicot.jobs.rules import JobState, Work
from massicot.post import queries as post_queries
from massicot.post import services as post
from massicot.post.rules import LetterState
from tests import cast, world
from tests.cast import KEY, ODILE, PREPARED
from tests.post import mail_server


@pytest.fixture
def ask(db):
    def asking(work, **subject):
        return services.ask(kind=work, subject=subject, by=ODILE, at=timezone.now())

    return asking


def ended(job):
    return queries.job_by_id(job.pk)


def test_every_kind_of_work_has_a_worker():
    assert set(loop.KINDS) == set(Work)


def test_the_numbers_of_a_paper_are_drawn_and_counted(massicot, ask):
    paper = world.opened().paper
    anonymity.confirm_key(key=KEY, by=ODILE, at=PREPARED)
    job = ask(Work.PREPARE, paper=paper.pk)
    assert massicot("work", "--once").code == 0
    assert (ended(job).state, queries.outcome_of(ended(job))["numbers"]) == (JobState.DONE, 12)


def test_numbers_drawn_before_a_kill_are_told_by_the_next_worker(massicot, ask):
    paper = world.opened().paper
    job = ask(Work.PREPARE, paper=paper.pk)
    services.take(worker="killed", at=timezone.now() - 2 * rules.LEASE)
    anonymity.confirm_key(key=KEY, by=ODILE, at=PREPARED)
    anonymity.prepare(paper=paper, key=KEY, draw=draws.from_seed(1, "x"), by=ODILE, at=PREPARED)
    massicot("work", "--once")
    assert (ended(job).state, queries.outcome_of(ended(job))["numbers"]) == (JobState.DONE, 12)


def test_a_refused_job_keeps_the_sentence_and_the_worker_goes_on(massicot, ask):
    paper = world.opened().paper
    refused, other = ask(Work.PREPARE, paper=paper.pk), ask(Work.PRINT, paper=paper.pk, kind="registers", only="")
    massicot("work", "--once")
    assert (ended(refused).state, ended(refused).sentence) == (
        JobState.FAILED,
        anonymity_rules.KeyNotConfirmed.sentence,
    )
    assert ended(other).state == JobState.DONE


def test_a_fault_of_the_program_ends_the_job_and_not_the_worker(massicot, ask, caplog):
    job = ask(Work.PREPARE, nothing=1)
    assert massicot("work", "--once").code == 0
    assert (ended(job).sentence, queries.values_of(ended(job))) == (rules.BrokeDown.sentence, {"fault": "KeyError"})
    assert "fault of the program" in caplog.text


def test_a_worker_told_to_stop_gives_its_job_back(massicot, ask):
    paper = world.opened().paper
    job = ask(Work.PRINT, paper=paper.pk, kind="registers", only="")
    stop = threading.Event()
    stop.set()
    assert loop.take_job("stopping", timezone.now, stop)
    assert (ended(job).state, ended(job).attempts) == (JobState.WAITING, 0)


def test_documents_are_sealed_and_name_nobody_on_the_disk(massicot, ask):
    paper = world.prepared().paper
    job = ask(Work.PRINT, paper=paper.pk, kind="anonymity-lists", only="")
    massicot("work", "--once")
    box = queries.result_box(job, KEY)
    assert [name.rpartition("-")[2] for name in box.names()] == [f"{uai}.pdf" for uai in (cast.CEDRES, cast.MURIERS)]
    assert all(box.get(name).startswith(b"%PDF") for name in box.names())
    assert not any(path.read_bytes().startswith(b"%PDF") for path in box.folder.iterdir())


def test_documents_made_before_a_kill_are_not_made_again(massicot, ask):
    paper = world.prepared().paper
    job = ask(Work.PRINT, paper=paper.pk, kind="labels", only=f"{cast.CEDRES},{cast.MURIERS}")
    queries.result_box(job, KEY).put(f"labels-CGE-{cast.CEDRES}.pdf", b"made before")
    massicot("work", "--once")
    box = queries.result_box(job, KEY)
    assert [box.get(name)[:11] == b"made before" for name in box.names()] == [True, False]
    assert queries.outcome_of(ended(job)) == {"documents": 2}


def test_files_are_swept_away_an_hour_after_the_last_one(massicot):
    box = queries.upload_box("an-old-upload")
    box.put("table", b"names")
    massicot("work", "--once")
    assert box.holds("table")
    old = (timezone.now() - timedelta(hours=1)).timestamp()
    os.utime(box.folder, (old, old))
    massicot("work", "--once")
    assert not box.folder.exists()


def write():
    return post.write_letter(to="claire@cedres.invalid", subject="Accès", body="Lien", by=ODILE, at=PREPARED)


def test_letters_leave_when_a_mail_server_is_named(massicot, settings):
    letter, postmaster = write(), mail_server.Postmaster()
    with mail_server.listening(postmaster) as server:
        settings.MASSICOT_EMAIL_URL = f"smtp://{server.host}:{server.port}"
        massicot("work", "--once")
    assert [message["To"] for message in postmaster.accepted] == ["claire@cedres.invalid"]
    assert post_queries.letter_by_id(letter.pk).state == LetterState.SENT


def test_letters_wait_while_no_mail_server_is_named(massicot):
    letter = write()
    massicot("work", "--once")
    assert post_queries.letter_by_id(letter.pk).state == LetterState.WAITING


def test_an_address_of_a_mail_server_that_cannot_be_read_is_refused_at_once(massicot, settings):
    settings.MASSICOT_EMAIL_URL = "mail.example"
    answer = massicot("--lang", "en", "work", "--once")
    assert (answer.code, "MASSICOT_EMAIL_URL" in answer.err) == (3, True)


def test_a_worker_gives_signs_of_life_and_notices_when_its_job_is_gone(ask, caplog):
    ask(Work.PREPARE, paper=1)
    job, later = services.take(worker="slow", at=PREPARED), PREPARED + rules.LEASE / 2
    loop._renew(job, later)
    assert ended(job).lease_until == later + rules.LEASE
    services.take(worker="other", at=later + rules.LEASE)
    loop._renew(job, later + rules.LEASE)
    assert "taken up by another worker" in caplog.text
    assert ended(job).lease_until == later + 2 * rules.LEASE
