"""Several convocations in one file: each on its own pages, its own count of pages, its own code; still read aloud."""

import io
from dataclasses import replace

import pypdf
import pytest
import zxingcpp

from massicot.documents.convocations import make_convocations
from tests.documents.reading import Reader
from tests.documents.test_convocations import CEDRES, LETTER, PAGE, PERRIN, alternatives, line, tags

LONG = [line(day, 8 + half, 9 + half, (PERRIN, CEDRES)[day % 2]) for day in range(1, 21) for half in (0, 6)]


def letter(sign, **about):
    code = f"M-{sign * 5}-{sign * 5}"
    return replace(LETTER, code=code, page=PAGE.replace("M-K7QXP-4TBMD", code), **about)


LETTERS = [letter("A"), letter("B", lines=LONG, places=[PERRIN, CEDRES], name="M. Bo BAOBAB"), letter("C")]


@pytest.fixture(scope="module")
def together():
    return Reader(make_convocations(LETTERS, "9900003Y"))


def test_each_page_says_whose_it_is_and_its_number_within_its_letter(together):
    feet = [page.splitlines()[-1] for page in together.pages]
    assert [(foot.split()[0], foot.partition(" page ")[2]) for foot in feet] == [
        ("M-AAAAA-AAAAA", "1 / 1"),
        ("M-BBBBB-BBBBB", "1 / 2"),
        ("M-BBBBB-BBBBB", "2 / 2"),
        ("M-CCCCC-CCCCC", "1 / 1"),
    ]


def test_each_letter_bears_the_code_of_its_own_page(together):
    pages = [[code.text for code in together.codes(page, zxingcpp.BarcodeFormat.QRCode)] for page in range(4)]
    assert pages == [[LETTERS[0].page], [], [LETTERS[1].page], [LETTERS[2].page]]


def test_the_file_can_be_read_aloud(together):
    root = pypdf.PdfReader(io.BytesIO(together.pdf)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("fr")
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert list(tags(root["/StructTreeRoot"])).count("/H1") == len(LETTERS)
    assert len([alt for alt in alternatives(root["/StructTreeRoot"]) if "QR code" in alt]) == len(LETTERS)


def test_letters_to_check_bear_their_watermark_on_every_page():
    drafts = [replace(row, code="", page="") for row in LETTERS]
    read = Reader(make_convocations(drafts, "BTS-2017"))
    assert all("CONTRÔLE" in page for page in read.pages)
    assert not any(read.codes(page, zxingcpp.BarcodeFormat.QRCode) for page in range(len(read.pages)))


def test_the_same_letters_give_the_same_bytes(together):
    assert make_convocations(list(LETTERS), "9900003Y") == together.pdf
