"""The office's long work in a browser: a table dropped on its form, the documents of all centres as one ZIP."""

import zipfile

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from massicot.exams import queries as exams
from tests import world
from tests.browser.checks import assert_sound_at_every_width
from tests.cast import CEDRES, INSTITUTIONS, KEY, MURIERS
from tests.web.office.working import work
from tests.web.visitors import visitor

TABLE = f"{INSTITUTIONS}9900004Z;Lycée des Saules;Aix-Marseille\n"

DROP = """([text]) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([text], "etablissements.csv", { type: "text/csv" }));
  document.querySelector("[data-drop]").dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true }));
}"""


@pytest.fixture
def office(transactional_db, live_server, watched_page: Page, settings, tmp_path):
    """A browser signed in at the office, on a prepared paper whose key is in its place."""
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(tmp_path / "anonymity.key")
    (tmp_path / "anonymity.key").write_text(KEY.secret.hex(), encoding="ascii")
    client = visitor(world.prepared(), "office")
    cookies = [{"name": name, "value": one.value, "url": live_server.url} for name, one in client.cookies.items()]
    watched_page.context.add_cookies(cookies)
    return watched_page


def test_a_table_dropped_on_its_form_is_read_shown_and_imported(office, live_server):
    office.goto(f"{live_server.url}{reverse('office:imports')}")
    office.get_by_label("Ce qu’il contient").select_option("institutions")
    office.evaluate(DROP, [TABLE])
    office.get_by_role("button", name="Lire le tableau").click()
    expect(office.get_by_text("Attend son tour")).to_be_visible()
    assert_sound_at_every_width(office)
    work()
    office.get_by_role("button", name="Importer 1 ligne").wait_for()  # the page went there by itself
    assert_sound_at_every_width(office)
    office.get_by_role("button", name="Importer 1 ligne").click()
    work()
    expect(office.get_by_role("status")).to_contain_text("nouvelles 1")
    assert exams.institution_name("9900004Z") == "Lycée des Saules"


def test_the_documents_of_all_centres_are_downloaded_as_one_zip(office, live_server):
    office.goto(f"{live_server.url}{reverse('office:documents')}")
    office.get_by_role("link", name="Étiquettes", exact=True).click()
    assert_sound_at_every_width(office)
    office.get_by_role("button", name="Tout imprimer").click()
    office.get_by_role("progressbar").wait_for()
    work()
    office.reload()
    assert_sound_at_every_width(office)
    with office.expect_download() as download:
        office.get_by_role("button", name="Télécharger le ZIP").click()
    names = zipfile.ZipFile(download.value.path()).namelist()
    assert names == [*(f"etiquettes-CGE-{uai}.pdf" for uai in (CEDRES, MURIERS)), "manifest.csv"]
