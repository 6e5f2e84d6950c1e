"""A room report from the desk that keys it to the office that follows its incident, over the parcel that carries it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.exams.models import Paper
from massicot.roomreports import queries
from massicot.roomreports.rules import FollowUp
from tests import world
from tests.browser.checks import assert_sound_at_every_width, excuse
from tests.browser.pages import Pages
from tests.cast import CEDRES, CLAIRE, MARC, ODILE
from tests.web.examcentre.desk import address
from tests.web.visitors import MARKED, signed_in


@pytest.fixture
def built(transactional_db):
    """The paper was written yesterday afternoon; both centres have packed."""
    built = world.packed()
    yesterday = timezone.localtime() - timedelta(days=1)
    starts_at = yesterday.replace(hour=14, minute=0, second=0, microsecond=0)
    Paper.objects.update(starts_at=starts_at, ends_at=starts_at + timedelta(hours=4))
    return built


def key_the_report(page: Page) -> None:
    """Note one incident at a seat, then type the hours and the names, and have it signed."""
    page.get_by_text("Noter un incident").click()
    page.get_by_label("Ce qui s’est passé").select_option("Mauvais modèle de copie")
    page.get_by_label("En quelques mots").fill("Remplacée à 14 h 10.")
    page.get_by_role("button", name="Noter l’incident").click()
    expect(page.get_by_role("alert")).to_contain_text("Choisissez la place")
    page.get_by_label("Place", exact=True).select_option(label="4 – DATTE Camille")
    page.get_by_role("button", name="Noter l’incident").click()
    page.get_by_label("Début dans la salle à").fill("14:05")
    page.get_by_label("Fin dans la salle à").fill("18:05")
    page.get_by_label("Surveillants", exact=True).fill("Sylvie Veille")
    page.get_by_label("Signé, pour la salle, par").fill("Sylvie Veille")
    page.get_by_label("Signé, pour le centre, par").fill("Claire Centre")
    page.get_by_label("le procès-verbal rempli dans la salle").check()
    assert_sound_at_every_width(page)
    page.get_by_role("button", name="Signer le procès-verbal, avec son incident").click()
    expect(page.get_by_role("status").first).to_contain_text("est signé")
    assert_sound_at_every_width(page)
    with page.expect_download() as printed:
        page.get_by_role("button", name="Imprimer le procès-verbal au net").click()
    assert printed.value.suggested_filename.startswith("proces-verbal-")


def enclose(page: Page, site: str, code: str) -> None:
    """Count its copy into the parcel, and send that."""
    page.goto(f"{site}{address('parcel', code)}")
    page.get_by_label("Copies de listes d’émargement").fill("1")
    page.get_by_label("Copies de procès-verbaux de salle").fill("1")
    page.get_by_role("button", name="Compter les pièces dans le paquet").click()
    expect(page.get_by_text("Comptés dans le paquet")).to_be_visible()
    assert_sound_at_every_width(page)
    world.send(code, at=timezone.now())
    consignments.receive_parcel(code=code, by=MARC, at=timezone.now())


def count_papers(page: Page, site: str, code: str) -> None:
    """Count what came at the marking centre: the report first lacks, then comes."""
    page.goto(site + reverse("markingcentre:parcel", kwargs=MARKED | {"code": code}))
    for reports, sentence in (("0", "Il manque"), ("1", "Comptés ici")):
        if reports == "1":
            page.get_by_text("D’autres sont arrivées").click()
        page.get_by_label("Listes d’émargement arrivées").fill("1")
        page.get_by_label("Procès-verbaux de salle arrivés").fill(reports)
        page.get_by_role("button", name="Enregistrer le compte des pièces").click()
        expect(page.locator("#papers + .state")).to_contain_text(sentence)
        assert_sound_at_every_width(page)


def follow(page: Page, site: str) -> None:
    """Follow the incident from the office's home page to its end."""
    page.goto(f"{site}/bureau/")
    page.locator(".task", has_text="en salle").get_by_role("button").click()
    assert_sound_at_every_width(page)
    page.get_by_role("link", name="Mauvais modèle de copie").click()
    assert_sound_at_every_width(page)
    page.get_by_label("sans suite", exact=True).check()
    page.get_by_label("Pourquoi, ou ce qui a été appris").fill("Remplacée à temps.")
    page.get_by_role("button", name="L’enregistrer").click()
    expect(page.get_by_role("status").first).to_contain_text("Noté")


def test_a_report_is_keyed_printed_enclosed_counted_and_its_incident_followed_to_its_end(
    built, live_server, watched_page, complaints
):
    page, pages = watched_page, Pages(watched_page, live_server.url)
    code = parcels.parcels_of(built.paper.pk, CEDRES)[0].code
    pages.come_as(signed_in(CLAIRE.login))
    page.goto(f"{live_server.url}{address('room_report', 'A1')}")
    key_the_report(page)
    enclose(page, live_server.url, code)
    pages.come_as(signed_in(MARC.login))
    count_papers(page, live_server.url, code)
    pages.come_as(signed_in(ODILE.login))
    follow(page, live_server.url)
    [incident] = queries.incident_rows(built.paper.pk)
    assert incident.standing == FollowUp.NO_FOLLOW_UP
    excuse(complaints, 422)
