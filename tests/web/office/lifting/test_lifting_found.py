"""A script decided lost and there after all: what counts is said before a lifting, and still asked for after one."""

from types import SimpleNamespace

import pytest
from django.urls import reverse
from lxml import html

from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.results import queries, rules, services
from massicot.results.models import Lifting
from tests import cast, later_world, world
from tests.cast import MARC, ODILE, TYPING
from tests.keeping import kept
from tests.web.office.reading import words_of
from tests.web.telephone import code_of
from tests.web.visitors import SECRET, signed_in

pytestmark = pytest.mark.django_db

PAPER = ("BTS-2017", "CGE")
LIFTING, LADDER = (reverse(f"office:{page}", args=PAPER) for page in ("lifting", "ladder"))
HOME = reverse("office:home")
THERE = "1 copie dont vous aviez décidé du sort est finalement là : dites ce qui vaut."


def decided():
    """One script of Les Cèdres is missing, and is to be sat again."""
    built = later_world.with_one_lost()
    number = later_world.number_of(built, 1)
    later_world.decide_lost(built, number)
    return SimpleNamespace(built=built, number=number, key=f"missing-script:{number}")


lost = kept(decided)


@pytest.fixture
def found(lost):
    """It was found before the batches were made: marked and locked like any other."""
    find(lost)
    later_world.locked(world.handed_out(lost.built))
    return lost


def find(lost):
    code = parcels.announcement_of(lost.number).parcel
    consignments.find_script(code=code, number=lost.number, by=MARC, at=cast.later())


def settle(lost):
    services.settle_decision(paper=lost.built.paper, key=lost.key, reason="La copie compte.", by=ODILE, at=TYPING)


def home():
    """Read what the home page says, and the way to each."""
    page = html.fromstring(signed_in(ODILE.login).get(HOME).content.decode())
    return " ".join(page.xpath("string(//main)").split()), page.xpath("//main//a/@href")


def test_a_paper_is_not_lifted_before_it_is_said_what_counts_of_a_script_found(found):
    with pytest.raises(rules.WhatCountsUnsaid) as refused:
        later_world.lift(found.built)
    assert refused.value.values == {"paper": "CGE", "count": 1, "keys": found.number}
    assert not Lifting.objects.exists()
    settle(found)
    later_world.lift(found.built)
    assert queries.is_lifted(found.built.paper)


def test_what_is_to_be_said_is_listed_on_the_page_of_the_lifting_with_the_way_there(found):
    page = signed_in(ODILE.login).get(LIFTING)
    gap = reverse("office:decide_gap", args=PAPER) + f"?key=missing-script%3A{found.number}"
    assert html.fromstring(page.content.decode()).xpath("//main//ul[1]/li/a/@href") == [gap]
    assert "Tout est prêt" not in words_of(page)
    assert "Proposer la levée" not in words_of(page)
    settle(found)
    assert "Tout est prêt" in words_of(signed_in(ODILE.login).get(LIFTING))


def test_a_code_sent_all_the_same_is_refused_with_what_to_do(found):
    answer = signed_in(ODILE.login).post(LIFTING, {"code": code_of(SECRET)})
    assert (answer.status_code, Lifting.objects.exists()) == (422, False)
    assert "dites d’abord ce qui vaut pour chacune" in words_of(answer)


def test_the_home_page_offers_the_lifting_once_it_is_said(found):
    words, addresses = home()
    assert THERE in words
    assert LIFTING not in addresses
    settle(found)
    words, addresses = home()
    assert THERE not in words
    assert LIFTING in addresses


def test_a_script_found_after_the_lifting_is_told_until_it_is_said_what_counts(lost):
    later_world.locked(world.handed_out(lost.built))
    later_world.lift(lost.built)
    assert "finalement là" not in home()[0]
    find(lost)
    assert THERE in home()[0]
    settle(lost)
    assert "finalement là" not in home()[0]


def test_the_ladder_of_a_lifted_paper_says_that_a_script_found_since_is_in_no_batch(lost):
    later_world.locked(world.handed_out(lost.built))
    later_world.lift(lost.built)
    # What is to be back at the office by a day of 2017 is not.
    told = "L’anonymat est levé : chaque copie était justifiée jusqu’à sa note."
    assert told in words_of(signed_in(ODILE.login).get(LADDER))
    find(lost)
    words = words_of(signed_in(ODILE.login).get(LADDER))
    assert "En cours : 1 différence" in words
    assert "justifiée" not in words
