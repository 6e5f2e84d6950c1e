"""A batch is opened in every box by its code, its number, or the address on its mark sheet; never its password."""

import pytest
from django.urls import reverse
from lxml import html

from massicot.batches.rules import SplitChoice
from massicot.marks import queries as marks
from massicot.marks import services as mark_acts
from tests import world
from tests.cast import MARC, TYPING
from tests.documents.reading import Reader
from tests.keeping import kept
from tests.web.markingcentre.desk import Desk, address, text_of
from tests.web.markingcentre.dock import Dock
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db

handed_out = kept(world.handed_out)


@pytest.fixture
def desk(handed_out):
    """Both batches are with Bob."""
    return Desk(handed_out)


def _split(desk):
    """Make two batches whose sheets were never printed."""
    world.give_back(desk.wood)
    said = {"code": desk.wood.code, "choice": SplitChoice(4), "reason": "Accident"}
    return mark_acts.split_batch(**said, by=MARC, at=TYPING)


def printed_address(desk, batch, shout=False):
    sheet = desk.built.sheets[batch.code]
    text = f"http://127.0.0.1:8000/saisie/{sheet.site}/{sheet.identifier}"
    return text.upper() if shout else text


@pytest.mark.parametrize("shout", [False, True])
def test_the_address_of_a_mark_sheet_opens_its_batch_where_batches_are_asked(desk, shout):
    scanned = printed_address(desk, desk.wood, shout)
    for box in ("batch_list", "roll_call"):
        assert desk.get(box, lot=scanned)["Location"] == address("take_back", desk.wood)
    told = desk.read("where", quoi=scanned)
    assert f"Ouvrir la page de {desk.wood.code}" in told
    assert desk.built.sheets[desk.wood.code].password not in told


def test_a_sheet_printed_again_is_still_of_its_batch_and_one_that_nobody_printed_is_none(desk):
    assert marks.batch_of_address(printed_address(desk, desk.wood)) == desk.wood.code
    for nothing in ("", "12", desk.wood.code, "http://127.0.0.1:8000/saisie/A02/ZZZZZZ", "/saisie/A02/", "a/b"):
        assert marks.batch_of_address(nothing) == ""


@pytest.mark.parametrize(
    ("signs", "keys"),
    [
        ("1234567890AQZWM?aqzw:/.-m", "&é\"'(-è_çàQAWZ?§qawzM!:),"),
        ("1234567890/", "&é\"'(-è_çà:"),
    ],
)
def test_the_address_is_understood_from_a_scanner_that_is_set_to_another_keyboard(desk, signs, keys):
    typed = printed_address(desk, desk.wood).translate(str.maketrans(signs, keys))
    assert "/" not in typed
    assert desk.get("batch_list", lot=typed)["Location"] == address("take_back", desk.wood)
    # As the box sends it, in capitals.
    assert marks.batch_of_address(typed.upper()) == desk.wood.code


def test_twelve_alone_is_a_batch_where_anything_may_be_asked(desk):
    assert f"Ouvrir la page de {desk.water.code}" in desk.read("where", quoi=str(desk.water.sequence))
    assert desk.get("where", quoi="77").status_code == 422


def test_a_batch_scanned_among_scripts_is_called_a_batch_and_can_be_opened(desk):
    dock = Dock(desk.built)
    for scanned in (desk.wood.code, printed_address(desk, desk.wood)):
        for box in (dock.address("scan_scripts"), address("scan_envelope", desk.water)):
            answer = desk.client.post(box, {"code": scanned}, follow=True)
            assert f"C’est le lot {desk.wood.code}, pas une copie" in text_of(answer)
    (outcome,) = dock.scan(desk.wood.code)["outcomes"]
    assert (outcome["mood"], outcome["offer"]["method"]) == ("unreadable", "get")
    assert outcome["offer"]["address"] == address("batch", desk.wood)


def test_the_office_reads_the_address_and_says_that_a_number_alone_is_one_of_every_paper(desk):
    office = visitor(desk.built, "office")
    page = office.get(reverse("office:where"), {"quoi": printed_address(desk, desk.wood)})
    assert desk.wood.code in text_of(page)
    refused = office.get(reverse("office:where"), {"quoi": "12"})
    assert refused.status_code == 422
    assert "est le numéro d’un lot dans chaque épreuve" in text_of(refused)


def test_the_cover_is_printed_from_the_page_of_its_batch(desk):
    page = html.fromstring(desk.get("batch", desk.wood).content.decode())
    (link,) = page.xpath("//main//a[contains(@href, 'enveloppe')]/@href")
    answer = desk.client.get(link)
    assert answer["Content-Disposition"] == f'attachment; filename="enveloppe-{desk.wood.code}.pdf"'
    printed = Reader(answer.content)
    assert desk.wood.code in printed.text
    assert "BADIANE" not in printed.text


def test_the_cover_comes_before_the_first_sheet_and_not_before_the_next(desk):
    for batch in _split(desk):
        first, again = (Reader(desk.post("print_sheet", batch, known=known).content) for known in (0, 1))
        assert [batch.code in page for page in first.pages] == [True, True]
        assert ["MOT DE PASSE" in page.upper() for page in first.pages] == [False, True]
        assert len(again.pages) == 1
