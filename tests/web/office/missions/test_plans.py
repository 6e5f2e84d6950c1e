"""All the lists planned from the office's desk: asked for, worked out by a worker, told with its figures."""

import threading
from datetime import timedelta

import pytest
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from massicot.commands.worker import loop
from massicot.exams.models import Institution
from massicot.jobs.models import Job
from massicot.jobs.rules import JobState
from massicot.missions import queries
from massicot.missions.models import Activity, Assignment
from tests.cast import TILLEULS
from tests.keeping import kept
from tests.missions import calls
from tests.web.office.reading import words_of
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db

built = kept(calls.proposed)

PLAN = reverse("office:plan_missions", args=["BTS-2017"])
LIST = reverse("office:missions_of_session", args=["BTS-2017"])


@pytest.fixture
def office(built):
    return visitor(built, "office")


@pytest.fixture
def later(built):
    """Let the mission begin in ten days."""
    mission = queries.mission_rows(built.session.pk).get()
    shift = timezone.now() + timedelta(days=10) - mission.begins_at
    Activity.objects.update(starts_at=F("starts_at") + shift, ends_at=F("ends_at") + shift)
    return mission


def work(stop=None):
    return loop.take_job("worker", timezone.now, stop or threading.Event())


def test_a_plan_is_asked_for_worked_out_and_told_with_what_it_came_to(office, later):
    watched = office.post(PLAN)
    assert watched.status_code == 303
    assert work()
    words = words_of(office.get(watched.url))
    assert "1 liste est planifiée : 5 places sont pourvues." in words
    assert Assignment.objects.filter(mission=later).count() == 5
    shown = office.get(LIST)
    assert f'href="{watched.url}"' in shown.content.decode()


def test_places_that_nobody_can_fill_and_ways_that_nobody_knows_are_told(office, later):
    type(later).objects.filter(pk=later.pk).update(needed=9)
    Institution.objects.filter(uai=TILLEULS).update(latitude=None, longitude=None)
    watched = office.post(PLAN)
    work()
    words = words_of(office.get(watched.url))
    assert "5 places restent vides, et 5 au moins dans tout plan" in words
    assert "1 établissement n’a pas de coordonnées" in words


def test_a_session_whose_missions_are_over_has_nothing_to_plan(office, built):
    refused = office.post(PLAN)
    assert (refused.status_code, Job.objects.count()) == (422, 0)
    assert "aucune mission à venir" in words_of(refused)


def test_a_worker_that_is_told_to_stop_leaves_the_plan_to_another(office, later):
    office.post(PLAN)
    stop = threading.Event()
    stop.set()
    assert work(stop)
    assert Job.objects.get().state == JobState.WAITING
    assert not Assignment.objects.exists()
    assert work()
    assert Job.objects.get().state == JobState.DONE
