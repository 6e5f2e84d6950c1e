"""Second keying on the desk of the office: asked for, raised, ended; how far each batch is."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from massicot.batches import queries as batches
from massicot.marks import queries as marks
from massicot.marks.models import SecondKeying
from tests import world
from tests.cast import ODILE
from tests.marks import second_acts
from tests.marks.second_acts import SecondSheet
from tests.marks.typing_acts import Sheet
from tests.web.portal.conftest import open_window
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db

PAPER = ("BTS-2017", "CGE")


@pytest.fixture
def desk():
    """Odile, entry open around now, and the woodwork batch in Bob's hands."""
    built = world.handed_out()
    open_window()
    batch = batches.batches_of(built.paper.pk)[0]
    return SimpleNamespace(built=built, office=visitor(built, "office"), batch=batch)


def at(name, *more):
    """Find a page of the paper."""
    return reverse(f"office:{name}", args=[*PAPER, *more])


def read(desk, name, *more):
    """Read a page as a person does."""
    return " ".join(desk.office.get(at(name, *more)).content.decode().split())


def ask(desk, **typed):
    return desk.office.post(at("second_keying"), {"which": "all", "percent": "", "seen": "0", **typed}, follow=True)


def test_all_the_batches_are_asked_for_and_nothing_more_can_be(desk):
    assert "Aucune seconde saisie n’est demandée" in read(desk, "second_keying")
    assert "Seconde saisie : non demandée" in read(desk, "batches").replace("\N{NO-BREAK SPACE}", " ")
    page = ask(desk).content.decode()
    assert "2 lots de plus sont saisis deux fois" in page
    assert "2 lots sur 2" in page
    assert 'name="which"' not in page
    assert "100" in read(desk, "batches")


def test_a_share_is_drawn_and_only_raised(desk):
    assert ask(desk, which="share", percent="40").status_code == 200
    assert marks.share_of(desk.built.paper.pk) == 40
    assert 'name="seen" value="40"' in read(desk, "second_keying")
    lower = ask(desk, which="share", percent="30", seen="40")
    assert (lower.status_code, "au-dessus de 40" in lower.content.decode()) == (422, True)
    stale = ask(desk, seen="10")
    assert (stale.status_code, "Un collègue" in stale.content.decode()) == (422, True)
    assert ask(desk, seen="40").status_code == 200


def foresee(desk, **typed):
    """Type a share without asking for it, as the page sends it."""
    typed = {"which": "share", "percent": "", "seen": "0", **typed}
    answer = desk.office.post(at("second_keying"), typed, headers={"HX-Request": "true"})
    return answer.status_code, " ".join(answer.content.decode().split())


def test_a_share_that_is_typed_tells_how_many_batches_it_takes_and_asks_for_none(desk):
    assert "environ 1 lot de plus" in foresee(desk, percent="50")[1]
    status, part = foresee(desk, which="all")
    assert (
        status,
        "prend 2 lots de plus. Lots qui peuvent encore être demandés : 2." in part,
        "<html" in part,
    ) == (200, True, False)
    assert foresee(desk)[0] == 422
    assert "au-dessus de 40" in foresee(desk, percent="30", seen="40")[1]
    assert not SecondKeying.objects.exists()


def test_a_batch_drawn_before_is_foreseen_as_it_was_drawn(desk):
    ask(desk, which="share", percent="1")
    SecondKeying.objects.update(drawn=60, is_asked=False)
    assert "prend 0 lot de plus." in foresee(desk, percent="60", seen="1")[1]
    assert "prend 2 lots de plus." in foresee(desk, percent="61", seen="1")[1]


def test_a_draw_that_takes_nothing_is_not_said_as_something_done(desk):
    ask(desk)
    desk.office.post(at("end_second_keying"), {"reason": "Délai", "seen": "100"}, follow=True)
    SecondKeying.objects.update(drawn=60)
    page = ask(desk, which="share", percent="10").content.decode()
    assert "Aucun lot de plus n’a été tiré" in page
    assert 'class="done"' not in page


@pytest.mark.parametrize(
    "typed", [{"which": ""}, {"which": "share"}, {"which": "share", "percent": "101"}, {"which": "x"}, {"seen": "x"}]
)
def test_what_is_no_share_is_refused(desk, typed):
    assert ask(desk, **typed).status_code == 422
    assert not SecondKeying.objects.exists()


def test_after_the_closing_nothing_is_asked_for(desk):
    open_window(closes=-timedelta(days=1) / 2)
    assert "plus aucun lot ne peut être demandé" in read(desk, "second_keying")
    assert ask(desk).status_code == 422


def test_it_is_ended_with_a_reason(desk):
    ask(desk)
    assert desk.office.post(at("end_second_keying"), {"reason": " ", "seen": "100"}).status_code == 422
    done = desk.office.post(at("end_second_keying"), {"reason": "Délai", "seen": "100"}, follow=True)
    assert "Aucune seconde saisie n’est demandée" in done.content.decode()
    assert not SecondKeying.objects.filter(is_asked=True).exists()


def test_a_batch_shows_both_keyings_and_is_taken_out(desk):
    code = desk.batch.code
    assert "Seconde saisie" not in read(desk, "batch", code)
    second_acts.ask(desk.built.paper.pk)
    assert "0 ligne sur 8 est saisie une seconde fois" in read(desk, "batch", code)
    assert desk.office.post(at("release_batch", code), {"reason": " "}).status_code == 422
    done = desk.office.post(at("release_batch", code), {"reason": "Délai trop court"}, follow=True)
    page = done.content.decode()
    assert "n’est saisi qu’une fois" in page
    assert f"Retiré de la seconde saisie par {ODILE.login}" in page
    assert "Délai trop court" in page


def test_what_differs_and_what_was_settled_stands_on_the_page_of_the_batch(desk):
    paper, code = desk.built.paper.pk, desk.batch.code
    second_acts.ask(paper)
    first, second, now = Sheet(desk.batch, world.open_sheet(desk.built, code)), SecondSheet(desk.batch), timezone.now()
    one, other = first.numbers[:2]
    first.save(*((number, "12", "") for number in first.numbers), at=now)
    assert "il attend sa seconde saisie" in read(desk, "batch", code)
    second.save((one, "13", ""), (other, "14", ""), *((number, "12", "") for number in first.numbers[2:]), at=now)
    second_acts.settle(first, one, "15", "12", "13", at=now)
    page = read(desk, "batch", code)
    assert "des lignes diffèrent" in page
    assert "1 ligne diffère" in page
    assert "<strong>15</strong>" in page
    assert "Charlie CANNELLE" in page
    assert "Saisi deux fois, différences à régler" in read(desk, "batches")


def test_the_home_page_calls_no_batch_ready_to_lock_before_both_keyings_agree(desk):
    second_acts.ask(desk.built.paper.pk)
    first, second = Sheet(desk.batch, world.open_sheet(desk.built, desk.batch.code)), SecondSheet(desk.batch)
    ready, now = "il ne lui manque que le verrouillage", timezone.now()
    for sheet, mark in ((first, "12"), (second, "13")):
        sheet.save(*((number, mark, "") for number in first.numbers), at=now)
        assert ready not in desk.office.get(reverse("office:home")).content.decode()
    second.save(*((number, "12", "13") for number in first.numbers), at=now)
    assert ready in desk.office.get(reverse("office:home")).content.decode()


def test_what_was_asked_or_ended_meanwhile_is_refused_in_words(desk):
    ask(desk)
    twice = ask(desk)
    assert twice.status_code == 422
    assert "Un collègue" in twice.content.decode()
    end = {"seen": "100", "reason": "Délai."}
    assert desk.office.post(at("end_second_keying"), end).status_code == 303
    twice = desk.office.post(at("end_second_keying"), end)
    assert twice.status_code == 422
    assert "Un collègue" in twice.content.decode()
