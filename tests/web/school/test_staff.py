"""The desk of a head of institution: their own staff, its list confirmed, days declared; nothing of anybody else."""

import io
import re

import openpyxl
import pytest
from django.urls import reverse

from massicot.core.actor import SYSTEM, Role
from massicot.exams.models import Session
from massicot.markers import services as markers
from massicot.markers.models import StaffConfirmation
from massicot.persons.models import Unavailability
from tests import world
from tests.cast import CEDRES, PREPARED, TILLEULS
from tests.keeping import kept
from tests.persons.calling import enter, person
from tests.web.called import STAFF
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db
built = kept(world.handed_out)
SONIA = "sonia@tilleuls.invalid"
LIST = reverse("school:staff", kwargs=STAFF)
BATCH = "B-BTS-2017-CGE-"


@pytest.fixture
def sonia(built):
    markers.appoint(email=SONIA, role=Role.SCHOOL, scope=TILLEULS, by=SYSTEM, at=PREPARED)
    return signed_in(SONIA)


def text_of(answer):
    return answer.content.decode()


def page_of(identifier, page="teacher", **more):
    return reverse(f"school:{page}", kwargs=STAFF | {"person_id": person(identifier).pk} | more)


def confirm(client):
    (seen,) = re.findall(r'name="seen" value="(\w+)"', text_of(client.get(LIST)))
    return client.post(reverse("school:confirm_staff", kwargs=STAFF), {"seen": seen})


def test_a_head_sees_their_own_staff_and_nobody_elses(sonia):
    page = text_of(sonia.get(LIST))
    assert ("BADIANE" in page, "CANNELLE" in page, "AMANDE" in page) == (True, True, False)
    assert sonia.get(page_of("ALICE")).status_code == 404
    assert sonia.post(page_of("ALICE", "declare_days"), {}).status_code == 404
    assert sonia.get(reverse("school:staff", args=[CEDRES, "BTS-2017"])).status_code == 404


def test_the_head_of_two_schools_sees_both_lists(sonia):
    markers.appoint(email=SONIA, role=Role.SCHOOL, scope=CEDRES, by=SYSTEM, at=PREPARED)
    home = text_of(sonia.get(reverse("school:home")))
    assert ("Lycée des Tilleuls" in home, "Lycée des Cèdres" in home) == (True, True)
    assert "AMANDE" in text_of(sonia.get(reverse("school:staff", args=[CEDRES, "BTS-2017"])))


def test_a_list_is_confirmed_and_asked_for_again_once_it_has_changed(built, sonia):
    assert "confirmez la liste" in text_of(sonia.get(reverse("school:home")))
    assert confirm(sonia).status_code == 303
    assert StaffConfirmation.objects.get().confirmed_by == SONIA
    assert "confirmez la liste" not in text_of(sonia.get(reverse("school:home")))
    enter(built)
    assert "Elle a changé" in text_of(sonia.get(reverse("school:home")))
    assert confirm(sonia).status_code == 303
    assert StaffConfirmation.objects.count() == 2


def test_a_list_that_changed_since_it_was_read_is_not_confirmed(built, sonia):
    (seen,) = re.findall(r'name="seen" value="(\w+)"', text_of(sonia.get(LIST)))
    enter(built)
    refused = sonia.post(reverse("school:confirm_staff", kwargs=STAFF), {"seen": seen})
    assert (refused.status_code, StaffConfirmation.objects.count()) == (422, 0)
    assert "La liste a changé" in text_of(refused)


def test_days_are_declared_by_the_head_and_taken_back(sonia):
    days = {"starts_on": "2017-05-31", "ends_on": "2017-06-02", "kind": "leave"}
    assert sonia.post(page_of("BOB", "declare_days"), days).status_code == 303
    row = Unavailability.objects.get()
    assert row.declared_by == SONIA
    assert "du 31 mai 2017 au 2 juin 2017 – congé" in text_of(sonia.get(LIST))
    assert sonia.post(page_of("BOB", "declare_days"), days).status_code == 422
    assert sonia.post(page_of("CHARLIE", "take_back_days", absence_id=row.pk)).status_code == 404
    assert sonia.post(page_of("BOB", "take_back_days", absence_id=row.pk)).status_code == 303
    assert sonia.post(page_of("BOB", "take_back_days", absence_id=row.pk)).status_code == 422


def test_the_pages_say_how_the_office_is_called_and_that_a_letter_holds_all_the_same(built, sonia):
    Session.objects.update(office_telephone="04 65 71 00 00")
    page = text_of(sonia.get(page_of("BOB")))
    assert "Une convocation déjà envoyée tient malgré tout" in page
    assert all('href="tel:0465710000"' in text for text in (page, text_of(sonia.get(LIST))))


def test_the_list_is_taken_away_as_a_sheet(sonia):
    sheet = openpyxl.load_workbook(io.BytesIO(sonia.get(LIST, {"format": "xlsx"}).content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[1] for row in rows] == ["Identifiant", "BOB", "CHARLIE"]


def test_no_batch_that_a_teacher_holds_stands_on_the_desk(built, sonia):
    pages = [reverse("school:home"), LIST, page_of("BOB"), f"{LIST}?format=csv"]
    told = "".join(text_of(sonia.get(page)) for page in pages)
    assert "BADIANE" in told
    assert not any(word in told for word in (BATCH, "90001", "Métiers"))
