"""Before people are called the office is asked who employs those of whom nobody told it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from massicot.missions.queries import convocations
from massicot.persons.models import Situation
from massicot.persons.rules import EmployerKind
from tests import world
from tests.cast import ODILE, TILLEULS
from tests.keeping import kept
from tests.missions import calling
from tests.persons.calling import person
from tests.web.office.reading import words_of
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db
built = kept(world.opened)
PAGE = reverse("office:unknown_employers", args=["BTS-2017"])


@pytest.fixture
def office(built):
    return signed_in(ODILE.login)


@pytest.fixture
def mission(built):
    row = calling.mission(built.session, built.paper, first=timezone.localdate() + timedelta(days=20))
    calling.put(row, "ALICE", "BOB", "CHARLIE")
    return row


def control(built, mission):
    run = calling.checked(built.session, mission, at=timezone.now())
    return reverse("office:convocation_run", args=["BTS-2017", run.pk])


def test_a_control_run_counts_them_and_names_each(office, built, mission):
    Situation.objects.filter(person=person("ALICE")).update(employer_kind=EmployerKind.RETIRED)
    said = words_of(office.get(control(built, mission)))
    assert "L’employeur de 2 personnes n’est pas connu" in said
    assert said.count("employeur inconnu") == 2


def test_it_is_told_for_the_staff_of_an_institution_at_once(office, built, mission):
    said = words_of(office.get(PAGE))
    assert "Lycée des Tilleuls (2)" in said
    assert "Alice AMANDE" in said
    told = {"institutions": [TILLEULS], "employer_kind": "academy"}
    assert office.post(PAGE, told).status_code == 303
    said = words_of(office.get(PAGE))
    assert ("Lycée des Cèdres (1)" in said, "Tilleuls" in said) == (True, False)
    calling.convened(built.session, mission, at=timezone.now())
    facts = [convocations.facts_of(row).person for row in calling.letters()]
    assert {one.identifier: one.is_duty for one in facts} == {"ALICE": None, "BOB": True, "CHARLIE": True}


@pytest.mark.parametrize(
    "told", [{}, {"institutions": [TILLEULS]}, {"employer_kind": "academy"}, {"institutions": ["0130053M"]}]
)
def test_what_is_not_said_is_asked_and_what_was_ticked_stays(office, mission, told):
    answer = office.post(PAGE, told)
    assert answer.status_code == 422
    assert ("checked" in answer.content.decode()) == (told.get("institutions") == [TILLEULS])


def test_nobody_is_asked_about_once_it_is_known_of_all(office, mission):
    Situation.objects.update(employer_kind=EmployerKind.ACADEMY)
    assert "est connu" in words_of(office.get(PAGE))
