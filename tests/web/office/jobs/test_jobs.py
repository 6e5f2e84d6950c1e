"""A piece of work on its page: its bar while it lasts, whatever is reloaded, and how it ended."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from massicot.jobs import queries, rules, services
from massicot.jobs.rules import Work
from tests import world
from tests.cast import ODILE
from tests.keeping import kept
from tests.web.office.reading import words_of
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db

built = kept(world.opened)


@pytest.fixture
def office(built):
    return visitor(built, "office")


@pytest.fixture
def job(built):
    return ask(built, timezone.now())


def ask(built, at):
    return services.ask(kind=Work.PREPARE, subject={"paper": built.paper.pk}, by=ODILE, at=at)


def page_of(office, job, **headers):
    return office.get(reverse("office:job", args=[job.pk]), headers=headers)


def bar_of(answer):
    return html.fromstring(answer.content.decode()).get_element_by_id("bar")


def test_the_page_of_a_table_being_read_says_for_which_session(office, built):
    subject = {"session": built.session.code, "table": "markers", "centre": "", "upload": "0" * 32}
    job = services.ask(kind=Work.PREVIEW_TABLE, subject=subject, by=ODILE, at=timezone.now())
    page = html.fromstring(page_of(office, job).content.decode())
    assert "BTS-2017" in page.xpath("string(//title)")
    assert "BTS-2017" in page.xpath("string(//p[@class='trail'])")


def test_a_job_under_way_shows_its_bar_and_asks_for_it_again(office, job):
    services.advance(job=services.take(worker="one", at=timezone.now()), done=3, total=4, at=timezone.now())
    bar = bar_of(page_of(office, job))
    assert bar.get("hx-trigger") == "every 1s"
    assert bar.xpath(".//progress/@value") == ["75"]
    assert "3 sur 4" in " ".join(bar.text_content().split())


def test_the_bar_alone_is_answered_to_its_own_page(office, job):
    part = page_of(office, job, hx_request="true").content.decode()
    assert "<html" not in part
    assert html.fromstring(part).get("id") == "bar"


def test_a_job_that_has_ended_is_not_asked_for_again(office, job):
    services.fail(job=services.take(worker="one", at=timezone.now()), refusal=rules.JobUnknown(), at=timezone.now())
    answer = page_of(office, job)
    assert bar_of(answer).get("hx-get") is None
    assert bar_of(answer).xpath(".//*[@role='alert']")


def test_work_that_nobody_takes_up_says_what_to_start(office, built):
    idle = ask(built, timezone.now() - timedelta(seconds=15))
    assert "massicot work" in words_of(page_of(office, idle))


def test_work_whose_worker_died_says_so_once_its_lease_has_run_out(office, built):
    asked_at = timezone.now() - timedelta(minutes=5)
    job = ask(built, asked_at)
    services.take(worker="killed", at=timezone.now() - rules.LEASE / 2)
    assert "aucun signe de vie" not in words_of(page_of(office, job))
    queries.free_at(timezone.now() + rules.LEASE).update(lease_until=timezone.now())
    told = words_of(page_of(office, job))
    assert "ne donne plus aucun signe de vie (tentative 1 sur 3)" in told
    assert "massicot work" not in told
    queries.free_at(timezone.now()).update(lease_until=timezone.now() - timedelta(seconds=15))
    assert "massicot work" in words_of(page_of(office, job))


def test_work_that_killed_three_workers_is_given_up_with_a_sentence(office, job):
    for attempt in range(4):
        services.take(worker=f"killed-{attempt}", at=timezone.now() + attempt * rules.LEASE)
    assert "Ce travail s’est arrêté 3 fois avant la fin" in words_of(page_of(office, job))


def test_the_home_page_says_to_whoever_waits_for_a_worker_that_none_is_alive(office, built):
    home = reverse("office:home")
    for worker, since in (("gone", 2 * rules.SILENT_AFTER), ("last", rules.SILENT_AFTER)):
        services.say_alive(worker=worker, at=timezone.now() - since)
    assert "signe de vie" not in words_of(office.get(home))
    ask(built, timezone.now())
    assert "Aucun exécutant n’a donné signe de vie depuis" in words_of(office.get(home))
    services.say_alive(worker="last", at=timezone.now())
    assert "signe de vie" not in words_of(office.get(home))


def test_work_that_was_just_asked_for_does_not(office, job):
    assert "massicot work" not in words_of(page_of(office, job))
    assert queries.open_or_last((), 0) == [job]


@pytest.mark.parametrize(
    ("kind", "subject", "part"),
    [
        (Work.PREVIEW_TABLE, {"session": "BTS-2017", "table": "markers", "upload": "0"}, "Imports"),
        (Work.IMPORT_TABLE, {"session": "BTS-2017", "table": "markers", "upload": "0"}, "Imports"),
        (Work.INVITE, {"session": "BTS-2017"}, "Accès"),
    ],
)
def test_the_desk_marks_the_part_where_the_work_was_asked_for(office, kind, subject, part):
    job = services.ask(kind=kind, subject=subject, by=ODILE, at=timezone.now())
    page = html.fromstring(page_of(office, job).content.decode())
    assert page.xpath("//nav[@class='desk-nav']//a[@aria-current]/text()") == [part]
    assert page.xpath("//p[@class='trail']/a/text()") == [part]


def test_work_on_a_paper_belongs_to_its_documents(office, job):
    page = html.fromstring(page_of(office, job).content.decode())
    assert page.xpath("//nav[@class='desk-nav']//a[@aria-current]/text()") == ["Documents"]
