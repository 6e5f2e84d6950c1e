"""Scripts to fetch, on the screen: a round printed, out, late, back by exception or by scan; what is missing stays."""

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from massicot.batches import queries as batches
from massicot.shelves import queries, services
from massicot.shelves.rules.slips import SlipState
from tests import shelving
from tests.cast import ODILE, PERRIN
from tests.keeping import kept
from tests.shelving import CELLAR, FIRST
from tests.web.markingcentre.desk import text_of
from tests.web.visitors import PAPER, visitor

pytestmark = pytest.mark.django_db

built = kept(shelving.shelved)


@pytest.fixture
def odile(built):
    return visitor(built, "office")


def page(name="fetch_slips"):
    return reverse(f"office:{name}", kwargs=PAPER)


def numbers(built):
    return batches.numbers_of(batches.batches_of(built.paper.pk, PERRIN)[0].pk)


def shown_for(client, name):
    """Read which numbers the page shows in the form of an act."""
    shown = html.fromstring(client.get(page()).content.decode())
    return "".join(shown.xpath(f"//form[@action='{page(name)}']//input[@name='shown']/@value"))


def press(client, name, **typed):
    typed = {"shown": shown_for(client, name)} | typed
    answer = client.post(page(name), typed)
    assert (answer.status_code, answer["Location"]) == (303, page())
    return text_of(client.get(page()))


def refused(client, name, **typed):
    answer = client.post(page(name), typed)
    assert answer.status_code == 422
    return text_of(answer)


def home(client):
    return text_of(client.get(reverse("office:home")))


def test_a_round_is_out_by_exception_and_back_by_scan(built, odile):
    first, second, third = sorted(numbers(built)[:3])
    for number in (third, first):
        press(odile, "ask_script", number=number)
    shown = press(odile, "ask_script", number=second)
    assert "3 copies sont à rechercher" in shown
    assert "moins de 10 copies" in shown
    assert f"{FIRST} {CELLAR}" in shown
    shown = press(odile, "fetch_round", holder=ODILE.login, but=second[-5:], only="")
    assert "1 copie est à rechercher" in shown
    assert "2 sont sorties" in shown
    assert "1 est sortie" in press(odile, "put_back_round", only=first, but="")
    assert [slip.state for slip in queries.slips_of(built.paper, *SlipState)] == ["back", "waiting", "out"]


def test_what_is_wrong_is_said_with_a_way_out(built, odile):
    number = numbers(built)[0]
    assert "Où est-ce" in refused(odile, "ask_script", number="12345678K")
    press(odile, "ask_script", number=number)
    assert "déjà demandée (à rechercher)" in refused(odile, "ask_script", number=number)
    assert "Dites qui d’entre vous" in refused(odile, "fetch_round", holder="", but="", only="")
    assert "relisez le numéro" in refused(odile, "fetch_round", holder=ODILE.login, but="", only="9999Z")
    assert "reste vide" in refused(odile, "fetch_round", holder=ODILE.login, but=number, only=number)
    assert "aucune copie à remettre" in refused(odile, "put_back_round", but="", only="")
    assert "le motif" in refused(odile, "miss_script", number=number, reason="")


def test_a_script_that_is_not_in_its_box_stays_on_the_page_and_on_the_home_page(built, odile):
    number = numbers(built)[0]
    press(odile, "ask_script", number=number)
    assert "1 copie n’est pas dans son carton" in press(odile, "miss_script", number=number, reason="Pas là")
    assert "1 copie à lire n’est pas dans son carton" in home(odile)
    assert "1 copie est à rechercher" in press(odile, "find_missing", number=number)
    assert "en une tournée par semaine" in home(odile)


def test_each_act_is_taken_back_on_the_page(built, odile):
    number = numbers(built)[0]
    press(odile, "ask_script", number=number)
    press(odile, "fetch_round", holder=ODILE.login, but="", only="")
    assert "à rechercher" in press(odile, "take_back_fetching", number=number, reason="Restée")
    press(odile, "fetch_round", holder=ODILE.login, but="", only="")
    press(odile, "put_back_round", but="", only="")
    assert "1 est sortie" in press(odile, "take_back_return", number=number, reason="Encore lue")
    press(odile, "put_back_round", but="", only="")
    press(odile, "ask_script", number=number)
    assert "Aucune copie n’est à rechercher" in press(odile, "withdraw_slip", number=number)


def test_a_script_that_is_out_for_too_long_is_late_on_both_pages(built, odile):
    shelving.ask(built.paper, numbers(built)[0])
    shelving.fetch(built.paper)
    assert "1 copie est sortie de son carton depuis trop longtemps" in home(odile)
    shown = text_of(odile.get(page()))
    assert "1 copie devrait être remise" in shown
    assert "là depuis" not in shown
    services.shelve_boxes(paper=built.paper, boxes=[FIRST], shelf="grenier", by=ODILE, at=timezone.now())
    assert "grenier là depuis le" in text_of(odile.get(page()))
    press(odile, "put_back_round", but="", only="")
    assert "trop longtemps" not in home(odile)


def test_the_list_of_the_round_bears_numbers_and_places(built, odile):
    press(odile, "ask_script", number=numbers(built)[0])
    answer = odile.get(page("print_fetch_round"))
    assert (answer["Content-Type"], answer.content[:4]) == ("application/pdf", b"%PDF")


def test_many_slips_ask_the_database_no_more(built, odile, django_assert_max_num_queries):
    for number in numbers(built):
        press(odile, "ask_script", number=number)
    with django_assert_max_num_queries(14):
        odile.get(page())
