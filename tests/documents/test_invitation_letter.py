"""The letter that invites by post: address, code to type, link as a square, tagged so that it can be read aloud."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import pypdf
import pytest
import zxingcpp

from massicot.core.actor import Role
from massicot.documents import mails
from massicot.documents.headings import InstitutionHeading
from massicot.documents.invitation_letter import InvitationLetter, make_invitation_letter
from massicot.documents.mails import ExamOffice, Invitation
from tests.documents.reading import Reader

CODE = "K7QM-2XRT-9HDW-P3FJ"
PAGE = "https://massicot.example/bienvenue/"
LINK = f"{PAGE}{CODE}/"
PLACE = InstitutionHeading("9900001W", "Lycée des Cèdres", "Bourg", "1 rue des Bois 13000 Bourg")
BTS = ExamOffice(
    "Académie d'Aix-Marseille – Division des examens et concours",
    "BTS session 2017",
    "Bureau des BTS",
    "04 65 71 00 00",
    ("CGE Culture générale et expression, mercredi 10 mai 2017",),
)
DCG = ExamOffice("Académie de Nice", "DCG 2017", "", "", ("UE1 Droit, lundi 15 mai 2017",))
INVITATION = Invitation(
    role=Role.EXAM_CENTRE,
    place=PLACE.title,
    link=LINK,
    until=datetime(2017, 5, 2, 14, tzinfo=UTC),
    login="claire@cedres.invalid",
    code=CODE,
    offices=(BTS,),
)


def letter(place=PLACE, **changed):
    invitation = replace(INVITATION, place=place.title if place else "", **changed)
    return make_invitation_letter(InvitationLetter(invitation, PAGE, place, datetime(2017, 4, 25, tzinfo=UTC)))


def plain(text):
    return " ".join(text.split()).replace("’", "'")


@pytest.fixture(scope="module")
def read():
    return Reader(letter())


def test_the_letter_says_as_what_where_until_when_and_with_which_login(read):
    assert len(read.pages) == 1
    text = plain(read.text)
    for said in ("chef de centre d'épreuves", "jusqu'au mardi 2 mai 2017 à 14 h", "claire@cedres.invalid"):
        assert said in text
    assert "Le mardi 25 avril 2017" in text


def test_the_letter_says_who_writes_for_which_papers_and_whom_to_call(read):
    text = plain(read.text)
    for said in (BTS.authority, BTS.session, BTS.papers[0], "bureau des examens : Bureau des BTS, 04 65 71 00 00."):
        assert said in text
    mail = plain(mails.invitation(INVITATION).body)
    for said in (BTS.authority, BTS.session, BTS.papers[0], "bureau des examens (Bureau des BTS, 04 65 71 00 00)."):
        assert said in mail


def test_a_centre_of_two_sessions_and_many_papers_still_has_one_page():
    many = replace(
        BTS, papers=[f"E{rank} Épreuve au nom assez long pour une ligne, mercredi 10 mai 2017" for rank in range(20)]
    )
    read = Reader(letter(offices=(many, DCG)))
    assert len(read.pages) == 1
    text = plain(read.text)
    assert "et 14 autres épreuves" in text
    assert ("E5 " in text, "E6 " in text) == (True, False)
    assert all(said in text for said in (DCG.authority, DCG.session, DCG.papers[0]))


def test_the_address_stands_in_the_window_of_the_envelope(read):
    lines = read.text.split("\n")
    start = lines.index("Chef de centre d'épreuves")
    assert lines[start : start + 3] == [
        "Chef de centre d'épreuves",
        "Lycée des Cèdres",
        "1 rue des Bois 13000 Bourg",
    ]


def test_the_code_and_the_page_where_it_is_typed_stand_in_clear_and_the_link_can_be_scanned(read):
    assert (CODE in read.text, f"{PAGE}\n" in read.text) == (True, True)
    assert [code.text for code in read.codes(0, zxingcpp.BarcodeFormat.QRCode)] == [LINK]


def test_the_letter_is_tagged_and_named_for_whoever_hears_it():
    pdf = pypdf.PdfReader(io.BytesIO(letter()))
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr"
    assert pdf.metadata.title == "Votre accès à Massicot"


def test_a_long_address_stays_on_the_page():
    long = InstitutionHeading("9900001W", "Lycée polyvalent " + "des très grands jardins " * 6, "Bourg", "x" * 90)
    assert len(Reader(letter(long)).pages) == 1


def test_the_office_has_no_centre_to_be_written_to():
    lines = Reader(letter(None, offices=())).pages[0].split("\n")
    assert "claire@cedres.invalid" in lines[1]
    assert "pour" not in " ".join(lines[:6])


@pytest.mark.parametrize("title", ["日本", "\N{FULLWIDTH DIGIT ONE}", "\N{GRINNING FACE}"])
def test_a_sign_that_no_font_has_holds_no_letter_back(title):
    pdf = letter(offices=(replace(BTS, session=title),))
    assert CODE in Reader(pdf).text
    assert pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_the_same_letter_gives_the_same_bytes():
    assert letter() == letter()
