"""The ladder at each stage of a paper: what nobody has begun is no green, what is not counted differs from nothing."""

import pytest
from django.urls import reverse
from lxml import html

from massicot.results.rules.ladder import RUNG_KINDS
from tests import later_world, world
from tests.web.office.reading import words_of
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db

PAPER = ("BTS-2017", "CGE")
LADDER = reverse("office:ladder", args=PAPER)
FIRST, *OTHERS = [kind.slug for kind in RUNG_KINDS]


def page_of(built):
    return html.fromstring(visitor(built, "office").get(LADDER).content.decode())


def dress_of(built):
    return dresses(page_of(built))


def dresses(page):
    """Tell how each rung is dressed, by its slug: to come, under way, lost, decided, or nothing where both agree."""
    return {
        rung.xpath("string(h2/a/@href)").split("/")[-2]: rung.get("class").removeprefix("rung").strip()
        for rung in page.xpath("//ol[@class='ladder']/li")
    }


def buttons_of(page):
    return page.xpath("//main//a[@role='button']/@href")


def test_before_the_day_every_rung_but_the_entries_is_to_come():
    built = world.prepared()
    assert dress_of(built) == {FIRST: ""} | dict.fromkeys(OTHERS, "is-to-come")
    assert "Présents + absents à venir" in words_of(visitor(built, "office").get(LADDER))


def test_a_rung_is_under_way_once_it_is_begun_and_those_after_it_still_to_come():
    dress = dress_of(world.sat())
    assert [dress[slug] for slug in ("emargement", "copies", "etiquettes", "en-tetes")] == ["", "", "", "is-underway"]
    assert [dress[slug] for slug in ("lots", "bordereaux", "notes")] == ["is-to-come"] * 3


def test_items_that_a_centre_has_not_counted_yet_are_no_difference():
    built = world.prepared()
    assert "Pièces en main pas encore comptées – Décider" in words_of(visitor(built, "office").get(LADDER))
    rung = reverse("office:rung", args=(*PAPER, "copies"))
    assert "Nombre de pièces en main différent" not in words_of(visitor(built, "office").get(rung))


def test_the_lifting_is_the_next_act_once_nothing_is_open_and_the_tables_once_it_is_lifted():
    built = later_world.locked()
    assert buttons_of(page_of(built)) == [reverse("office:lifting", args=PAPER)]
    later_world.lift(built)
    assert buttons_of(page_of(built)) == [reverse("office:exports", args=PAPER)]


def test_nothing_is_lifted_from_a_ladder_with_a_gap():
    built = later_world.locked(world.handed_out(later_world.with_one_lost()))
    assert buttons_of(page_of(built)) == []


def test_each_page_of_a_paper_leads_to_the_others():
    office = visitor(world.prepared(), "office")
    coming_back = ("returned_parcels", "sheets_of_paper", "shelf", "fetch_slips", "destruction")
    names = ("ladder", "batches", *coming_back, "lifting", "exports")
    addresses = {reverse(f"office:{name}", args=PAPER) for name in names}
    for address in addresses:
        page = html.fromstring(office.get(address).content.decode())
        found = set(page.xpath("//p[strong[@aria-current='page']]/a/@href"))
        assert found == addresses - {address}
        assert page.xpath("//nav[@class='desk-nav']//a[@aria-current]/text()") == ["Échelle"]


def test_red_is_for_what_is_lost_and_the_difference_is_written():
    page = page_of(later_world.with_one_lost())
    assert "is-loss" in dresses(page).values()
    differences = page.xpath("//li[contains(@class, 'is-loss')]//span[@class='difference']/text()")
    assert set(differences) == {"−1"}


def test_work_under_way_alone_is_no_loss_and_has_its_bar():
    page = page_of(world.sat())
    assert "Rien n’est perdu et rien n’est à examiner" in page.text_content()
    dress = list(dresses(page).values())
    assert "is-loss" not in dress
    assert dress.count("is-underway") == len(page.xpath("//li[contains(@class, 'is-underway')]//progress")) > 0
