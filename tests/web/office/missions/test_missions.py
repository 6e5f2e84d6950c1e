"""Missions on the office's desk: proposed, filled, corrected by hand; what is told and what is refused."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from massicot.exams.models import Paper
from massicot.missions import queries
from massicot.missions.models import Activity
from massicot.persons import services as persons
from massicot.persons.models import Person
from massicot.post import services as post
from tests.cast import ODILE
from tests.keeping import kept
from tests.missions import calling, calls
from tests.web.office.home.test_home import move_paper
from tests.web.office.reading import fields_of, words_of
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db

built = kept(calls.proposed)

LIST = "/bureau/BTS-2017/missions/"


@pytest.fixture
def office(built):
    """Somebody of the office, in their browser."""
    return visitor(built, "office")


@pytest.fixture
def mission(built):
    return queries.mission_rows(built.session.pk).get()


@pytest.fixture
def later(mission):
    """Let the mission begin in ten days."""
    shift = timezone.now() + timedelta(days=10) - mission.begins_at
    Activity.objects.update(starts_at=F("starts_at") + shift, ends_at=F("ends_at") + shift)


def page(mission, name="mission"):
    return reverse(f"office:{name}", args=["BTS-2017", mission.pk])


def test_the_missions_of_a_session_are_listed_with_what_lacks(office):
    words = words_of(office.get(LIST))
    assert "Corrections – Culture générale et expression" in words
    assert "Lycée Jean Perrin" in words


def test_whoever_is_set_aside_since_is_told_on_the_list(office, mission):
    calls.put(mission, "BOB")
    bob = Person.objects.get(identifier="BOB")
    persons.set_person_aside(person=bob, reason="Congé de longue durée", by=ODILE, at=timezone.now())
    assert "mis à l’écart par le bureau" in words_of(office.get(page(mission)))


def test_a_mission_explains_how_many_to_call_and_says_how_many_lack(office, mission):
    words = words_of(office.get(page(mission)))
    assert "Il en manque 5 sur la liste" in words


def test_a_mission_is_filled_by_one_press_and_each_has_a_reason(office, mission):
    shown = office.post(page(mission, "fill_mission"), follow=True)
    words = words_of(shown)
    assert "5 personnes sont mises sur la liste" in words
    assert "pas encore convoqué cette année" in words


@pytest.mark.both("the database searches and sorts here")
def test_the_pool_says_why_somebody_is_not_proposed(office, mission):
    words = words_of(office.get(page(mission, "mission_pool"), {"cherche": "FENOUIL"}))
    assert "d’une autre discipline" in words


def test_a_mission_changed_with_its_own_form_changes_nothing_else(office, mission):
    address = page(mission, "change_mission")
    typed = fields_of(office.get(address))
    refused = office.post(address, typed)
    assert (refused.status_code, "Rien n’a été changé" in words_of(refused)) == (422, True)
    assert office.post(address, typed | {"needed": "9"}).status_code == 303
    assert [row.needed for row in queries.mission_rows(mission.session_id)] == [9]


def test_a_paper_without_candidates_proposes_nothing(office, built):
    Paper.objects.update(starts_at=built.paper.starts_at)
    refused = office.post(reverse("office:propose_missions", args=["BTS-2017"]), {"paper": "CGE"})
    assert (refused.status_code, "Rien à proposer" in words_of(refused)) == (422, True)


@pytest.mark.parametrize("name", ["mission", "mission_pool", "change_mission"])
def test_a_page_asks_no_more_however_many_the_pool_has(office, mission, name, django_assert_max_num_queries):
    calls.fill(mission)
    office.get(page(mission, name))
    with django_assert_max_num_queries(20):
        assert office.get(page(mission, name)).status_code == 200


def home_says(office):
    return words_of(office.get(reverse("office:home")))


def test_the_home_page_says_how_many_lack_before_and_after_the_first_letter(office, mission, later):
    told = "1 mission manque de monde : il manque 5 à convoquer"
    assert told in home_says(office)
    post.write_letter(to=ODILE.login, subject="Rappel", body="Rappel", by=ODILE, at=timezone.now())
    assert told in home_says(office)
    calls.fill(mission)
    assert "manque de monde" not in home_says(office)


def test_a_mission_that_has_begun_is_left_alone(office, mission):
    assert "manque de monde" not in home_says(office)


def test_the_home_page_asks_twenty_statements_before_the_first_letter_too(
    office, built, later, django_assert_max_num_queries
):
    move_paper(built, timedelta(days=5))
    with django_assert_max_num_queries(20):
        assert "manque de monde" in home_says(office)


def test_a_mission_that_moved_offers_to_issue_its_letters_again(office, built):
    row = calling.mission(built.session, built.paper)
    calling.put(row, "BOB", "CHARLIE")
    calling.convened(built.session, row)
    again = reverse("office:reissue_letters", args=["BTS-2017", row.pk])
    assert again not in office.get(page(row)).content.decode()
    for activity in row.activities.all():
        activity.starts_at += timedelta(hours=1)
        activity.save()
    shown = office.get(page(row))
    assert "Rééditer ces 2 convocations" in words_of(shown)
    assert again in shown.content.decode()
