"""The convocation: who, what, where, when, why; its code read back; tags, language and labels; days as ranges."""

import io
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pypdf
import pytest
import zxingcpp

from massicot.documents.convocations import CallLine, ConvocationLetter, LetterPlace, day_ranges, make_convocation
from tests.documents.reading import Reader

PARIS = ZoneInfo("Europe/Paris")
PERRIN = LetterPlace("0130053M", "Lycée Jean Perrin", "74 rue Verdillon 13010 Marseille", (43.27, 5.42))
CEDRES = LetterPlace("9900001W", "Lycée des Cèdres", "1 rue des Bois 13000 Bourg")
PAGE = "https://massicot.example/convocations/M-K7QXP-4TBMD/0123456789abcdef0123/"


def line(day, starts=9, ends=17, place=PERRIN, title="Correction"):
    """Give one activity of a day counted from 1 June 2017."""
    on = date(2017, 6, 1) + timedelta(days=day - 1)
    instants = (datetime(on.year, on.month, on.day, hour, tzinfo=PARIS) for hour in (starts, ends))
    return CallLine(title, *instants, place.uai)


LETTER = ConvocationLetter(
    code="M-K7QXP-4TBMD",
    page=PAGE,
    authority="Académie d'Aix-Marseille",
    office="Bureau des BTS",
    telephone="04 65 71 00 00",
    address="1 place des Examens 13621 Aix-en-Provence",
    signatory="Le chef de la division des examens et concours",
    session="BTS, session 2017",
    subject_code="CGE",
    subject_title="Culture générale et expression",
    mission="Correction de l’épreuve CGE",
    is_reserve=False,
    is_duty=True,
    is_rehearsal=False,
    identifier="BOB",
    name="Mme Bob d’AQUITAINE-ÉGLÉ",
    institution="Lycée des Tilleuls (9900003Y)",
    lines=[line(1), line(2), line(6)],
    places=[PERRIN],
    issued_on=date(2017, 5, 10),
)


def printed(content):
    return " ".join(Reader(make_convocation(content)).text.split()).replace("\N{ZERO WIDTH SPACE}", "")


def plain(content):
    return printed(content).replace("’", "'")


def test_it_tells_who_what_where_when_why_and_whom_to_call():
    seen = plain(LETTER)
    for told in (
        "Identifiant BOB",
        "Mme Bob d'AQUITAINE-ÉGLÉ",
        "Correction de l'épreuve CGE",
        "du jeudi 1er juin 2017 au vendredi 2 juin 2017, chaque jour de 9 h à 17 h",
        "mardi 6 juin 2017, de 9 h à 17 h",
        "74 rue Verdillon 13010 Marseille",
        "article D911-31 du code de l'éducation ; charte nationale des examens du 15 janvier 2007",
        "Le recteur seul en dispense",
        "sous couvert de votre chef d'établissement",
        "Pour le recteur et par délégation, Le chef de la division des examens et concours",
        "04 65 71 00 00",
        "Le mercredi 10 mai 2017",
    ):
        assert told in seen


def test_nobody_from_outside_is_told_of_a_duty():
    seen = plain(replace(LETTER, is_duty=False))
    assert "D911-31" not in seen
    assert "sous couvert" not in seen
    assert "Vous prêtez votre concours" in seen


def test_of_whom_nobody_told_the_employer_both_cases_are_written_and_nobody_is_threatened():
    seen = plain(replace(LETTER, is_duty=None))
    for told in (
        "Pour qui enseigne dans un établissement public ou privé sous contrat",
        "D911-31",
        "Sinon, vous prêtez",
    ):
        assert told in seen
    assert "retenue sur traitement" not in seen
    lines = [line(day, 8 + day % 2) for day in range(1, 7)]
    assert len(Reader(make_convocation(replace(LETTER, is_duty=None, lines=lines, places=[PERRIN]))).pages) == 1


def test_its_code_stands_in_clear_and_its_square_opens_the_public_page():
    read = Reader(make_convocation(LETTER))
    assert [code.text for code in read.codes(0, zxingcpp.BarcodeFormat.QRCode)] == [PAGE]
    assert "M-K7QXP-4TBMD" in read.text


def test_a_letter_to_check_bears_its_watermark_and_no_code():
    read = Reader(make_convocation(replace(LETTER, code="", page="")))
    assert "CONTRÔLE" in read.text
    assert read.codes(0, zxingcpp.BarcodeFormat.QRCode) == []
    assert "CONTRÔLE" not in Reader(make_convocation(LETTER)).text


def test_a_letter_says_which_one_it_replaces_and_who_is_of_the_reserve():
    seen = plain(replace(LETTER, code="M-K7QXP-4TBMD-2", replaces="M-K7QXP-4TBMD", is_reserve=True))
    assert "annule et remplace la convocation M-K7QXP-4TBMD." in seen
    assert "Vous êtes de la réserve" in seen


@pytest.mark.parametrize(
    ("lines", "pages"),
    [
        ([line(day, 8 + day % 2) for day in range(1, 7)], 1),
        ([line(day, 8 + half, 9 + half, (PERRIN, CEDRES)[day % 2]) for day in range(1, 21) for half in (0, 6)], 2),
    ],
)
def test_six_days_stand_on_one_page_and_forty_half_days_on_two(lines, pages):
    places = [PERRIN, CEDRES] if pages == 2 else [PERRIN]
    assert len(Reader(make_convocation(replace(LETTER, lines=lines, places=places))).pages) == pages


def test_days_in_a_row_are_one_range_only_at_the_same_hours_and_place():
    lines = [line(1), line(2), line(3, 10), line(4, place=CEDRES), line(5), line(6)]
    assert [(row.first.starts_at.day, row.last.starts_at.day) for row in day_ranges(lines)] == [
        (1, 2),
        (3, 3),
        (4, 4),
        (5, 6),
    ]


def test_the_same_facts_give_the_same_bytes():
    assert make_convocation(LETTER) == make_convocation(replace(LETTER, lines=list(LETTER.lines)))


def test_it_can_be_read_aloud():
    root = pypdf.PdfReader(io.BytesIO(make_convocation(LETTER))).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("fr")
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert {"/H1", "/H2", "/Table", "/TH", "/Figure", "/Link"} <= set(tags(root["/StructTreeRoot"]))
    assert [alt for alt in alternatives(root["/StructTreeRoot"]) if "QR code" in alt]


def elements(node):
    """Go through the elements of a tree of tags."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, dict):
        yield node
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            yield from elements(kid)


def tags(root):
    return (node["/S"] for node in elements(root) if "/S" in node)


def alternatives(root):
    return [str(node["/Alt"]) for node in elements(root) if "/Alt" in node]


@pytest.mark.parametrize("name", ["L’Ô", "Żółć-" + "Longnom" * 2, "#strong[x] *y* $z$"])
def test_any_name_is_printed_as_it_is_written(name):
    assert name in printed(replace(LETTER, name=name))


LATE = replace(LETTER, is_late=True, issued_on=date(2017, 6, 1))


def test_one_that_regularises_says_so_with_its_date_and_stays_an_order_to_come():
    seen = plain(LATE)
    assert "Convocation de régularisation" in seen
    assert "établie le jeudi 1er juin 2017" in seen
    assert "Elle vaut ordre de mission" in seen
    assert "Cette lettre vous convoque" not in seen
    assert "À apporter" in seen


def test_once_its_days_are_over_nothing_is_asked_for_them():
    seen = plain(replace(LATE, issued_on=date(2017, 6, 7)))
    for told in ("À apporter", "En cas de maladie"):
        assert told not in seen
    assert "article D911-31 du code de l'éducation" in seen
    assert "Ce qui vous est payé" in seen
