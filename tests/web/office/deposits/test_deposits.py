"""The list of the documents that people handed in: whose affair each is, until when it is kept; none without a key."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from massicot.absences import queries as absences
from massicot.absences import services as absence_acts
from massicot.absences.rules import Who
from massicot.deposits import queries, services
from massicot.deposits.rules import DestructionReason
from massicot.presence import queries as presence
from massicot.web.office.deposits.shown import _size
from massicot.web.shared.letter_addresses import addresses
from tests import cast
from tests.absences import absent
from tests.cast import ODILE, PERRIN
from tests.deposits.papers import CERTIFICATE
from tests.keeping import kept
from tests.missions import calling
from tests.missions.calling import ASKED, FIRST
from tests.web.examcentre.desk import text_of
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db
SIGNED = {"by": ODILE, "at": ASKED}

built = kept(absent.called)


@pytest.fixture
def odile(built):
    return signed_in(ODILE.login)


@pytest.fixture
def certificate(built, settings, tmp_path):
    """Bob's certificate, handed in."""
    (tmp_path / "key").write_text(cast.KEY.secret.hex(), encoding="ascii")
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(tmp_path / "key")
    absence = absent.announce()
    absence_acts.hand_in_document(absence_id=absence.pk, document=CERTIFICATE, who=Who.PERSON, **SIGNED)
    (document,) = absences.documents_of(absence)
    return document


def listed(odile, **asked):
    return text_of(odile.get(reverse("office:deposits"), asked))


def name_of(identifier="BOB"):
    person = absent.place_of(identifier).person
    return f"{person.first_name} {person.surname}"


def test_its_size_and_its_day_are_written_as_people_write_them(odile, certificate):
    page = text_of(odile.get(reverse("office:deposit", args=[certificate.code])))
    assert "1 page, 1 ko" in page
    services.date_destruction(code=certificate.code, destroy_on=date(2099, 12, 1), by=ODILE, at=timezone.now())
    assert "1er décembre 2099" in text_of(odile.get(reverse("office:deposit", args=[certificate.code])))
    assert _size(2_340_000) == "2,3 Mo"


def test_each_document_leads_to_the_affair_that_it_was_handed_in_for(built, odile, certificate):
    about = presence.subject_of(built.session, PERRIN, FIRST)
    signed_list = services.keep_document(document=CERTIFICATE, about=about, destroy_on=None, **SIGNED)
    page = odile.get(reverse("office:deposits"))
    assert f"Absence de {name_of()}" in text_of(page)
    assert "Émargement du " in text_of(page)
    for address in (
        reverse("office:absence", args=[absences.absences_of([absent.place_of().pk])[0].pk]),
        reverse("office:register", args=[built.session.code, PERRIN, FIRST.isoformat()]),
    ):
        assert f'href="{address}"' in page.content.decode()
    read = odile.get(reverse("office:deposit", args=[signed_list.code]))
    assert reverse("office:register", args=[built.session.code, PERRIN, FIRST.isoformat()]) in read.content.decode()


@pytest.mark.both("the database searches and sorts here")
def test_documents_are_found_by_the_person_by_their_code_and_by_how_they_stand(odile, certificate):
    surname = absent.place_of().person.surname
    assert certificate.code in listed(odile, cherche=surname.lower())
    assert certificate.code in listed(odile, cherche=certificate.code[2:6])
    assert certificate.code not in listed(odile, cherche=absent.place_of("ALICE").person.surname)
    services.freeze(code=certificate.code, dispute="TA 2017-114", **SIGNED)
    assert "retenu par un litige : TA 2017-114" in listed(odile, etat="frozen")
    services.unfreeze(code=certificate.code, **SIGNED)
    services.destroy(code=certificate.code, reason=DestructionReason.ASKED, **SIGNED)
    assert certificate.code not in listed(odile, etat="kept")
    assert "détruit : demandé par la personne concernée" in listed(odile, etat="destroyed")


def test_a_freeze_that_is_over_already_is_told_on_the_page_of_its_document(odile, certificate):
    refused = odile.post(reverse("office:unfreeze_deposit", args=[certificate.code]))
    assert refused.status_code == 422
    assert "Plus aucun litige ne retient ce document" in text_of(refused)
    assert reverse("office:read_deposit", args=[certificate.code]) in refused.content.decode()


def test_the_day_of_destruction_is_moved_to_a_day_to_come(odile, certificate):
    address = reverse("office:date_deposit", args=[certificate.code])
    refused = odile.post(address, {"destroy_on": "2017-01-01"})
    assert (refused.status_code, queries.deposit_by_code(certificate.code).destroy_on) == (422, certificate.destroy_on)
    assert "choisissez un jour à venir" in text_of(refused)
    assert odile.post(address, {"destroy_on": ""}).status_code == 422
    later = (certificate.destroy_on + timedelta(days=9999)).isoformat()
    assert odile.post(address, {"destroy_on": later}).status_code == 303
    assert queries.deposit_by_code(certificate.code).destroy_on.isoformat() == later


def test_without_a_key_the_office_is_told_that_certificates_are_refused(built, odile, settings, tmp_path):
    mission = calling.mission(built.session, built.paper, first=timezone.localdate() + timedelta(days=20))
    calling.put(mission, "BOB")
    now = timezone.now()
    calling.convene(calling.official(built.session, mission, at=now), at=now, addresses=addresses())
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(tmp_path / "none")
    assert "un certificat remis est refusé" in text_of(odile.get(reverse("office:home")))
    assert "Il n’y a pas encore de clé" in listed(odile)
    (tmp_path / "none").write_text(cast.KEY.secret.hex(), encoding="ascii")
    assert "un certificat remis est refusé" not in text_of(odile.get(reverse("office:home")))
