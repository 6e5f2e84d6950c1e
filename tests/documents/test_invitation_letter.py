"""The letter that invites by post: address, link in clear and as a code, tagged so that it can be read aloud."""

import io
from datetime import UTC, datetime

import pypdf
import pytest
import zxingcpp

from massicot.core.actor import Role
from massicot.documents.headings import InstitutionHeading
from massicot.documents.invitation_letter import InvitationLetter, make_invitation_letter
from massicot.documents.mails import Invitation
from tests.documents.reading import Reader

LINK = "https://massicot.example/bienvenue/Zx8y1_-w_pLkQ2m4n6b8v0c2x4z6a8s0d2f4g6h8j0k/"
UNTIL = datetime(2017, 5, 2, 14, tzinfo=UTC)
PLACE = InstitutionHeading("9900001W", "Lycée des Cèdres", "Bourg", "1 rue des Bois 13000 Bourg")


def letter(place=PLACE, link=LINK):
    invitation = Invitation(
        Role.EXAM_CENTRE,
        place.title if place else "",
        link,
        datetime(2017, 5, 2, 14, tzinfo=UTC),
        "claire@cedres.invalid",
    )
    return make_invitation_letter(InvitationLetter(invitation, place, datetime(2017, 4, 25, tzinfo=UTC)))


@pytest.fixture(scope="module")
def read():
    return Reader(letter())


def test_the_letter_says_as_what_where_until_when_and_with_which_login(read):
    assert len(read.pages) == 1
    text = " ".join(read.text.split())
    for said in ("chef de centre d'épreuves", "jusqu'au mardi 2 mai 2017 à 14 h", "claire@cedres.invalid"):
        assert said in text.replace("’", "'")
    assert "Le mardi 25 avril 2017" in text


def test_the_address_stands_in_the_window_of_the_envelope(read):
    lines = read.text.split("\n")
    assert lines[:3] == [
        "Chef de centre d'épreuves",
        "Lycée des Cèdres",
        "1 rue des Bois 13000 Bourg",
    ]


def test_the_link_stands_in_clear_and_can_be_scanned(read):
    assert LINK in read.text.replace("\n", "")
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
    assert "claire@cedres.invalid" in Reader(letter(None)).pages[0].split("\n")[1]


def test_the_same_letter_gives_the_same_bytes():
    assert letter() == letter()
