"""The mark sheet: what opens the portal, the numbers in ascending order, boxes for marks and control totals."""

import dataclasses

import pytest
import zxingcpp

from massicot.core import marks
from massicot.documents import mark_sheet


@pytest.fixture
def printed(sheet, read):
    return read(mark_sheet.make_mark_sheet(sheet))


def numbered_lines(printed):
    """Give the number of each line, by the line's rank."""
    lines = (line.split() for line in printed.text.splitlines())
    return {int(words[0]): "".join(words[1:]) for words in lines if len(words) == 4 and words[0].isdigit()}


def test_lines_are_numbered_and_ascending(sheet, printed):
    assert numbered_lines(printed) == dict(enumerate(sorted(sheet.numbers), start=1))


@pytest.mark.parametrize(("scripts", "pages"), [(1, 1), (25, 1), (50, 1), (51, 1), (60, 1), (61, 2), (150, 3)])
def test_a_batch_takes_as_few_pages_as_it_can_be_read_on(sheet, numbers, read, scripts, pages):
    printed = read(mark_sheet.make_mark_sheet(dataclasses.replace(sheet, numbers=numbers(scripts))))
    assert len(printed.pages) == pages
    assert len(numbered_lines(printed)) == scripts


def test_the_code_opens_the_portal_with_all_but_the_password(sheet, printed):
    codes = [code.text for code in printed.codes(0, zxingcpp.BarcodeFormat.QRCode)]
    assert codes == ["https://notes.exemple.fr/saisie/A02/7KQ2M4XD"]
    assert "déjà remplis : le code ci-contre, ou notes.exemple.fr/saisie/A02/7KQ2M4XD" in printed.text


def test_what_opens_the_portal_is_in_clear_once(printed):
    for words in ("https://notes.exemple.fr/saisie/", "H7KQM-2XDRT-9WPA"):
        assert printed.text.count(words) == 1
    for words in ("A02", "7KQ2M4XD"):
        assert printed.text.count(words) == 2
    assert "à taper dans la barre d’adresse, pas dans un moteur de recherche" in printed.text


def test_a_second_page_carries_the_batch_but_no_password(sheet, numbers, read):
    printed = read(mark_sheet.make_mark_sheet(dataclasses.replace(sheet, numbers=numbers(61))))
    assert "Lot B-0K7042" in printed.pages[1]
    assert "H7KQM-2XDRT-9WPA" not in printed.pages[1]
    assert "Totaux de contrôle" not in printed.pages[0]
    assert "Totaux de contrôle" in printed.pages[1]


def test_it_reminds_of_digits_codes_and_locking(printed):
    assert "09, jamais « 9 » : 2 chiffres, de 00 à 20" in printed.text
    assert "AB absent · CB copie blanche" in printed.text
    assert "Ne pas oublier de verrouiller le lot" in printed.text


@pytest.mark.parametrize(
    ("scale", "words"),
    [
        (marks.Scale(step=50), "09,0, jamais « 9,0 » : 2 chiffres et 1 décimale, de 00,0 à 20,0"),
        (marks.Scale(highest=10_000, digits=3), "009, jamais « 09 » : 3 chiffres, de 000 à 100"),
        (marks.Scale(highest=500, digits=1), "5 : 1 chiffre, de 0 à 5"),
        (marks.Scale(lowest=1000, highest=2000), "10 : 2 chiffres, de 10 à 20"),
    ],
)
def test_the_reminder_follows_the_scale(sheet, read, scale, words):
    assert words in read(mark_sheet.make_mark_sheet(dataclasses.replace(sheet, scale=scale))).text


def test_a_mark_has_one_box_per_digit_and_decimal(sheet, read):
    def boxes(scale):
        printed = read(mark_sheet.make_mark_sheet(dataclasses.replace(sheet, scale=scale)))
        row = printed.crop(0, 55, 80.5, 102, 80.6).point(lambda shade: 255 * (shade < 160))
        return row.tobytes()[: row.width].count(b"\x00\xff") - 2

    assert boxes(marks.Scale(highest=10_000, digits=3)) == boxes(marks.Scale()) + 1
    assert boxes(marks.Scale(step=50)) == boxes(marks.Scale()) + 2


def test_the_edition_tells_which_password_is_the_last(sheet, read):
    text = read(mark_sheet.make_mark_sheet(dataclasses.replace(sheet, printing=3))).text
    assert "édition n° 3" in text


def test_a_password_never_shows_in_a_log(sheet):
    assert "H7KQM" not in repr(sheet)


def test_the_mark_sheet_keeps_its_text(printed, snapshot):
    assert printed.pages == snapshot
