"""What still blocks a lifting is counted on its page, each with the way there; nothing can be sent meanwhile."""

import pytest
from django.urls import reverse
from lxml import html

from massicot.results.models import Lifting
from tests import later_world, world
from tests.cast import ODILE
from tests.keeping import kept
from tests.web.office.reading import words_of
from tests.web.telephone import code_of
from tests.web.visitors import SECRET, signed_in

pytestmark = pytest.mark.django_db


def handed_out_with_one_lost():
    """Two batches out, one script missing."""
    return world.handed_out(later_world.with_one_lost())


built = kept(handed_out_with_one_lost)
ADDRESS = reverse("office:lifting", args=("BTS-2017", "CGE"))


def test_open_batches_and_gaps_are_counted_with_the_way_to_each(built):
    answer = signed_in(ODILE.login).get(ADDRESS)
    page = html.fromstring(answer.content.decode())
    blocking = {" ".join(link.text.split()): link.get("href") for link in page.xpath("//main//ul[1]/li/a")}
    ladder = reverse("office:ladder", args=("BTS-2017", "CGE"))
    assert blocking == {
        "2 lots ne sont pas verrouillés": reverse("office:rung", args=("BTS-2017", "CGE", "notes")) + "?etat=open",
        "1 copie est manquante.": ladder,
        "En cours : 2 différences se ferment d’elles-mêmes quand les prochaines étapes sont faites.": ladder,
    }
    assert page.xpath("//form[contains(@action, '/levee/')]") == []


def test_a_code_sent_all_the_same_is_refused_with_the_batches(built):
    answer = signed_in(ODILE.login).post(ADDRESS, {"code": code_of(SECRET)})
    assert answer.status_code == 422
    assert "B-BTS-2017-CGE-0001" in words_of(answer)
    assert not Lifting.objects.exists()
