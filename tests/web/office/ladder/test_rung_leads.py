"""What stands on a rung leads to where it is found and mended: a batch, a story, a centre, the tables imported."""

import pytest
from django.urls import reverse
from lxml import html

from massicot.documents.codes import group_number
from tests import later_world, world
from tests.cast import CEDRES
from tests.keeping import kept
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db

PAPER = ("BTS-2017", "CGE")
CENTRES, STORY = reverse("office:centres_of_paper", args=PAPER), reverse("office:where")


def out_with_one_lost():
    """Two batches out, one script missing."""
    return world.handed_out(later_world.with_one_lost())


built = kept(out_with_one_lost)


def rung_of(built, slug, query=""):
    address = reverse("office:rung", args=(*PAPER, slug)) + query
    return html.fromstring(visitor(built, "office").get(address).content.decode())


def first_link(page):
    (link,) = page.xpath("//tbody/tr[1]/th//a")
    return link.text, link.get("href")


@pytest.mark.parametrize(
    ("slug", "told"),
    [
        ("emargement", ("A1", f"{CENTRES}?cherche={CEDRES}")),
        ("copies", (CEDRES, f"{CENTRES}?cherche={CEDRES}")),
        ("lots", ("B-BTS-2017-CGE-0001", reverse("office:batch", args=(*PAPER, "B-BTS-2017-CGE-0001")))),
    ],
)
def test_a_line_leads_to_where_it_is_found(built, slug, told):
    assert first_link(rung_of(built, slug)) == told


def test_a_room_says_its_centre_beside_its_name(built):
    (name,) = rung_of(built, "emargement").xpath("//tbody/tr[1]/th//span[@class='code']/text()")
    assert name == f"Lycée des Cèdres {CEDRES}"


def test_a_parcel_and_a_script_lead_to_their_story(built):
    number = later_world.number_of(built, 1)
    page = rung_of(built, "reception")
    links = dict.fromkeys(page.xpath("//tbody/tr/th//a/@href"))
    assert f"{STORY}?quoi={number}" in links
    assert sum("?quoi=P-" in link for link in links) == len(page.xpath("//tbody/tr")) - 1


@pytest.mark.both("the database searches and sorts here")
@pytest.mark.parametrize("write", [str, group_number, lambda number: " ".join(group_number(number).split())])
def test_a_script_is_found_by_its_number_in_one_piece_or_in_groups(built, write):
    number = later_world.number_of(built, 1)
    page = rung_of(built, "reception", f"?cherche={write(number)}")
    assert [link.text for link in page.xpath("//tbody/tr/th//a")] == [group_number(number)]


def test_the_ladder_leads_to_a_batch_that_is_not_locked_and_to_the_decision_of_a_missing_script(built):
    ladder = visitor(built, "office").get(reverse("office:ladder", args=PAPER))
    links = html.fromstring(ladder.content.decode()).xpath("//p[@class='gap']/a/@href")
    batches = [reverse("office:batch", args=(*PAPER, f"B-BTS-2017-CGE-000{rank}")) for rank in (1, 2)]
    assert (len(links), links[1:]) == (3, batches)
    assert "/ecart/" in links[0]


def test_the_page_of_a_gap_leads_there_too(built):
    number = later_world.number_of(built, 1)
    answer = visitor(built, "office").get(
        reverse("office:decide_gap", args=PAPER, query={"key": f"missing-script:{number}"})
    )
    assert f"{STORY}?quoi={number}" in html.fromstring(answer.content.decode()).xpath("//dl//a/@href")
