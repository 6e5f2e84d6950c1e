"""Where is it, of a script that was fetched at the exam office: who has it, until when; one that lacks, its gap."""

import pytest
from django.urls import reverse
from lxml import html

from massicot.results import services as results
from massicot.results.rules import Decision
from massicot.shelves import queries, services
from massicot.shelves.rules.slips import SlipState
from massicot.web.shared.instants import day
from tests import shelving
from tests.cast import ODILE
from tests.keeping import kept
from tests.shelving import BY_OFFICE
from tests.web.office.reading import words_of
from tests.web.visitors import PAPER, visitor

pytestmark = pytest.mark.django_db

built = kept(shelving.shelved)


@pytest.fixture
def number(built):
    return shelving.first_number(built)


def ask(built, typed):
    return visitor(built, "office").get(reverse("office:where"), {"quoi": typed})


def links_of(answer):
    return html.fromstring(answer.content.decode()).xpath("//main//p//a/@href")


def gap_of(number):
    return reverse("office:decide_gap", kwargs=PAPER, query={"key": f"not-in-box:{number}"})


def test_a_script_that_is_out_says_who_has_it_and_until_when(built, number):
    shelving.ask(built.paper, number)
    assert f"chez {ODILE.login}" not in words_of(ask(built, number))
    shelving.fetch(built.paper)
    [slip] = queries.slips_of(built.paper, SlipState.OUT)
    answer = ask(built, number)
    assert f"Elle est sortie de son carton, chez {ODILE.login}, jusqu’au {day(slip.due_on)}" in words_of(answer)
    assert "Elle devrait être remise" in words_of(answer)
    assert reverse("office:fetch_slips", kwargs=PAPER) in links_of(answer)
    shelving.put_back(built.paper)
    assert f"chez {ODILE.login}" not in words_of(ask(built, number))


def test_a_script_that_is_not_in_its_box_leads_to_its_own_gap(built, number):
    shelving.ask(built.paper, number)
    services.miss_script(paper=built.paper, number=number, reason="Pas là", **BY_OFFICE)
    answer = ask(built, number)
    assert gap_of(number) in links_of(answer)
    assert "n’est pas dans son carton" in words_of(answer)
    assert visitor(built, "office").get(gap_of(number)).status_code == 200
    said = {"decision": Decision.LOST, "reason": "Cherchée partout.", "by": ODILE, "at": BY_OFFICE["at"]}
    results.decide_gap(paper=built.paper, key=f"not-in-box:{number}", seen="", **said)
    words = words_of(ask(built, number))
    assert "Ce qui a été décidé de cette copie" in words
    assert "Décider du sort" not in words


def test_a_missing_script_that_the_office_decided_of_is_sought_no_more_until_it_is_found_and_missed_again(
    built, number
):
    def is_sought():
        home = words_of(visitor(built, "office").get(reverse("office:home")))
        return "1 copie à lire n’est pas dans son carton" in home

    shelving.ask(built.paper, number)
    about = {"paper": built.paper, "number": number, **BY_OFFICE}
    services.miss_script(reason="Pas là", **about)
    assert is_sought()
    said = {"decision": Decision.LOST, "reason": "Cherchée partout.", "by": ODILE, "at": BY_OFFICE["at"]}
    results.decide_gap(paper=built.paper, key=f"not-in-box:{number}", seen="", **said)
    assert not is_sought()
    services.find_missing(**about)
    services.miss_script(reason="Encore", **about)
    assert is_sought()
