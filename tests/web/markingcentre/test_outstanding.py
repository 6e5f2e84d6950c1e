"""What still stands between the marking centre and nothing left, as its page and its print show it."""

import io

import pytest
from lxml import html
from pypdf import PdfReader

from massicot.shelves import services
from massicot.shelves.rules.sheets import SheetRange
from tests import going_back, world
from tests.cast import ODILE, PERRIN
from tests.web.markingcentre.desk import Desk, address

pytestmark = [pytest.mark.django_db, pytest.mark.once("a page")]


def receive_sheets(built):
    asked = SheetRange(first=1, last=2, counted=2)
    services.receive_sheets(paper=built.paper, centre_uai=PERRIN, asked=asked, by=ODILE, at=going_back.CAME)


def printed(desk):
    answer = desk.get("print_outstanding")
    assert answer["Content-Type"] == "application/pdf"
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


def test_each_line_says_who_owes_the_next_step_and_leads_to_its_act():
    desk = Desk(going_back.packed_back())
    page = html.fromstring(desk.get("outstanding").content.decode())
    rows = {row.find("th").text_content(): row for row in page.findall(".//tbody/tr")}
    [parcel] = [row for title, row in rows.items() if "Paquets faits pour le bureau" in title]
    assert going_back.the_parcel(desk.built).code in parcel.text_content()
    assert "le centre de correction" in parcel.text_content()
    assert parcel.find(".//a").get("href") == address("returns")
    [sheets] = [row for title, row in rows.items() if "Bordereaux de notation" in title]
    assert sheets.find(".//a").get("href") == f"{address('sheets_back')}?etat=lacking"


def test_once_nothing_is_left_the_page_and_the_print_say_so_with_their_instant():
    desk = Desk(going_back.sent_back())
    receive_sheets(desk.built)
    assert "Il ne reste rien de cette épreuve dans ce centre, le " in desk.read("outstanding")
    assert "Il ne reste rien dans ce centre à la date du " in printed(desk)


def test_before_any_script_has_left_neither_says_that_nothing_is_left():
    desk = Desk(world.sat())
    assert "Aucune copie de cette épreuve n’est encore partie pour ce centre, le " in desk.read("outstanding")
    assert "Aucune copie n’est encore partie pour ce centre" in printed(desk)


def test_batches_that_are_out_are_printed_with_who_has_them():
    desk = Desk(world.handed_out())
    text = printed(desk)
    assert f"{desk.wood.code} – " in text
    assert "2 correcteurs" in text


def test_what_stands_in_another_centre_is_not_there():
    desk = Desk(world.batched())
    for path in ("reste/", "reste/etat/"):
        assert desk.client.get(f"/correction/9900002X/BTS-2017/CGE/{path}").status_code == 404
