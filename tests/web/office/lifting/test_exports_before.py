"""Before the lifting the page offers every table but the marks and their totals."""

import pytest
from django.urls import reverse
from lxml import html

from massicot.results.rules.exports import AFTER_LIFTING, ExportKind
from tests import later_world
from tests.keeping import kept
from tests.web.office.reading import words_of
from tests.web.visitors import visitor

pytestmark = [pytest.mark.django_db, pytest.mark.both("what is taken away is the same to the byte")]

built = kept(later_world.locked)
ADDRESS = reverse("office:exports", args=("BTS-2017", "CGE"))


def test_every_table_but_the_marks_is_offered(built):
    page = html.fromstring(visitor(built, "office").get(ADDRESS).content.decode())
    offered = page.xpath("//main//*[@name='kind']/@value")
    assert set(offered) == {kind.value for kind in set(ExportKind) - AFTER_LIFTING}
    assert page.xpath("//p[@class='notice']/a/@href").count(reverse("office:lifting", args=("BTS-2017", "CGE"))) == 1


@pytest.mark.parametrize("asked", [{"kind": "marks"}, {"kind": "marks", "form": "xlsx"}, {"kind": "marks-totals"}])
def test_marks_asked_for_all_the_same_are_refused(built, settings, tmp_path, asked):
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(tmp_path / "anonymity.key")
    (tmp_path / "anonymity.key").write_text("00" * 32)
    answer = visitor(built, "office").post(ADDRESS, asked)
    assert answer.status_code == 422
    assert "n’est pas encore lev" in words_of(answer)


def test_no_total_is_shown(built, settings, tmp_path):
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(tmp_path / "anonymity.key")
    (tmp_path / "anonymity.key").write_text("00" * 32)
    answer = visitor(built, "office").get(ADDRESS, {"totaux": "1"})
    assert answer.status_code == 200
    assert "SHA-256" not in words_of(answer)
    part = visitor(built, "office").get(ADDRESS, {"totaux": "1"}, headers={"HX-Request": "true"})
    assert "n’est pas encore lev" in words_of(part)
