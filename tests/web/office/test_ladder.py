"""The ladder's page: every rung with its two sources, every gap by its name, decided there with a reason."""

import pytest
from django.urls import reverse
from lxml import html

from massicot.results import queries
from massicot.results.models import GapDecision
from massicot.results.rules import wording
from tests import later_world, world
from tests.keeping import kept
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db


def locked_with_one_lost():
    """Everything locked, one script missing."""
    return later_world.locked(world.handed_out(later_world.with_one_lost()))


lost = kept(locked_with_one_lost)
ADDRESS = {"session": "BTS-2017", "paper": "CGE"}


@pytest.fixture
def office(lost):
    """Somebody of the office, in their browser."""
    return visitor(lost, "office")


def read(answer):
    return " ".join(html.fromstring(answer.content.decode()).text_content().split())


def decide(office, **typed):
    form = {"decision": "sit-again", "reason": "Introuvable."} | typed
    return office.post(reverse("office:decide_gap", kwargs=ADDRESS), form)


def key_of(built):
    return queries.ladder(built.paper).open_gaps[0].key


def test_the_page_counts_every_rung_twice(lost, office):
    page = html.fromstring(office.get(reverse("office:ladder", kwargs=ADDRESS)).content.decode())
    shown = [[int(figure.text) for figure in rung.xpath(".//dd")] for rung in page.xpath("//ol[@class='ladder']/li")]
    assert shown == [[rung.expected, rung.found] for rung in queries.ladder(lost.paper).rungs]
    assert len(shown) == len(wording.RUNGS)


def test_the_page_names_the_open_gap_and_offers_to_decide_it(lost, office):
    page = office.get(reverse("office:ladder", kwargs=ADDRESS))
    assert later_world.number_of(lost, 1) in read(page)
    assert html.fromstring(page.content.decode()).xpath("//input[@name='key']/@value") == [key_of(lost)]


def test_a_gap_is_decided_on_the_page_by_who_is_signed_in(lost, office):
    answer = decide(office, key=key_of(lost))
    assert answer["Location"] == reverse("office:ladder", kwargs=ADDRESS)
    decided = GapDecision.objects.get()
    assert (decided.decision, decided.reason, decided.decided_by) == ("sit-again", "Introuvable.", world.ODILE.login)
    page = office.get(answer["Location"])
    assert "Introuvable." in read(page)
    assert html.fromstring(page.content.decode()).xpath("//input[@name='key']") == []


def test_a_decision_without_a_reason_comes_back_with_its_form(lost, office):
    answer = decide(office, key=key_of(lost), reason="  ")
    assert answer.status_code == 422
    assert not GapDecision.objects.exists()
    assert html.fromstring(answer.content.decode()).xpath("//input[@name='key']/@value") == [key_of(lost)]


@pytest.mark.parametrize("key", ["items:9900001W", "not-locked:B-BTS-2017-CGE-0001"])
def test_a_decision_that_is_refused_says_why(office, key):
    answer = decide(office, key=key)
    assert answer.status_code == 422
    assert key in read(answer)
    assert not GapDecision.objects.exists()


def test_every_paper_is_listed_with_its_ladder(office):
    page = html.fromstring(office.get(reverse("office:ladders")).content.decode())
    assert page.xpath("//ul[@class='desks']//a/@href") == [reverse("office:ladder", kwargs=ADDRESS)]
