"""Numbers and documents on screen: the key kept, the numbers drawn, documents one by one or as one ZIP."""

import csv
import hashlib
import io
import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html
from pypdf import PdfReader

from massicot.anonymity import queries as anonymity
from massicot.core.keys import read_key_file
from massicot.exams import queries as exams
from massicot.jobs import queries as jobs
from massicot.jobs.rules import Work
from massicot.store.strongbox import KEPT_FOR
from tests import world
from tests.cast import CEDRES, KEY, MURIERS, OMAR
from tests.keeping import kept
from tests.web.office.reading import as_read, fields_of, taken_whole, words_of
from tests.web.office.working import work
from tests.web.visitors import signed_in, visitor

pytestmark = pytest.mark.django_db

PAPER = ["BTS-2017", "CGE"]

built = kept(world.opened)


@pytest.fixture
def key_file(settings, tmp_path):
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(tmp_path / "anonymity.key")
    return tmp_path / "anonymity.key"


@pytest.fixture
def office(built, key_file):
    return visitor(built, "office")


def page_of(office, kind=""):
    address = reverse("office:documents_of_kind", args=[*PAPER, kind]) if kind else address_of("paper_documents")
    return words_of(office.get(address))


def address_of(name):
    return reverse(f"office:{name}", args=PAPER)


def prepared(built, key_file):
    key_file.write_text(KEY.secret.hex(), encoding="ascii")
    return world.prepared(built)


def test_the_key_is_made_here_shown_never_and_confirmed_from_its_copy(office, key_file):
    assert "Créer la clé" in page_of(office)
    office.post(address_of("make_key"))
    fingerprint = read_key_file(key_file).fingerprint
    page = page_of(office)
    assert str(key_file) in page
    assert fingerprint not in page
    answer = office.post(address_of("paper_documents"), {"fingerprint": "0" * 16})
    assert (answer.status_code, fingerprint in words_of(answer)) == (422, False)
    assert office.post(address_of("paper_documents"), {"fingerprint": fingerprint.upper()}).status_code == 303
    assert anonymity.is_key_confirmed(read_key_file(key_file))


def test_a_key_that_is_there_is_never_replaced(office, key_file):
    office.post(address_of("make_key"))
    before = key_file.read_text()
    office.post(address_of("make_key"))
    assert key_file.read_text() == before


def test_the_numbers_are_drawn_by_a_worker_and_counted(office, key_file):
    office.post(address_of("make_key"))
    assert "Tirer les numéros" not in page_of(office)
    office.post(address_of("paper_documents"), {"fingerprint": read_key_file(key_file).fingerprint})
    page = page_of(office)
    assert "12 candidats recevront un numéro" in page
    assert "4 suivent un autre acheminement" in page
    answer = office.post(address_of("prepare"), {"seen": 12})
    assert "Attend son tour" in words_of(office.get(answer["Location"]))
    work()
    assert "12 numéros" in words_of(office.get(answer["Location"]))
    assert exams.paper_by_code(*PAPER).prepared_at is not None


def test_what_follows_of_the_drawing_is_on_one_page_before_the_press(office, key_file):
    office.post(address_of("make_key"))
    office.post(address_of("paper_documents"), {"fingerprint": read_key_file(key_file).fingerprint})
    before = office.get(address_of("prepare"))
    words = words_of(before)
    assert "candidats reçoivent un numéro 12" in words
    assert "centres d’épreuves reçoivent des étiquettes 2" in words
    assert "numéros des réserves 6" in words
    assert "Personne n’est averti par courriel." in words
    assert fields_of(before, "") == {"seen": "12"}


def test_numbers_are_not_drawn_for_others_than_the_page_showed(office, key_file):
    office.post(address_of("make_key"))
    answer = office.post(address_of("prepare"), {"seen": 11})
    assert (answer.status_code, "d’autres candidats sont inscrits" in words_of(answer)) == (422, True)
    assert jobs.last_of(Work.PREPARE, {"paper": exams.paper_by_code(*PAPER).pk}) is None


def test_a_refused_drawing_says_what_comes_first(office, key_file):
    office.post(address_of("make_key"))
    answer = office.post(address_of("prepare"), {"seen": 12})
    work()
    assert "copie" in words_of(office.get(answer["Location"]))
    assert exams.paper_by_code(*PAPER).prepared_at is None


def test_documents_that_cannot_be_printed_yet_say_what_comes_first(office):
    assert "D’abord, tirez les numéros" in page_of(office, "etiquettes")
    assert "D’abord, le centre de correction constitue les lots" in page_of(office, "bordereaux-notation")
    assert office.get(reverse("office:documents_of_kind", args=[*PAPER, "nothing"])).status_code == 404


def test_one_register_is_given_at_once(office, built, key_file):
    prepared(built, key_file)
    answer = office.post(address_of("print_one"), {"kind": "registers", "code": CEDRES})
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"] == f'attachment; filename="emargement-CGE-{CEDRES}.pdf"'
    assert office.post(address_of("print_one"), {"kind": "registers", "code": "9900009Z"}).status_code == 404


def ask(office, order="all", kind="etiquettes", **typed):
    """Ask for documents on their page."""
    address = reverse("office:documents_of_kind", args=[*PAPER, kind])
    return office.post(address, {"order": order} | typed)


def order(office, *asked, **typed):
    """Ask for a ZIP and let it be made; give the address of its job."""
    answer = ask(office, *asked, **typed)
    work()
    return answer["Location"]


def fetch(office, page):
    answer = office.post(f"{page}fichier/")
    return taken_whole(answer) if answer.streaming else answer


def test_the_documents_of_all_centres_come_as_one_zip_once(office, built, key_file):
    prepared(built, key_file)
    page = order(office)
    assert "Télécharger" in words_of(office.get(page))
    archive = zipfile.ZipFile(io.BytesIO(fetch(office, page)))
    assert archive.namelist() == [*(f"etiquettes-CGE-{uai}.pdf" for uai in (CEDRES, MURIERS)), "manifest.csv"]
    assert fetch(office, page).status_code == 410
    assert "Vous avez emporté ces documents" in words_of(office.get(page))


def test_what_was_not_taken_whole_is_taken_again_until_its_hour_is_over(office, built, key_file):
    prepared(built, key_file)
    page = order(office)
    folder = jobs.result_box(jobs.last_jobs([Work.PRINT], 1)[0], KEY).folder
    for _ in range(2):
        assert b"".join(office.post(f"{page}fichier/").streaming_content)[:2] == b"PK"
        until = as_read(timezone.localtime(datetime.fromtimestamp(folder.stat().st_mtime, UTC) + KEPT_FOR))
        assert f"au plus tard le {until}. Si le téléchargement s’interrompt, relancez-le." in words_of(office.get(page))
    os.utime(folder, (0, 0))
    assert office.post(f"{page}fichier/").status_code == 410
    assert "ont été conservés une heure" in words_of(office.get(page))


def test_only_the_documents_ticked_are_in_the_zip(office, built, key_file):
    prepared(built, key_file)
    page = order(office, "ticked", only=[MURIERS, "not-a-code é"])
    archive = zipfile.ZipFile(io.BytesIO(fetch(office, page)))
    assert archive.namelist() == [f"etiquettes-CGE-{MURIERS}.pdf", "manifest.csv"]


def test_nothing_ticked_is_said_on_the_page_and_prints_nothing(office, built, key_file):
    prepared(built, key_file)
    answer = ask(office, "ticked", only=["é"])
    assert answer.status_code == 422
    assert "Aucun document n’est coché" in words_of(answer)
    assert f"etiquettes-CGE-{CEDRES}" not in words_of(answer)
    assert html.fromstring(answer.content).xpath(f"//input[@name='only'][@value='{CEDRES}']")
    assert not jobs.last_jobs([Work.PRINT], 1)


def test_the_list_in_the_zip_tells_each_document_and_proves_it_whole(office, built, key_file):
    prepared(built, key_file)
    archive = zipfile.ZipFile(io.BytesIO(fetch(office, order(office))))
    listed = list(csv.DictReader(io.StringIO(archive.read("manifest.csv").decode()), delimiter=";"))
    assert [(row["kind"], row["for"]) for row in listed] == [("labels", CEDRES), ("labels", MURIERS)]
    for row in listed:
        content = archive.read(row["file"])
        assert row["sha256"] == hashlib.sha256(content).hexdigest()
        assert int(row["pages"]) == len(PdfReader(io.BytesIO(content)).pages)


def test_documents_that_are_ready_are_on_the_home_page_of_whoever_asked_until_they_leave(office, built, key_file):
    prepared(built, key_file)
    ask(office)
    assert "Étiquettes de BTS-2017 / CGE : en cours." in words_of(office.get(reverse("office:home")))
    work()
    ready = "Étiquettes de BTS-2017 / CGE : documents prêts, gardés une heure."
    assert ready in words_of(office.get(reverse("office:home")))
    assert ready not in words_of(signed_in(OMAR.login).get(reverse("office:home")))
    fetch(office, reverse("office:job", args=[jobs.last_jobs([Work.PRINT], 1)[0].pk]))
    assert ready not in words_of(office.get(reverse("office:home")))


def test_documents_that_are_gone_lead_back_to_their_page(office, built, key_file):
    prepared(built, key_file)
    page = order(office)
    fetch(office, page)
    gone = html.fromstring(office.post(f"{page}fichier/", headers={"referer": f"http://testserver{page}"}).content)
    assert gone.xpath("//a[@role='button']/@href") == [f"http://testserver{page}"]
    elsewhere = office.post(f"{page}fichier/", headers={"referer": "http://evil.invalid/"})
    assert "evil" not in elsewhere.content.decode()


def test_a_zip_is_given_to_whoever_asked_for_it_and_to_nobody_else(office, built, key_file):
    prepared(built, key_file)
    page = order(office)
    colleague = signed_in(OMAR.login)
    assert "Seule la personne qui a demandé ces documents les emporte" in words_of(colleague.get(page))
    assert fetch(colleague, page).status_code == 404
    assert fetch(office, page)[:2] == b"PK"


def test_nothing_of_a_zip_lies_in_clear_or_stays_on_the_disk(office, built, key_file):
    prepared(built, key_file)
    page = order(office, kind="listes-anonymat")
    folder = Path(jobs.result_box(jobs.last_jobs([Work.PRINT], 1)[0], KEY).folder)
    assert not any(file.read_bytes().startswith(b"%PDF") for file in folder.iterdir())
    fetch(office, page)
    assert not folder.exists()


def test_the_only_paper_is_shown_at_once(office):
    assert office.get(reverse("office:documents"))["Location"] == address_of("paper_documents")


@pytest.mark.both("the database searches and sorts here")
def test_the_button_that_prints_all_says_how_many_also_over_a_narrowed_list(office):
    address = reverse("office:documents_of_kind", args=[*PAPER, "emargement"])
    for query in ({}, {"cherche": "cèdres"}):
        assert "Tout imprimer (2), en un ZIP" in words_of(office.get(address, query))
