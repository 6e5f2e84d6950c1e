"""What is of no session, no paper or no centre of one's own is not there; what is another's: test_access_crossed.py."""

import pytest
from django.urls import reverse

from massicot.exams.models import ExamCentre
from tests import world
from tests.cast import CEDRES, MURIERS
from tests.keeping import kept
from tests.web.examcentre.desk import WHERE, claire, text_of

pytestmark = pytest.mark.django_db

built = kept(world.prepared)


@pytest.mark.parametrize("where", [(MURIERS, *WHERE[1:]), (CEDRES, "BTS-2016", "CGE"), (CEDRES, "BTS-2017", "MATH")])
def test_a_foreign_page_is_not_found(built, where):
    client = claire()
    found = [client.get(reverse(f"examcentre:{name}", args=where)).status_code for name in ("paper", "close_day")]
    assert found == [404, 404]


def test_a_session_that_names_its_centres_opens_for_them_alone(built):
    ExamCentre.objects.create(session=built.session, uai=MURIERS)
    client, page = claire(), reverse("examcentre:paper", args=WHERE)
    assert client.get(page).status_code == 404
    assert "Aucune session en cours ne nomme votre centre" in text_of(client.get("/epreuves/"))
    ExamCentre.objects.create(session=built.session, uai=CEDRES)
    assert client.get(page).status_code == 200
