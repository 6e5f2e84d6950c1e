"""The sheet of a second keying, printed by the marking centre beside the mark sheet."""

from io import BytesIO

import pytest
from lxml import html
from pypdf import PdfReader

from massicot.exams.models import Paper
from massicot.marks import queries as marks
from massicot.marks import services
from tests import later_world, world
from tests.cast import ODILE, TYPING
from tests.keeping import kept
from tests.marks import second_acts
from tests.web.markingcentre.desk import Desk, address, open_entry, text_of

pytestmark = pytest.mark.django_db

built = kept(world.handed_out)


@pytest.fixture
def desk(built):
    """Both batches in Bob's hands, asked to be typed twice; entry is open."""
    second_acts.ask(built.paper.pk)
    desk = Desk(built)
    open_entry()
    return desk


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


def home_of(desk):
    return text_of(desk.client.get(address("home")))


def test_the_home_page_goes_from_the_sheet_of_a_complete_batch_to_its_second_keying(desk):
    assert "seconde" not in home_of(desk)
    later_world.typed(desk.built)
    assert "2 lots complets sont à saisir une seconde fois" in home_of(desk)
    desk.post("print_second_sheet", desk.wood, known=0)
    page = home_of(desk)
    assert "1 lot complet est à saisir une seconde fois" in page
    assert "1 lot attend sa seconde saisie" in page
    second_acts.SecondSheet(desk.wood).fill()
    assert "attend sa seconde saisie" not in home_of(desk)
    Paper.objects.update(entry_closes_at=TYPING)
    assert "seconde" not in home_of(desk)
    assert desk.post("print_second_sheets").status_code == 422


def test_the_sheets_of_complete_batches_are_printed_together_once(desk):
    later_world.typed(desk.built)
    assert "Imprimer 2 bordereaux de seconde saisie" in desk.read("batch_list", second="to-print")
    answer = desk.post("print_second_sheets")
    assert (answer.status_code, len(PdfReader(BytesIO(answer.content)).pages)) == (200, 2)
    assert desk.post("print_second_sheets").status_code == 422
    assert [marks.second_printings_of(batch.pk) for batch in desk.batches] == [1, 1]
    assert "bordereaux de seconde saisie" not in desk.read("batch_list")


def test_a_paper_that_is_typed_once_offers_no_such_choice(built):
    assert "Seconde saisie" not in Desk(built).read("batch_list")


def test_a_sheet_in_somebodys_hands_is_printed_again_only_where_that_is_folded_away(desk):
    def act():
        page = html.fromstring(desk.client.get(address("batch", desk.wood)).content)
        return page.xpath("//form[contains(@action, 'second')]")[0]

    assert not act().xpath("ancestor::details")
    desk.post("print_second_sheet", desk.wood, known=0)
    assert act().xpath("string(ancestor::details/summary)").strip() == "Réimprimer le bordereau de seconde saisie"
