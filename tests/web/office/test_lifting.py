"""The lifting of anonymity on screen: two persons, two second factors, and what blocks it said before."""

import pytest
from django.urls import reverse
from lxml import html

from massicot.results import queries
from massicot.results.models import Lifting
from tests import later_world
from tests.cast import ODILE, OMAR
from tests.keeping import kept
from tests.web.office.reading import words_of
from tests.web.telephone import code_of
from tests.web.visitors import SECRET, signed_in

pytestmark = pytest.mark.django_db

built = kept(later_world.locked)
ADDRESS = ("BTS-2017", "CGE")


def page_of(person):
    return signed_in(person.login).get(reverse("office:lifting", args=ADDRESS))


def give_code(person, code=None):
    typed = {"code": code or code_of(SECRET)}
    return signed_in(person.login).post(reverse("office:lifting", args=ADDRESS), typed)


def forms_of(answer):
    return html.fromstring(answer.content.decode()).xpath("//form[contains(@action, '/levee/')]")


def test_one_person_proposes_and_another_confirms_each_with_a_code(built):
    assert give_code(ODILE).status_code == 303
    assert not queries.is_lifted(built.paper)
    assert give_code(OMAR).status_code == 303
    lifting = Lifting.objects.get()
    assert (lifting.proposed_by, lifting.lifted_by) == (ODILE.login, OMAR.login)
    assert reverse("office:exports", args=ADDRESS) in page_of(ODILE).content.decode()


def test_a_wrong_code_proposes_nothing(built):
    answer = give_code(ODILE, "000000")
    assert answer.status_code == 422
    assert not Lifting.objects.exists()
    assert forms_of(answer)


def test_a_code_is_good_once_only(built):
    code = code_of(SECRET)
    assert give_code(ODILE, code).status_code == 303
    Lifting.objects.all().delete()
    assert give_code(ODILE, code).status_code == 422
    assert not Lifting.objects.exists()


def test_who_proposed_is_told_to_ask_somebody_else_and_cannot_confirm(built):
    give_code(ODILE)
    assert forms_of(page_of(ODILE)) == []
    assert len(forms_of(page_of(OMAR))) == 1
    answer = give_code(ODILE, code_of(SECRET, steps_later=1))
    assert answer.status_code == 422
    assert ODILE.login in words_of(answer)
    assert not queries.is_lifted(built.paper)


def test_the_page_says_that_it_cannot_be_undone_before_it_is_done(built):
    assert "ne se reprend pas" in words_of(page_of(ODILE))
