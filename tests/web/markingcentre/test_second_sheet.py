"""The sheet of a second keying, printed by the marking centre beside the mark sheet."""

from io import BytesIO

import pytest
from lxml import html
from pypdf import PdfReader

from massicot.marks import queries as marks
from massicot.marks import services
from tests import world
from tests.cast import ODILE, TYPING
from tests.keeping import kept
from tests.marks import second_acts
from tests.web.markingcentre.desk import Desk, address, text_of

pytestmark = pytest.mark.django_db

built = kept(world.handed_out)


@pytest.fixture
def desk(built):
    """Both batches in Bob's hands, asked to be typed twice."""
    second_acts.ask(built.paper.pk)
    return Desk(built)


def test_it_is_printed_beside_the_mark_sheet_when_the_centre_wants(desk):
    page = desk.read("batch", desk.wood)
    assert "0 ligne sur 8 est saisie une seconde fois" in page
    assert "Imprimer le bordereau de seconde saisie" in page
    answer = desk.post("print_second_sheet", desk.wood, known=0)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert f"bordereau-seconde-saisie-{desk.wood.code}.pdf" in answer["Content-Disposition"]
    assert "Bordereau de seconde saisie" in PdfReader(BytesIO(answer.content)).pages[0].extract_text()
    assert "Réimprimer le bordereau de seconde saisie" in desk.read("batch", desk.wood)
    assert (marks.printings_of(desk.wood.pk), marks.second_printings_of(desk.wood.pk)) == (1, 1)


def test_a_button_pressed_twice_prints_once(desk):
    assert desk.post("print_second_sheet", desk.wood, known=0).status_code == 200
    assert desk.post("print_second_sheet", desk.wood, known=0).status_code == 422
    assert desk.post("print_second_sheet", desk.wood, known=1).status_code == 200


def test_a_batch_that_is_typed_once_shows_nothing_of_it(desk):
    services.release_batch(batch_code=desk.wood.code, reason="Délai", by=ODILE, at=TYPING)
    assert "seconde saisie" not in desk.read("batch", desk.wood)
    assert desk.post("print_second_sheet", desk.wood, known=0).status_code == 422


def test_the_batches_to_be_typed_twice_are_found_and_those_whose_sheet_is_to_print(desk):
    services.release_batch(batch_code=desk.water.code, reason="Délai", by=ODILE, at=TYPING)
    found = {}
    for chosen in ("asked", "to-print"):
        page = desk.read("batch_list", second=chosen)
        found[chosen] = (desk.wood.code in page, desk.water.code in page)
    assert found == {"asked": (True, False), "to-print": (True, False)}
    desk.post("print_second_sheet", desk.wood, known=0)
    assert desk.wood.code in desk.read("batch_list", second="asked")
    assert desk.wood.code not in desk.read("batch_list", second="to-print")


def test_the_home_page_asks_for_the_sheets_until_each_is_printed(desk):
    assert "2 lots sont à saisir une seconde fois" in text_of(desk.client.get(address("home")))
    for batch in (desk.wood, desk.water):
        desk.post("print_second_sheet", batch, known=0)
    assert "à saisir une seconde fois" not in text_of(desk.client.get(address("home")))


def test_a_paper_that_is_typed_once_offers_no_such_choice(built):
    assert "Seconde saisie" not in Desk(built).read("batch_list")


def test_a_sheet_in_somebodys_hands_is_printed_again_only_where_that_is_folded_away(desk):
    def act():
        page = html.fromstring(desk.client.get(address("batch", desk.wood)).content)
        return page.xpath("//form[contains(@action, 'second')]")[0]

    assert not act().xpath("ancestor::details")
    desk.post("print_second_sheet", desk.wood, known=0)
    assert act().xpath("string(ancestor::details/summary)").strip() == "Réimprimer le bordereau de seconde saisie"
