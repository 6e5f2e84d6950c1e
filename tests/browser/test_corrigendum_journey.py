"""A corrigendum that flips a route before the paper: written, looked at, applied; told to each, read by each."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from massicot.core.actor import Role
from massicot.markers import services as marker_acts
from tests import world
from tests.browser.checks import assert_sound_at_every_width, follow
from tests.browser.desks import centre
from tests.browser.desks.person import Person
from tests.cast import CLAIRE, MARC, MURIERS, ODILE, OMAR, PREPARED, candidate_number
from tests.web.markingcentre.desk import put_key_back
from tests.web.office.corrigenda.test_calendar import moved
from tests.web.office.working import work
from tests.web.visitors import signed_in

CALENDAR = reverse("office:calendar", args=["BTS-2017", "CGE"])
MURIEL = "muriel@muriers.invalid"
READERS = {OMAR.login: "office", CLAIRE.login: "examcentre", MURIEL: "examcentre", MARC.login: "markingcentre"}
"""Everybody who must read it but Odile, who applies it, and their desk."""

TOUCHED = {
    "candidats concernés": "4",
    "numéros à tirer": "4",
    "numéro laissé sans emploi": "0",
    "centres d’épreuves": "2",
    "centre de correction": "1",
    "personne du bureau": "1",
    "courriels": "4",
}
"""What the office must read before it applies it."""


@pytest.fixture
def prepared(transactional_db, settings, tmp_path):
    """Numbers drawn, the paper a month ahead, the key in its place; every centre has its head."""
    put_key_back(settings, tmp_path)
    built = moved(world.prepared())
    marker_acts.appoint(email=MURIEL, role=Role.EXAM_CENTRE, scope=MURIERS, by=ODILE, at=PREPARED)
    return built


def come_as(page: Page, login: str, site: str, address: str) -> None:
    """Open a page as somebody else."""
    page.context.clear_cookies()
    cookies = signed_in(login).cookies
    page.context.add_cookies([{"name": name, "value": one.value, "url": site} for name, one in cookies.items()])
    page.goto(site + address)


def write(page: Page) -> None:
    """Write the corrigendum: Bordeaux comes to the guillotine."""
    follow(page.get_by_role("link", name="Écrire un rectificatif"))
    assert_sound_at_every_width(page)
    page.get_by_label("Référence").fill("DIEC/17-900")
    page.get_by_label("Ce qu’il dit").fill("Les copies de Bordeaux sont corrigées sur place.")
    page.get_by_label("Bordeaux").first.check()
    page.get_by_label("Modèle de copie").first.fill("EN")
    page.get_by_label("UAI du lieu où elles vont").first.fill("0130053m")
    page.get_by_label("Nom et adresse de ce lieu").first.fill("Lycée Jean Perrin, Marseille")
    page.get_by_role("button", name="Voir ce qui s’ensuit").click()
    page.locator(".figures").first.wait_for()


def figures(page: Page) -> dict[str, str]:
    """Read the large figures."""
    lines = page.locator(".figures > div").all()
    return {line.locator("dt").inner_text(): line.locator("dd").inner_text() for line in lines}


def read_it(page: Page, desk: str, site: str) -> None:
    """Read it from the home page of a desk, which then asks for it no more."""
    home = site + reverse(f"{desk}:home")
    page.goto(home)
    page.get_by_role("button", name="Le lire").click()
    expect(page.get_by_text("correction sur site (EN), Lycée Jean Perrin, Marseille")).to_be_visible()
    assert_sound_at_every_width(page)
    page.get_by_role("button", name="Je l’ai lu").click()
    expect(page.get_by_text("Vous avez lu le rectificatif DIEC/17-900.")).to_be_visible()
    page.goto(home)
    expect(page.get_by_role("button", name="Le lire")).to_have_count(0)


def test_a_route_is_flipped_told_to_each_and_read_by_each(prepared, postmaster, live_server, watched_page):
    page, site = watched_page, live_server.url
    come_as(page, ODILE.login, site, CALENDAR)
    assert_sound_at_every_width(page)
    write(page)
    assert_sound_at_every_width(page)
    assert figures(page) == TOUCHED
    expect(page.get_by_text("Étiquettes et listes d’anonymat de 2 centres d’épreuves")).to_be_visible()
    page.get_by_role("button", name="Appliquer le rectificatif et prévenir chacun").click()
    expect(page.get_by_text("4 lecteurs n’ont pas encore dit l’avoir lu.")).to_be_visible()
    assert_sound_at_every_width(page)
    work()
    assert {mail["To"] for mail in postmaster.accepted if "DIEC/17-900" in mail.get_content()} == set(READERS)
    told = page.url.removeprefix(site)
    for login, desk in READERS.items():
        come_as(page, login, site, "/")
        read_it(page, desk, site)
    come_as(page, ODILE.login, site, told)
    expect(page.get_by_text("Chacun l’a lu.")).to_be_visible()
    page.goto(site + reverse("office:home"))
    expect(page.get_by_text(re.compile("DIEC/17-900"))).to_have_count(0)


def test_who_comes_by_a_flip_has_a_number_on_the_list_of_their_centre(prepared, live_server, watched_page):
    page, site = watched_page, live_server.url
    come_as(page, ODILE.login, site, CALENDAR)
    write(page)
    page.get_by_role("button", name="Appliquer le rectificatif et prévenir chacun").click()
    come_as(page, CLAIRE.login, site, "/")
    numbers = centre.print_list(Person(page, site, centre.HOME))
    assert sorted(numbers) == [candidate_number(rank) for rank in range(1, 9)]


def test_moving_the_end_shows_the_deadline_that_follows_while_it_is_typed(prepared, live_server, watched_page):
    page = watched_page
    come_as(page, ODILE.login, live_server.url, CALENDAR)
    ends_at = page.get_by_label("Fin de l’épreuve", exact=True)
    ends_at.fill(f"{ends_at.input_value()[:11]}22:30")
    page.get_by_label("Premier jour de correction").focus()
    effect = page.locator(".effect")
    expect(effect).to_contain_text("Départ des copies au plus tard")
    expect(effect).to_contain_text("22 h 30")
    assert_sound_at_every_width(page)
    page.get_by_role("button", name="Enregistrer le calendrier").click()
    expect(page.get_by_text("L’épreuve est enregistrée.")).to_be_visible()


def test_the_next_session_is_created_after_the_last_one(prepared, live_server, watched_page):
    page = watched_page
    come_as(page, ODILE.login, live_server.url, reverse("office:new_session"))
    expect(page.get_by_role("heading", name="Ses dates")).to_be_visible()
    assert_sound_at_every_width(page)
    page.get_by_role("button", name="Créer la session").click()
    expect(page.get_by_text("La session BTS-2018 est créée.")).to_be_visible()
    assert_sound_at_every_width(page)
