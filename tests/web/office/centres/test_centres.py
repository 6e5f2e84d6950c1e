"""The centres of a paper by state: a table, a map, arrivals hour by hour."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from massicot.exams.models import Institution, Paper
from tests import other_routes, world
from tests.cast import CEDRES, MURIERS
from tests.keeping import kept
from tests.web.office.reading import words_of
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db

built = kept(world.packed)
CODES = ("BTS-2017", "CGE")


def page_of(built, name="centres_of_paper", query=""):
    answer = visitor(built, "office").get(reverse(f"office:{name}", args=CODES) + query)
    return html.fromstring(answer.content.decode())


def rows_of(page):
    return {row.xpath("string(th//span[@class='code'])"): row for row in page.xpath("//tbody/tr")}


def send(built, centre):
    other_routes.pack(built, centre)
    other_routes.send_all(built, centre)


def test_each_centre_is_told_with_its_rooms_its_parcels_and_its_lateness(built):
    rows = rows_of(page_of(built))
    assert rows.keys() == {CEDRES, MURIERS}
    cells = [" ".join(cell.text_content().split()) for cell in rows[CEDRES].xpath("td")]
    assert cells[0] == "en retard d’expédition"
    assert cells[1:3] == ["8", "1 / 1"]
    assert cells[4] == "1 à expédier"
    assert cells[5].startswith("-")


def test_the_hours_left_are_counted_from_the_end_of_the_paper(built):
    now = timezone.now()
    Paper.objects.update(starts_at=now - timedelta(hours=10), ends_at=now - timedelta(hours=5.5))
    cells = [" ".join(cell.text_content().split()) for cell in rows_of(page_of(built))[CEDRES].xpath("td")]
    assert (cells[0], cells[5]) == ("journée close, à expédier", "42")


def test_centres_can_be_asked_for_by_state(built):
    send(built, CEDRES)
    assert rows_of(page_of(built, query="?etat=sent")).keys() == {CEDRES}
    assert rows_of(page_of(built, query="?etat=late")).keys() == {MURIERS}
    assert page_of(built, query="?etat=received").xpath("//tbody/tr") == []


def test_the_map_has_a_shape_for_each_state_and_lists_who_has_no_place(built):
    send(built, CEDRES)
    Institution.objects.filter(uai=CEDRES).update(latitude=43.5, longitude=5.4)
    page = page_of(built, "centres_map")
    (point,) = page.xpath("//svg[@role='img']/g[@class='is-sent']/use")
    assert point.get("href") == "#shape-sent"
    assert "Lycée des Cèdres" in point.xpath("string(title)")
    assert page.xpath("//ul[@class='unplaced']/li/text()") == ["Lycée des Mûriers – en retard d’expédition"]
    shapes = page.xpath("//defs/*/@id")
    assert {use.get("href").removeprefix("#") for use in page.xpath("//ul[@class='legend']//use")} <= set(shapes)


def test_no_empty_map_is_drawn_where_no_centre_has_a_place(built):
    page = page_of(built, "centres_map")
    assert page.xpath("//svg[@role='img'] | //ul[@class='legend']") == []
    assert len(page.xpath("//ul[@class='unplaced']/li")) == 2


def test_the_page_of_the_table_asks_for_the_map_alone(built):
    (asks,) = page_of(built).xpath("//details[@hx-get]")
    part = visitor(built, "office").get(asks.get("hx-get"), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "Sans place sur la carte" in part


def test_arrivals_are_counted_by_the_hour_of_the_session(built):
    world.arrived(built)
    page = page_of(built, "arrivals")
    ((day, parcels, scripts),) = [[cell.text for cell in row] for row in page.xpath("//tbody/tr")]
    assert (day, parcels, scripts) == ("vendredi 12 mai 10\N{NO-BREAK SPACE}h", "2", "12")
    assert len(page.xpath("//svg//rect")) == 1
    assert page.xpath("//svg//text/text()") == ["10\N{NO-BREAK SPACE}h", "12/05"]


def test_before_anything_arrived_the_page_says_so(built):
    answer = visitor(built, "office").get(reverse("office:arrivals", args=CODES))
    assert "Aucun paquet n’est encore arrivé." in words_of(answer)


def test_the_table_leaves_with_all_its_columns(built):
    answer = visitor(built, "office").get(reverse("office:centres_of_paper", args=CODES) + "?format=csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert "Lycée des Cèdres" in lines[1]


def test_the_only_paper_is_shown_at_once(built):
    answer = visitor(built, "office").get(reverse("office:centres"))
    assert answer["Location"] == reverse("office:centres_of_paper", args=CODES)
