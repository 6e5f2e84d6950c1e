"""A paper on which nothing has come yet is not said to be ready: neither on the home page nor on its own."""

from datetime import timedelta

import pytest
from django.urls import reverse
from lxml import html

from massicot.results import queries, services
from massicot.results.rules import Decision
from tests import world
from tests.cast import CEDRES, MURIERS, ODILE, TYPING
from tests.web.office.home.test_home import PAPER, move_paper, tasks_for
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db
ADDRESS = reverse("office:lifting", args=PAPER)


@pytest.fixture
def keyed():
    """An evening on which every room is keyed and no day is closed."""
    built = world.prepared()
    for centre in (CEDRES, MURIERS):
        world.key_room(built, centre, (), ())
    return built


def decide_all(built):
    """Decide every gap that is open."""
    for gap in queries.ladder(built.paper).open_gaps:
        said = {"decision": Decision.LOST, "reason": "Essai.", "by": ODILE, "at": TYPING}
        services.decide_gap(paper=built.paper, key=gap.key, seen=gap.figures, **said)


@pytest.mark.parametrize("settle", [lambda built: None, decide_all])
def test_on_the_evening_the_lifting_is_not_offered_on_the_home_page(keyed, settle):
    settle(keyed)
    move_paper(keyed, timedelta(hours=-1))
    assert list(tasks_for().values()).count(ADDRESS) == 0


def test_its_page_says_what_is_to_come_and_offers_nothing(keyed):
    decide_all(keyed)
    page = html.fromstring(signed_in(ODILE.login).get(ADDRESS).content.decode())
    blocking = [" ".join(item.text_content().split()) for item in page.xpath("//main//ul[1]/li")]
    assert blocking == ["2 centres n’ont pas clos leur journée", "Aucune note n’est encore saisie."]
    centres = reverse("office:centres_of_paper", args=PAPER)
    assert page.xpath("//main//ul[1]/li/a/@href") == [centres]
    assert page.xpath("//form[contains(@action, '/levee/')]") == []
