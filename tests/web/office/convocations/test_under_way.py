"""Runs under way: how far they are, once for two caseworkers, and what keeps people from being convened."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from massicot.jobs import services as jobs
from massicot.jobs.models import Job
from massicot.jobs.rules import JobState, Work
from massicot.missions.models import Convocation, ConvocationRun
from massicot.missions.rules import RunKind, runs
from massicot.persons.models import Person
from massicot.post.models import Letter
from massicot.post.rules import LetterState
from tests import world
from tests.cast import ODILE, OMAR
from tests.keeping import kept
from tests.missions import calling
from tests.web.office.reading import words_of
from tests.web.office.working import work
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db
built = kept(world.opened)


@pytest.fixture
def office(built):
    return signed_in(ODILE.login)


@pytest.fixture
def mission(built, monkeypatch):
    monkeypatch.setattr(runs, "PART", 1)
    row = calling.mission(built.session, built.paper, first=timezone.localdate() + timedelta(days=20))
    calling.put(row, "BOB", "CHARLIE")
    return row


def ask(office, mission):
    return office.post(reverse("office:convocation_runs", args=["BTS-2017"]), {"missions": [mission.pk]})["Location"]


def page_of(run):
    return reverse("office:convocation_run", args=["BTS-2017", run.pk])


def convene(office, run):
    return office.post(reverse("office:ask_official_run", args=["BTS-2017", run.pk]))


def test_asked_for_by_two_caseworkers_both_watch_the_same(office, mission):
    assert ask(office, mission) == ask(signed_in(OMAR.login), mission)


def test_while_letters_are_drawn_up_their_page_says_so_and_convenes_nobody(office, mission):
    watched = ask(office, mission)
    run = ConvocationRun.objects.get()
    answer = office.get(page_of(run))
    assert "0 lettres éditées sur 2" in words_of(answer)
    assert watched in answer.content.decode()
    assert reverse("office:ask_official_run", args=["BTS-2017", run.pk]) not in answer.content.decode()
    assert convene(office, run).status_code == 422
    assert "lettres en cours d’édition" in words_of(office.get(reverse("office:convocation_runs", args=["BTS-2017"])))


def test_the_bar_leads_on_to_the_letters_once_they_are_drawn_up(office, mission):
    watched = ask(office, mission)
    work()
    address = page_of(ConvocationRun.objects.get())
    assert office.get(watched)["Location"] == address
    assert office.get(watched, headers={"hx-request": "true"})["HX-Redirect"] == address


def test_convened_twice_by_two_caseworkers_it_is_one_run(office, mission):
    ask(office, mission)
    work()
    control = ConvocationRun.objects.get()
    assert convene(office, control)["Location"] == convene(signed_in(OMAR.login), control)["Location"]
    work()
    official = ConvocationRun.objects.get(kind=RunKind.OFFICIAL)
    assert convene(signed_in(OMAR.login), control)["Location"] == page_of(official)
    assert Convocation.objects.count() == 2


def test_whoever_changed_meanwhile_is_named_and_no_name_is_kept(office, mission):
    ask(office, mission)
    work()
    Person.objects.filter(identifier="BOB").update(surname="BAOBAB")
    watched = convene(office, ConvocationRun.objects.get())["Location"]
    work()
    refused = office.get(watched)
    assert "quelque chose a changé pour Bob BAOBAB" in words_of(refused)
    assert reverse("office:convocation_runs", args=["BTS-2017"]) in refused.content.decode()
    assert not any("BAOBAB" in job.values for job in Job.objects.all())
    assert not Convocation.objects.exists()


def test_somebody_called_twice_at_once_is_marked_on_the_list_of_letters(office, built, mission):
    other = calling.mission(built.session, title="Oral", first=timezone.localdate() + timedelta(days=20))
    calling.put(other, "BOB")
    run = calling.checked(built.session, mission, other, at=timezone.now())
    assert words_of(office.get(page_of(run))).count("convoquée ailleurs à ces heures") == 2


def test_the_page_of_an_official_run_moves_by_itself_until_all_is_written(office, built, mission):
    run = calling.official(built.session, mission, at=timezone.now())
    watching = {"hx-request": "true", "x-watch": "1"}
    before = office.get(page_of(run), headers=watching).content.decode()
    assert (before.count("hx-get"), "<html" in before) == (1, False)
    assert "0 lettres sur 2" in before
    calling.convene(run, at=timezone.now())
    after = office.get(page_of(run), headers=watching).content.decode()
    assert (after.count("hx-get"), "n’ont pas accusé réception" in after) == (0, True)


def test_what_stopped_three_workers_is_asked_for_again_from_its_page(office, built, mission):
    run = calling.official(built.session, mission, at=timezone.now())
    assert "Écrire les lettres qui restent" not in words_of(office.get(page_of(run)))
    Job.objects.filter(kind=Work.CONVENE, turn=1).update(state=JobState.FAILED)
    assert "Écrire les lettres qui restent" in words_of(office.get(page_of(run)))
    convene(office, run)
    work()
    assert (Convocation.objects.count(), Job.objects.filter(kind=Work.CONVENE).count()) == (2, 3)
    assert ConvocationRun.objects.get(pk=run.pk).told_at


def test_heads_who_were_not_told_are_told_without_a_letter_more(office, built, mission):
    run = calling.official(built.session, mission, at=timezone.now())
    calling.write_parts(run, at=timezone.now())
    Job.objects.filter(kind=Work.CONVENE).update(state=JobState.FAILED)
    convene(office, run)
    work()
    assert ConvocationRun.objects.get(pk=run.pk).told_at
    assert Convocation.objects.count() == 2


def test_a_mail_that_was_perhaps_sent_is_shown_among_the_letters_of_its_run(office, built, mission):
    run = calling.convened(built.session, mission, at=timezone.now())
    mail = Letter.objects.filter(occasion__startswith=f"convocation:{run.pk}:").first()
    Letter.objects.filter(pk=mail.pk).update(state=LetterState.UNCERTAIN)
    answer = office.get(page_of(run))
    assert words_of(answer).count("peut-être envoyée") == 1
    assert reverse("office:letter", args=[mail.pk]) in answer.content.decode()


@pytest.mark.both("statements are counted here")
def test_the_home_page_tells_a_run_once_and_asks_no_more_however_many_parts_it_has(office, built, mission):
    run = calling.official(built.session, mission, at=timezone.now())
    Job.objects.exclude(kind=Work.CONVENE, turn=1).delete()
    with CaptureQueriesContext(connection) as with_one:
        office.get(reverse("office:home"))
    for part in range(2, 9):
        subject = {"run": run.pk, "part": part, "session": "BTS-2017"}
        jobs.ask(kind=Work.CONVENE, subject=subject, turn=part, by=ODILE, at=timezone.now())
    with CaptureQueriesContext(connection) as with_eight:
        answer = office.get(reverse("office:home"))
    assert answer.content.decode().count(page_of(run)) == 1
    assert len(with_eight) <= len(with_one)
