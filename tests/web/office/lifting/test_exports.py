"""Tables taken away from the office's page: what the command writes, in words; the marks to the byte, under trace."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils.translation import gettext
from lxml import html

from massicot.audit import queries as audit
from massicot.core.keys import KEY_BYTES
from massicot.exams import queries as exams
from massicot.results import services
from massicot.results.rules.exports import ExportKind, Form
from tests import later_world
from tests.cast import KEY, ODILE, TYPING
from tests.keeping import kept
from tests.web.office.reading import words_of
from tests.web.visitors import visitor

pytestmark = [pytest.mark.django_db, pytest.mark.both("what is taken away is the same to the byte")]

built = kept(later_world.lifted)
ADDRESS = reverse("office:exports", args=("BTS-2017", "CGE"))
AS_PART = {"HX-Request": "true"}


@pytest.fixture
def key_there(settings, tmp_path):
    """The key that sealed the world, where the server looks for it."""
    path = tmp_path / "anonymity.key"
    path.write_text(KEY.secret.hex())
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(path)
    assert len(KEY.secret) == KEY_BYTES


def exported(built):
    return [line.act for line in audit.acts_of(exams.subject_of(built.paper))].count("MarksExported")


FILES = {
    ExportKind.MARKS: "notes",
    ExportKind.MARKS_TOTALS: "totaux-de-controle",
    ExportKind.SCRIPTS: "copies",
    ExportKind.BATCHES: "lots",
    ExportKind.PARCELS: "paquets",
    ExportKind.RETURNS: "retours",
    ExportKind.PRESENCE: "presence",
    ExportKind.CENTRES: "centres",
    ExportKind.SPECIALTIES: "specialites",
    ExportKind.CONSULTATIONS: "demandes-de-consultation",
}


@pytest.mark.parametrize("kind", ExportKind)
def test_each_table_is_what_the_command_writes_in_words(built, key_there, kind):
    answer = visitor(built, "office").post(ADDRESS, {"kind": kind.value})
    assert answer["Content-Disposition"] == f'attachment; filename="BTS-2017-CGE-{FILES[kind]}.csv"'
    table = services.export_table(paper=built.paper, kind=kind, key=KEY, by=ODILE, at=TYPING, translate=gettext)
    assert answer.content == table
    coded = services.export_table(paper=built.paper, kind=kind, key=KEY, by=ODILE, at=TYPING)
    assert (coded == table) == (kind not in (ExportKind.SCRIPTS, ExportKind.PARCELS, ExportKind.RETURNS))


def test_the_codes_of_a_table_are_the_words_of_the_screens(built, key_there):
    text = visitor(built, "office").post(ADDRESS, {"kind": "scripts"}).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    assert {row["nature"] for row in rows} == {"copie écrite", "copie blanche", "absent", "numéro de réserve"}
    assert {row["pointage"] for row in rows} == {"reçue", ""}


@pytest.mark.parametrize(("form", "ending"), [("csv", "csv"), ("fixed", "txt"), ("xlsx", "xlsx")])
def test_the_marks_are_taken_away_in_each_form(built, key_there, form, ending):
    answer = visitor(built, "office").post(ADDRESS, {"kind": "marks", "form": form})
    assert answer["Content-Disposition"] == f'attachment; filename="BTS-2017-CGE-notes.{ending}"'
    marks = {"paper": built.paper, "kind": ExportKind.MARKS, "key": KEY, "by": ODILE, "at": TYPING}
    assert answer.content == services.export_table(form=Form(form), **marks)


def test_every_form_of_the_marks_is_offered_and_says_for_whom(built):
    answer = visitor(built, "office").get(ADDRESS)
    page = html.fromstring(answer.content.decode())
    offered = page.xpath("//form[.//input[@name='kind'][@value='marks']]")
    assert [form.xpath("string(.//button/@value)") for form in offered] == [form.value for form in Form]
    assert all(form.xpath("string(./p)").startswith("Pour ") for form in offered)


def test_taking_the_marks_away_leaves_a_trace_with_the_name(built, key_there):
    visitor(built, "office").post(ADDRESS, {"kind": "batches"})
    visitor(built, "office").post(ADDRESS, {"kind": "marks-totals"})
    assert exported(built) == 0
    visitor(built, "office").post(ADDRESS, {"kind": "marks"})
    assert exported(built) == 1
    assert audit.acts_of(exams.subject_of(built.paper))[-1].by == ODILE.login


def test_the_totals_are_said_in_words_by_the_page_and_by_the_part_that_it_asks_for(built, key_there):
    page = visitor(built, "office").get(ADDRESS)
    asked = html.fromstring(page.content.decode()).xpath("string(//*[@id='totals']/@hx-get)")
    table = services.export_table(paper=built.paper, kind=ExportKind.MARKS_TOTALS, key=KEY, by=ODILE, at=TYPING)
    totals = dict(line.split(";") for line in table.decode("utf-8-sig").splitlines())
    for answer in (visitor(built, "office").get(asked), visitor(built, "office").get(asked, headers=AS_PART)):
        words = words_of(answer)
        assert f"12 lignes : 10 notes (somme {totals['somme_notes']}), 1 AB, 1 CB, 0 MQ." in words
        assert all(total in words for name, total in totals.items() if name.startswith(("somme_", "sha256_")))
    assert "<html" not in answer.content.decode()


def test_without_its_key_no_total_is_shown_and_the_page_says_why(built, settings, tmp_path):
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(tmp_path / "gone.key")
    for headers in ({}, AS_PART):
        answer = visitor(built, "office").get(ADDRESS, {"totaux": "1"}, headers=headers)
        assert answer.status_code == 200
        assert "gone.key" in words_of(answer)


def test_without_its_key_the_server_says_so_and_gives_nothing(built, settings, tmp_path):
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(tmp_path / "gone.key")
    answer = visitor(built, "office").post(ADDRESS, {"kind": "marks"})
    assert answer.status_code == 422
    assert "gone.key" in words_of(answer)
    assert exported(built) == 0


@pytest.mark.parametrize(
    "asked", [{"kind": "names"}, {"kind": "marks", "form": "pdf"}, {"kind": "batches", "form": "xlsx"}]
)
def test_a_table_or_a_form_that_does_not_exist_is_refused(built, asked, key_there):
    assert visitor(built, "office").post(ADDRESS, asked).status_code == 422
