"""The mark sheets that go to the exam office, as their marking centre sees them."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from pypdf import PdfReader

from massicot.exams.models import Paper
from massicot.shelves import services
from massicot.shelves.rules.sheets import SheetRange
from tests import later_world, world
from tests.cast import ODILE, PERRIN, TYPING
from tests.shelves.test_sheets import print_again
from tests.web.markingcentre.desk import Desk

pytestmark = [pytest.mark.django_db, pytest.mark.once("a page")]
TO_SEND = "Tous les lots sont verrouillés : 2 bordereaux de notation sont à envoyer au bureau des examens."


def returned_by(days):
    Paper.objects.update(return_by=timezone.now() + timedelta(days=days))


def receive(desk, counted=2, but=()):
    asked = SheetRange(first=1, last=2, counted=counted, but=but)
    services.receive_sheets(paper=desk.built.paper, centre_uai=PERRIN, asked=asked, by=ODILE, at=TYPING)


def test_once_every_batch_is_locked_the_home_page_asks_for_the_sheets_until_the_office_has_them():
    desk = Desk(later_world.locked())
    returned_by(days=1)
    assert TO_SEND in desk.read("home")
    receive(desk)
    assert "bordereaux de notation" not in desk.read("home")


def test_what_is_overdue_is_asked_for_at_once_by_its_centre():
    desk = Desk(later_world.locked())
    returned_by(days=-1)
    receive(desk, counted=1, but=(2,))
    assert "1 bordereau de notation n’est pas au bureau des examens et devrait y être" in desk.read("home")
    page = desk.read("sheets_back", etat="lacking")
    assert desk.water.code in page
    assert desk.wood.code not in page


def test_while_batches_are_open_nothing_is_asked_for_and_the_page_says_that_its_list_is_not_the_last():
    desk = Desk(world.handed_out())
    returned_by(days=1)
    assert "bordereaux de notation sont à envoyer" not in desk.read("home")
    assert "2 lots ne sont pas verrouillés : la liste n’est pas la dernière." in desk.read("sheets_back")


def test_the_list_has_every_sheet_by_ascending_number_the_others_apart_and_no_name():
    desk = Desk(world.batched())
    print_again(desk.built, desk.water.code)
    Paper.objects.update(sheets_attention="Bureau des BTS")
    answer = desk.get("print_sheet_list")
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    first, second, void = (text.index(words) for words in (desk.wood.code, desk.water.code, "Autres bordereaux"))
    assert first < second < void < text.index("remplacée par l’édition n° 2")
    assert text.count(desk.water.code) == 2
    assert "Bureau des BTS" in text
    assert "2 lots ne sont pas verrouillés" in text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_sheets_of_another_centre_are_not_there():
    desk = Desk(world.batched())
    answer = desk.client.get("/correction/9900002X/BTS-2017/CGE/bordereaux/")
    assert answer.status_code == 404
