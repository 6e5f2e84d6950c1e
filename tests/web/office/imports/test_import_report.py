"""The report of an import as a clerk reads it: told once, by name, in the order of the lines; and blank tables."""

import pytest
from django.urls import reverse
from lxml import html

from tests import cast, world
from tests.cast import CEDRES, NAMES, candidates_csv
from tests.core.books import vast_book
from tests.keeping import kept
from tests.web.office.imports.test_imports import MORE, read
from tests.web.office.reading import words_of

pytestmark = pytest.mark.django_db

built = kept(world.opened)

HEADER = "identifiant;civilite;nom;prenom;courriel;uai;discipline;employeur"
SHARED = "Cette adresse est déjà celle de la ligne 2"


def markers(count):
    names = [f"PRUNIER {chr(65 + rank)}" for rank in range(count)]
    lines = [
        f"M{rank:02d};M.;{name};Jean;jury@corrections.invalid;{CEDRES};Français;EN" for rank, name in enumerate(names)
    ]
    return "\n".join([HEADER, *lines]).encode()


def rows_of(answer):
    rows = html.fromstring(answer.content.decode()).xpath("//table[@class='list']/tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row.xpath("td")] for row in rows]


def test_the_same_warning_on_many_lines_is_told_once(office):
    job, answer = read(office, markers(12), "markers")
    (warning,) = [row for row in rows_of(answer) if row[0] == "avertissement"]
    assert warning[1:4] == ["11 lignes : 3, 4, 5, 6, 7, …", "courriel", "jury@corrections.invalid"]
    taken = office.get(reverse("office:import_report", args=[job.pk]) + "?format=csv").getvalue().decode()
    assert taken.count("avertissement") == 11
    found = office.get(reverse("office:import_report", args=[job.pk]) + "?cherche=13")
    assert [row[1] for row in rows_of(found)] == ["ligne 13"]
    taken = office.get(reverse("office:import_report", args=[job.pk]) + "?format=csv&cherche=13")
    assert [line.split(";")[1].split() for line in taken.getvalue().decode().splitlines()[1:]] == [["ligne", "13"]]


def test_zeros_restored_and_centuries_added_are_one_line_each(office):
    header = "numero_candidat;nom_famille;prenoms;date_naissance;uai_centre;specialite"
    lines = [
        f"12345000{rank};PRUNE {chr(65 + rank % 26)};Ida;1/1/0{rank % 10};{CEDRES};90001" for rank in range(10, 40)
    ]
    _, answer = read(office, "\n".join([header, *lines]).encode())
    told = [row for row in rows_of(answer) if row[0] == "avertissement"]
    assert [row[1:3] for row in told[:2]] == [
        ["30 lignes : 2, 3, 4, 5, 6, …", "numero_candidat"],
        ["30 lignes : 2, 3, 4, 5, 6, …", "date_naissance"],
    ]


def many_faults(count):
    lines = [f"X{rank:04d};PRUNE;Ida;01/01/1999;{CEDRES};90001" for rank in range(count)]
    return "\n".join(["numero_candidat;nom_famille;prenoms;date_naissance;uai_centre;specialite", *lines]).encode()


def test_a_page_lists_five_hundred_faults_and_says_how_many_more_the_file_has(office):
    job, answer = read(office, many_faults(1_203))
    told = words_of(answer)
    assert "les 703 qui ne sont pas dans la liste" in told
    assert "500 lignes" in told
    (address,) = html.fromstring(answer.content.decode()).xpath("//p[@class='refusal']/a/@href")
    taken = office.get(reverse("office:import_report", args=[job.pk]) + address)
    assert taken.streaming
    assert taken.getvalue().decode().count("refusé") == 1_203


def test_a_page_and_a_file_say_where_reading_stopped(office, monkeypatch):
    monkeypatch.setattr("massicot.core.tables.faults.ENOUGH", 3)
    monkeypatch.setattr("massicot.core.tables.reading.CHUNK", 2)
    job, answer = read(office, many_faults(9))
    stopped = "La lecture s’est arrêtée après la ligne 5"
    assert [row[1] for row in rows_of(answer)] == [f"ligne {line}" for line in (2, 3, 4, 5)]
    assert stopped in words_of(answer)
    taken = office.get(reverse("office:import_report", args=[job.pk]) + "?format=csv&quoi=refused").getvalue().decode()
    assert (taken.count("refusé"), taken.count(stopped)) == (4, 1)


def test_a_page_with_fewer_faults_lists_all_of_them(office):
    told = words_of(read(office, many_faults(500))[1])
    assert ("500 lignes" in told, "pas dans la liste" in told) == (True, False)


def test_what_is_new_is_named(office):
    _, answer = read(office, candidates_csv(MORE))
    assert rows_of(answer) == [["nouveau", cast.candidate_number(17), "", "QUETSCHE Camille", ""]]


def test_faults_are_sorted_by_the_number_of_their_line(office):
    job, _ = read(office, candidates_csv().replace(b"/03/1997", b"/13/1997"))
    rows = rows_of(office.get(reverse("office:import_report", args=[job.pk]) + "?tri=place"))
    assert [row[1] for row in rows] == [f"ligne {line}" for line in range(2, 2 + len(NAMES))]


@pytest.mark.parametrize(
    ("start", "told"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "une image (PNG)"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "une image (JPEG)"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "une image (WebP)"),
        (b"%PDF-1.7\n", "un document PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "un ancien format (XLS ou DOC)"),
    ],
)
def test_a_file_that_is_no_table_is_refused_by_what_it_is(office, start, told):
    _, answer = read(office, start + b"\x07" * 50)
    assert told in words_of(answer)


def test_a_book_that_asks_for_549_gigabytes_is_refused_and_the_worker_goes_on(office):
    _, answer = read(office, vast_book())
    assert "trop étendue" in words_of(answer)
    assert rows_of(read(office, candidates_csv(MORE))[1])


def test_a_blank_table_is_read_once_a_line_is_added(office):
    answer = office.get(reverse("office:blank_table", args=["institutions"]))
    assert answer["Content-Disposition"] == 'attachment; filename="etablissements.csv"'
    header = answer.content.decode("utf-8-sig").strip()
    line = ";".join(["9900004Z", "Lycée des Saules", "Aix-Marseille"] + [""] * (header.count(";") - 2))
    _, report = read(office, f"{header}\r\n{line}\r\n".encode(), "institutions")
    assert rows_of(report)[0][2:4] == ["", "Lycée des Saules"]


def test_each_table_has_a_blank_one_and_nothing_else_has(office):
    page = html.fromstring(office.get(reverse("office:imports")).content.decode())
    addresses = page.xpath("//a[contains(@href, '/modele/')]/@href")
    assert [office.get(address).status_code for address in addresses] == [200] * 6
    assert office.get(reverse("office:blank_table", args=["marks"])).status_code == 404
