"""The statement of one candidate: name and mark, or a code in words; which issue, and which it replaces."""

import io
from dataclasses import replace
from datetime import date

import pypdf
import pytest

from massicot.documents.statement import Replaced, StatementContent, make_statement

REASON = "Erreur matérielle à la saisie : le correcteur a inversé deux lignes"


@pytest.fixture
def content(heading, centre):
    return StatementContent(
        heading=heading,
        issue=1,
        candidate_number="01213990002",
        surname="BŒUF-ÉGLÉ",
        usual_name="",
        first_names="Bob, Noël",
        born_on=date(1998, 2, 3),
        specialty_code="31408",
        specialty_label="Comptabilité et gestion",
        centre=centre,
        said="09",
        highest="20",
        issued_on=date(2017, 7, 3),
        seen_until=date(2018, 6, 12),
    )


@pytest.fixture
def words(read):
    return lambda content: " ".join(
        read(make_statement(content)).text.replace("’", "'").replace("\N{ZERO WIDTH SPACE}", "").split()
    )


def test_it_tells_who_which_paper_the_mark_as_written_and_the_dates(content, words):
    seen = words(content)
    for told in (
        "BŒUF-ÉGLÉ Bob, Noël",
        "Né ou née le 03/02/1998",
        "Numéro de candidat 01213990002",
        "Culture générale et expression (CGE)",
        "Lycée des Calanques, Marseille (0139999X)",
        "09 sur 20",
        "Édition 1",
        "jusqu'au mardi 12 juin 2018",
        "Établi le lundi 3 juillet 2017",
    ):
        assert told in seen
    assert "remplace" not in seen
    assert "Nom d'usage" not in seen


@pytest.mark.parametrize(
    ("code", "told"),
    [("AB", "Absent ou absente à l'épreuve"), ("CB", "Copie blanche"), ("MQ", "Copie manquante, sans note")],
)
def test_a_code_is_told_in_words(content, words, code, told):
    seen = words(replace(content, said=code))
    assert f"{told} ({code})" in seen
    assert "sur 20" not in seen


@pytest.mark.parametrize(
    ("changes", "is_told"),
    [
        ({}, True),
        ({"said": "CB"}, True),
        ({"said": "AB"}, False),
        ({"said": "MQ"}, False),
        ({"issued_on": date(2018, 6, 12)}, True),
        ({"issued_on": date(2018, 6, 13)}, False),
    ],
)
def test_a_script_is_offered_to_be_seen_where_there_is_one_and_while_it_can_be(content, words, changes, is_told):
    assert ("peut être consultée" in words(replace(content, **changes))) == is_told


def test_an_issue_says_which_one_it_replaces_and_why(content, words):
    again = replace(content, issue=2, said="14", replaces=Replaced(1, date(2017, 7, 3), REASON))
    seen = words(again)
    assert "Cette édition 2 annule et remplace l'édition 1, établie le lundi 3 juillet 2017" in seen
    assert f"Motif : {REASON}" in seen


@pytest.mark.parametrize("text", ["x" * 100, 'Motif #long* "$' * 35])
def test_the_longest_texts_stay_on_one_page(content, read, text):
    long = replace(
        content,
        surname=text[:100],
        first_names=text[:100],
        usual_name=text[:100],
        replaces=Replaced(1, date(2017, 7, 3), text),
    )
    printed = read(make_statement(long))
    assert len(printed.pages) == 1
    left, _, right, _ = printed.ink(0, 0, 0, 210, 297)
    assert left >= 9
    assert right <= 201


def test_it_is_tagged_and_named_for_whoever_hears_it(content):
    pdf = pypdf.PdfReader(io.BytesIO(make_statement(content)))
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.trailer["/Root"]["/Lang"] == "fr"
    assert pdf.metadata.title == "Relevé de note – 01213990002-1"


def test_the_same_issue_gives_the_same_bytes(content):
    assert make_statement(content) == make_statement(content)


def test_a_rehearsal_says_so(content, words):
    assert "RÉPÉTITION" in words(replace(content, heading=replace(content.heading, is_rehearsal=True)))
