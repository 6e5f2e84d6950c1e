"""From a letter of which something is wrong the office goes to whom it concerns, and to what can be done."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from massicot.missions import services
from massicot.missions.models import Convocation, ConvocationRun
from massicot.missions.queries import convocations
from massicot.missions.rules import ConvocationState, RunKind
from massicot.persons.models import Person
from massicot.web.shared.letter_addresses import page_address, personal_address
from tests.absences import absent
from tests.cast import ODILE
from tests.hostile.client import HostileClient
from tests.keeping import kept
from tests.missions import calling
from tests.web.marker.test_missions import called
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db
built = kept(called)


@pytest.fixture
def office(built):
    return signed_in(ODILE.login)


def letter_of(identifier):
    return Convocation.objects.get(assignment__person__identifier=identifier)


def file_of(office, row):
    return office.get(reverse("office:convocation", args=[row.code])).content.decode()


def test_a_letter_leads_to_its_person_its_mission_and_a_telephone(office):
    Person.objects.filter(identifier="BOB").update(telephone="06 00 00 00 00")
    row = letter_of("BOB")
    page = file_of(office, row)
    assert reverse("office:person_file", args=[row.assignment.person_id]) in page
    assert reverse("office:mission", args=["BTS-2017", row.assignment.mission_id]) in page
    assert 'href="tel:0600000000"' in page


def test_the_page_of_a_person_leads_to_their_letters_and_what_became_of_each(office):
    row = letter_of("BOB")
    page = reverse("office:person_file", args=[row.assignment.person_id])
    services.note_came_back(code=row.code, note="inconnue", by=ODILE, at=timezone.now())
    said = office.get(page).content.decode()
    assert reverse("office:convocation", args=[row.code]) in said
    assert "revenue" in said
    assert letter_of("CHARLIE").code not in said


def test_a_letter_that_came_back_leads_to_paper(office):
    row = letter_of("BOB")
    paper = reverse("office:letters_on_paper", args=["BTS-2017", row.run_id])
    assert paper not in file_of(office, row)
    services.note_came_back(code=row.code, note="inconnue", by=ODILE, at=timezone.now())
    assert paper in file_of(office, row)


def test_a_letter_is_mailed_again_once_however_often_the_page_is_sent(office):
    row = letter_of("BOB")
    seen = re.search(r'name="seen" value="(\d+)"', file_of(office, row))[1]
    again = reverse("office:mail_convocation_again", args=[row.code])
    assert office.post(again, {"seen": seen}).status_code == 303
    answer = office.post(again, {"seen": seen})
    assert (answer.status_code, "n’est plus celui que cette page montrait" in answer.content.decode()) == (422, True)
    assert "renvoyée par courriel" in file_of(office, row)
    Person.objects.filter(pk=row.assignment.person_id).update(email="")
    assert again not in file_of(office, row)


def test_whoever_cannot_come_is_answered_by_the_office(office):
    row = letter_of("BOB")
    assert "tient jusqu’à ce que l’absence ait sa réponse" not in file_of(office, row)
    absence = absent.of_letter(row, at=timezone.now())
    page = file_of(office, row)
    assert "tient jusqu’à ce que l’absence ait sa réponse" in page
    assert reverse("office:absence", args=[absence.pk]) in page


def test_the_list_of_runs_leads_to_those_who_cannot_come_and_to_what_came_back(office):
    bob, charlie = letter_of("BOB"), letter_of("CHARLIE")
    absent.of_letter(bob, at=timezone.now())
    services.note_came_back(code=charlie.code, note="inconnue", by=ODILE, at=timezone.now())
    run = reverse("office:convocation_run", args=["BTS-2017", bob.run_id])
    page = office.get(reverse("office:convocations")).content.decode()
    for standing, named, other in (("cannot-come", bob, charlie), ("came-back", charlie, bob)):
        assert f"{run}?etat={standing}" in page
        found = office.get(run, {"etat": standing}).content.decode()
        assert (named.code in found, other.code in found) == (True, False)


@pytest.mark.parametrize("state", list(ConvocationState))
def test_the_pages_without_account_say_how_the_office_is_called_whatever_became_of_the_letter(built, state):
    calling.say_telephone("04 65 71 00 00")
    Convocation.objects.update(state=state)
    for address in (personal_address(letter_of("BOB").code), page_address(letter_of("BOB").code)):
        assert 'href="tel:0465710000"' in HostileClient().get("/" + address.split("/", 3)[3]).content.decode()


def test_a_control_run_whose_people_are_convened_leads_to_their_letters(office, built):
    official = letter_of("BOB").run
    (control,) = [run for run in convocations.runs_of(built.session.pk) if run.kind == RunKind.CONTROL]
    address = reverse("office:convocation_run", args=["BTS-2017", control.pk])
    convene = reverse("office:ask_official_run", args=["BTS-2017", control.pk])
    page = office.get(address).content.decode()
    assert reverse("office:convocation_run", args=["BTS-2017", official.pk]) in page
    assert convene not in page
    ConvocationRun.objects.filter(pk=official.pk).update(
        cancelled_at=timezone.now(), cancelled_reason="Épreuve reportée"
    )
    assert convene in office.get(address).content.decode()
