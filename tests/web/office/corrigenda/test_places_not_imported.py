"""A place where scripts go that is not imported yet is kept by its name, and that is said wherever it is written."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from massicot.exams import queries as exams
from massicot.exams.models import Corrigendum, Institution
from massicot.exams.rules.session_file import shipped_example
from tests.keeping import kept
from tests.web.office.corrigenda.test_calendar import PAGE, ROUTES, to_come
from tests.web.office.corrigenda.test_corrigenda import NEW, WHERE, typed
from tests.web.office.reading import fields_of, words_of
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db

built = kept(to_come)

PLACE, NAME = "0130055P", "Lycée des Ormes"
SAID = f"{PLACE} ({NAME}) n’est pas encore un établissement importé"


@pytest.fixture
def office(built):
    """Somebody of the office, in their browser."""
    return visitor(built, "office")


def test_a_corrigendum_says_so_before_it_is_applied(office):
    answer = office.post(NEW, typed(**{"route1-destination_uai": PLACE, "route1-destination_name": NAME}))
    page = reverse("office:corrigendum", args=[*WHERE, Corrigendum.objects.get().pk])
    assert answer["Location"] == page
    assert SAID in words_of(office.get(page))
    Institution.objects.create(uai=PLACE, name=NAME)
    assert SAID not in words_of(office.get(page))


def test_the_calendar_says_so_once_a_route_is_changed(office):
    assert PLACE not in words_of(office.get(PAGE))
    form = {"academies": ["Bordeaux"], "kind": "on-site", "copy_model": "EN"}
    form |= {"destination_uai": PLACE, "destination_name": NAME}
    form |= {"effective_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M")}
    assert office.post(ROUTES, form).status_code == 303
    assert SAID in words_of(office.get(PAGE))


def test_a_session_file_says_so_before_and_after_its_session_is_created(office):
    text = shipped_example().replace("BTS-2017", "BTS-2031").replace("0130053M", PLACE, 1)
    text = text.replace("Lycée Jean Perrin, 74 rue Verdillon, 13395 Marseille cedex 10", NAME, 1)
    file = SimpleUploadedFile("s.toml", text.encode(), content_type="text/plain")
    create = reverse("office:session_file")
    shown = office.post(create, {"file": file})
    assert SAID in words_of(shown)
    answer = office.post(create, fields_of(shown, create), follow=True)
    assert exams.session_by_code("BTS-2031")
    assert SAID in words_of(answer)


def test_a_copy_says_so_before_it_is_created(office):
    new = reverse("office:new_session")
    Institution.objects.filter(uai="0130053M").delete()
    shown = office.post(new, fields_of(office.get(new), new) | {"show": "1"})
    assert "0130053M (Lycée Jean Perrin" in words_of(shown)
