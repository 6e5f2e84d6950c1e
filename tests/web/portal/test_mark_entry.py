"""The typing page: what it shows, in which order, when it is open and when it is not."""

from datetime import timedelta

from lxml import html

from massicot.core import draws
from massicot.documents import codes
from massicot.marks import services
from tests.cast import MARC, MARKING
from tests.web.portal.conftest import open_window


def cells(client):
    page = html.fromstring(client.get("/saisie/lot/").content.decode())
    return page.xpath("//input[@data-number]")


def test_numbers_stand_ascending_with_what_is_saved(wood, client):
    wood.save((wood.numbers[1], "09", ""))
    assert [cell.get("data-number") for cell in cells(client)] == sorted(wood.numbers)
    assert [cell.get("data-seen") for cell in cells(client)] == ["", "09", *[""] * 6]


def test_each_line_is_labelled_with_its_number(wood, client):
    page = html.fromstring(client.get("/saisie/lot/").content.decode())
    labels = {label.get("for"): label.text_content() for label in page.xpath("//tbody//label")}
    assert [labels[cell.get("id")] for cell in cells(client)] == [codes.group_number(number) for number in wood.numbers]


def test_what_remains_and_the_time_left_are_told(wood, client):
    wood.save((wood.numbers[0], "09", ""))
    page = " ".join(html.fromstring(client.get("/saisie/lot/").content.decode()).text_content().split())
    assert "7 lignes restantes sur 8" in page
    assert "Saisie ouverte jusqu’au" in page
    assert "Temps restant : 5 jours" in page


def test_the_values_that_a_line_may_hold_come_from_the_scale(wood, client):
    page = html.fromstring(client.get("/saisie/lot/").content.decode())
    values = page.xpath("//table/@data-values")[0].split()
    assert values == [*(f"{mark:02d}" for mark in range(21)), "AB", "CB"]


def test_the_page_does_not_show_the_control_totals(wood, client):
    wood.fill("13")
    page = client.get("/saisie/lot/").content.decode()
    assert "104" not in page.replace(" ", "")
    assert "104" not in client.get("/saisie/lot/verrouiller").content.decode()


def test_before_the_opening_the_hours_are_told_and_nothing_can_be_typed(wood, client):
    open_window(timedelta(days=1), timedelta(days=6))
    assert cells(client) == []
    assert "Saisie ouverte du " in client.get("/saisie/lot/").content.decode()


def test_after_the_closing_what_was_saved_stays_in_sight(wood, client):
    wood.fill("13")
    open_window(timedelta(days=-6), timedelta(days=-1))
    page = html.fromstring(client.get("/saisie/lot/").content.decode())
    assert [line.text_content() for line in page.xpath("//output")] == ["13"] * 8
    assert "elle était ouverte du" in page.text_content()


def test_a_replaced_sheet_is_told_so(wood, client):
    services.print_sheet(
        batch_code=wood.batch.code, portal_address="http://x/", draw=draws.from_seed(2), by=MARC, at=MARKING
    )
    answer = client.get("/saisie/lot/")
    assert answer.status_code == 403
    assert "remplacé par un plus récent" in answer.content.decode()


def test_no_page_runs_a_script_or_a_style_of_its_own(wood, client):
    for address in ("/saisie/", "/saisie/lot/", "/saisie/lot/verrouiller"):
        answer = client.get(address)
        page = html.fromstring(answer.content.decode())
        assert page.xpath("//script[not(@src)]|//style|//*[@style]") == []
        assert answer["Content-Security-Policy"].startswith("default-src 'self';")


def test_english_is_shown_to_a_browser_that_asks_for_it(wood, client):
    page = client.get("/saisie/lot/", headers={"Accept-Language": "en"}).content.decode()
    assert "Check and lock" in page
    assert '<html lang="en"' in page
