"""A parcel in hand whose departure nobody recorded: scanned, received, and its departure told afterwards."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from massicot.consignments import queries as parcels
from massicot.post.models import Letter
from massicot.results import queries as results
from tests import world
from tests.browser.checks import assert_sound_at_every_width
from tests.cast import CEDRES, CLAIRE, MARC
from tests.web.examcentre.desk import ended
from tests.web.visitors import MARKED, signed_in


@pytest.fixture
def packed(transactional_db):
    """The parcel of Les Cèdres is made; nobody recorded that it left."""
    built = world.packed()
    ended(30)
    (built.parcel,) = parcels.parcels_of(built.paper.pk, CEDRES)
    return built


def sign_in(page: Page, address: str, login: str) -> None:
    """Let another person sit down at the browser."""
    page.context.clear_cookies()
    cookies = signed_in(login).cookies
    page.context.add_cookies([{"name": name, "value": one.value, "url": address} for name, one in cookies.items()])


def gaps(built) -> list[str]:
    """List the parcels whose departure is unknown."""
    return [gap.subject for gap in results.ladder(built.paper).gaps if gap.kind == "departure-unknown"]


def record_departure(page: Page) -> None:
    """Say how the parcel left, before it arrived."""
    page.get_by_label("Transporteur", exact=True).fill("Porté par le gestionnaire")
    page.get_by_label("Copies déclarées au transporteur").fill("6")
    an_hour_ago = timezone.localtime() - timedelta(hours=1)
    page.get_by_label("Remis le").fill(an_hour_ago.strftime("%Y-%m-%dT%H:%M"))
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Enregistrer le départ").click()


def test_a_parcel_that_never_left_is_received_and_its_departure_is_told_afterwards(packed, live_server, watched_page):
    page, code = watched_page, packed.parcel.code
    sign_in(page, live_server.url, MARC.login)
    page.goto(live_server.url + reverse("markingcentre:parcels", kwargs=MARKED))
    page.get_by_label("Un paquet est arrivé").fill(code)
    page.keyboard.press("Enter")
    expect(page.locator(".scan-word strong")).to_have_text("Départ non enregistré")
    assert_sound_at_every_width(page)
    page.get_by_role("button", name="Il est là").first.click()
    expect(page.get_by_role("status").first).to_contain_text("son centre d’épreuves est prévenu")
    assert gaps(packed) == [code]
    assert [letter.to for letter in Letter.objects.all()] == [CLAIRE.login]
    sign_in(page, live_server.url, CLAIRE.login)
    page.goto(f"{live_server.url}/epreuves/")
    first = page.locator(".task").first
    expect(first).to_contain_text("son départ n’est pas enregistré")
    first.get_by_role("button").click()
    assert_sound_at_every_width(page)
    record_departure(page)
    expect(page.get_by_text("est parti.")).to_be_visible()
    assert gaps(packed) == []
