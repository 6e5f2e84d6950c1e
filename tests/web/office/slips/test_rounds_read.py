"""A round that is said of a whole list takes what its page showed, and says how many that were."""

import pytest
from django.urls import reverse
from lxml import html

from massicot.batches import queries as batches
from massicot.documents.codes import group_number
from massicot.shelves import queries, services
from massicot.shelves.rules.slips import SlipState
from tests import shelving
from tests.cast import ODILE, PERRIN
from tests.keeping import kept
from tests.shelving import BY_OFFICE, FIRST
from tests.web.markingcentre.desk import text_of
from tests.web.visitors import PAPER, visitor

pytestmark = pytest.mark.django_db

built = kept(shelving.shelved)


@pytest.fixture
def odile(built):
    return visitor(built, "office")


def page(name="fetch_slips"):
    return reverse(f"office:{name}", kwargs=PAPER)


def numbers(built, count):
    return sorted(batches.numbers_of(batches.batches_of(built.paper.pk, PERRIN)[0].pk)[:count])


def states(built):
    return [slip.state for slip in queries.slips_of(built.paper, *SlipState)]


def grouped(number):
    return " ".join(group_number(number).split())


def typed_on(answer, name):
    """Read what the form of an act sends of itself, on the page as it was read."""
    form = html.fromstring(answer.content.decode()).xpath(f"//form[@action='{page(name)}']")[0]
    typed = {"holder": ODILE.login} if name == "fetch_round" else {}
    return typed | {"but": "", "only": "", "shown": form.xpath(".//input[@name='shown']/@value")[0]}


def test_a_slip_that_joined_after_the_page_was_read_is_not_taken(built, odile):
    first, second = numbers(built, 2)
    shelving.ask(built.paper, first)
    typed = typed_on(odile.get(page()), "fetch_round")
    assert typed["shown"] == first
    shelving.ask(built.paper, second)
    answer = odile.post(page("fetch_round"), typed)
    assert answer.status_code == 422
    assert f"Entrées depuis : {grouped(second)}. Sorties depuis : –" in text_of(answer)
    assert states(built) == ["waiting", "waiting"]
    typed = typed_on(answer, "fetch_round")
    assert typed["shown"].split() == [first, second]
    assert odile.post(page("fetch_round"), typed).status_code == 303
    assert states(built) == ["out", "out"]


def test_nor_is_the_list_said_to_be_back_which_another_one_has_changed(built, odile):
    first, second, third = numbers(built, 3)
    shelving.ask(built.paper, first, second)
    shelving.fetch(built.paper)
    typed = typed_on(odile.get(page()), "put_back_round")
    services.miss_script(paper=built.paper, number=first, reason="Égarée", **BY_OFFICE)
    shelving.ask(built.paper, third)
    shelving.fetch(built.paper)
    answer = odile.post(page("put_back_round"), typed | {"but": second})
    assert f"Entrées depuis : {grouped(third)}. Sorties depuis : {grouped(first)}" in text_of(answer)
    assert states(built) == ["missing", "out", "out"]
    assert odile.post(page("put_back_round"), typed | {"only": second}).status_code == 303
    assert states(built) == ["missing", "back", "out"]


def test_the_page_says_of_how_many_a_press_is_said_and_shows_them_in_the_order_of_their_numbers(built, odile):
    ordered = numbers(built, 3)
    shelving.ask(built.paper, *reversed(ordered))
    answer = odile.get(page())
    assert "sont notées les 3 copies de cette page" in text_of(answer)
    assert typed_on(answer, "fetch_round")["shown"].split() == ordered


def test_what_is_put_back_after_its_box_was_opened_is_not_said_to_lie_in_it(built, odile):
    first, second, third = numbers(built, 3)
    other = batches.numbers_of(batches.batches_of(built.paper.pk, PERRIN)[1].pk)[0]
    shelving.ask(built.paper, first, second, third, other)
    shelving.fetch(built.paper)
    services.open_box(paper=built.paper, box=FIRST, reason="Trop lourd", **BY_OFFICE)
    odile.post(page("take_back_fetching"), {"number": first, "reason": "Restée"})
    shown = text_of(odile.get(page()))
    assert f"{first} est au bureau, dans aucun carton" in shown
    services.withdraw_slip(paper=built.paper, number=first, **BY_OFFICE)
    odile.post(page("put_back_round"), typed_on(odile.get(page()), "put_back_round"))
    shown = text_of(odile.get(page()))
    assert "1 copie est dans son carton. 2 copies sont au bureau, dans aucun carton" in shown
