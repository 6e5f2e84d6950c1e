"""What is answered when a request cannot be: pages, or JSON, always with a sentence."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path
from django.utils import translation
from django.views.decorators.http import require_POST
from lxml import html

from massicot.core.actor import Role
from massicot.core.refused import Refused
from massicot.exams.models import Institution
from massicot.marks.rules import EntryNotOpen
from massicot.web.shared import access, refusals


class NotToday(Refused):
    """A refusal of these tests."""

    sentence = "Not today, {name}."


class Lines(Refused):
    """A refusal about scripts."""

    sentence = "Look at {number}, then at {numbers}: {code}."


class At(Refused):
    """A refusal about a centre."""

    sentence = "Nothing at {centre}."


def fail_with(fault):
    def view(request):
        raise fault

    return view


urlpatterns = [
    path("", include("massicot.web.shared.urls")),
    path("", include("massicot.web.shared.account_urls")),
    path("saisie/", include("massicot.web.portal.urls")),
    path("bureau/", include("massicot.web.office.urls")),
    path("refused/", fail_with(NotToday(name="Bob"))),
    path("suspicious/", fail_with(SuspiciousOperation("secret detail"))),
    path("denied/", fail_with(PermissionDenied("secret detail"))),
    path("broken/", fail_with(ZeroDivisionError("secret detail"))),
    path("busy/", fail_with(OperationalError("database is locked"))),
    path("desk/act/", require_POST(lambda request: HttpResponse("done"))),
    path("desk/act/again/", require_POST(lambda request: HttpResponse("done"))),
    path("desk/nowhere/act/", require_POST(lambda request: HttpResponse("done"))),
    path("desk/", access.require_role(Role.OFFICE)(lambda request: HttpResponse("desk"))),
]
handler400 = "massicot.web.shared.errors.bad_request"
handler403 = "massicot.web.shared.errors.forbidden"
handler404 = "massicot.web.shared.errors.not_found"
handler500 = "massicot.web.shared.errors.server_error"

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]

FAULTS = [
    ("refused", 422, "Not today, Bob."),
    ("suspicious", 400, "Cette demande est illisible"),
    ("denied", 403, "Cette page n’est pas l’une des vôtres"),
    ("nowhere", 404, "Il n’y a rien à cette adresse"),
    ("broken", 500, "Le programme a commis une erreur"),
    ("busy", 503, "Le serveur est occupé"),
]


@pytest.fixture
def quiet(client):
    """A browser that is shown the error page rather than the exception."""
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(("address", "status", "told"), FAULTS)
def test_a_person_reads_a_page_in_french(quiet, address, status, told):
    answer = quiet.get(f"/{address}/")
    page = answer.content.decode()
    assert answer.status_code == status
    assert told in page
    assert "secret detail" not in page


@pytest.mark.parametrize(("address", "status", "told"), FAULTS)
def test_a_program_reads_a_sentence(quiet, address, status, told):
    answer = quiet.get(f"/{address}/", headers={"Accept": "application/json"})
    assert answer.status_code == status
    assert told in answer.json()["error"]


@pytest.mark.parametrize("address", ["broken", "busy"])
def test_a_fault_leads_back_without_asking_the_database(quiet, address, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = quiet.get(f"/{address}/", headers={"Referer": "http://testserver/desk/"})
    links = [link.get("href") for link in html.fromstring(answer.content.decode()).xpath("//main//a")]
    assert links == ["http://testserver/desk/", "/", "/saisie/"]


def test_a_fault_never_leads_to_another_site(quiet):
    page = quiet.get("/broken/", headers={"Referer": "https://elsewhere.example/"}).content.decode()
    assert "elsewhere" not in page


READS_A_PAGE = {"Accept": "text/html,application/xhtml+xml"}


@pytest.mark.parametrize(
    ("act", "page"),
    [
        ("/deconnexion/", "/"),
        ("/desk/act/", "/desk/"),
        ("/desk/act/again/", "/desk/act/"),
        ("/desk/nowhere/act/", "/desk/"),
    ],
)
def test_whoever_reads_the_address_of_an_act_is_led_to_its_page(client, act, page):
    answer = client.get(act, headers=READS_A_PAGE)
    assert (answer.status_code, answer["Location"]) == (302, page)


def test_a_program_or_a_form_sent_amiss_is_told_that_the_act_is_not_read(client):
    assert client.get("/desk/act/", headers={"Accept": "application/json"}).status_code == 405
    assert client.put("/desk/act/", headers=READS_A_PAGE).status_code == 405


def test_a_refusal_groups_its_numbers_and_leaves_codes_as_they_are():
    said = Lines(number="03838818D", numbers="00374422F, 00000042W", code="P-BTS-2017-CGE-9900001W-1")
    told = "Look at 0383 8818 D, then at 0037 4422 F, 0000 0042 W: P-BTS-2017-CGE-9900001W-1."
    assert refusals.sentence_of(said).replace("\xa0", " ") == told


def test_a_refusal_names_a_centre_that_has_a_name():
    Institution.objects.create(uai="9900001W", name="Lycée des Cèdres")
    told = [refusals.sentence_of(At(centre=centre)) for centre in ("9900001W", "9900002X", "the hub")]
    assert told == ["Nothing at Lycée des Cèdres.", "Nothing at 9900002X.", "Nothing at the hub."]


def test_a_busy_server_says_when_to_come_back(quiet):
    assert quiet.get("/busy/")["Retry-After"] == "2"


def test_the_page_of_a_fault_asks_nothing_of_the_database(quiet, django_assert_num_queries):
    with django_assert_num_queries(0):
        quiet.get("/broken/")


def test_a_form_without_its_token_is_told_to_reload():
    answer = Client(enforce_csrf_checks=True).post("/connexion/", {"username": "a", "password": "b"})
    assert answer.status_code == 403
    assert "trop longtemps" in answer.content.decode()


def test_every_answer_carries_the_policy_of_content(quiet):
    for address in ("/connexion/", "/broken/", "/nowhere/"):
        policy = quiet.get(address)["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "img-src 'self' data:;" in policy
        assert "unsafe" not in policy


def test_a_desk_asks_strangers_to_sign_in(client):
    assert client.get("/desk/")["Location"] == "/connexion/?next=/desk/"


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "Saisie ouverte du 1er juin 2017 à 8 h au 7 juin 2017 à 17 h"),
        ("en", "Mark entry is open from 1 June 2017 08:00 to 7 June 2017 17:00: come back then."),
    ],
)
def test_instants_are_written_out_on_the_clock_of_the_session(language, sentence):
    paris = ZoneInfo("Europe/Paris")
    refused = EntryNotOpen(opens=datetime(2017, 6, 1, 8, tzinfo=paris), closes=datetime(2017, 6, 7, 17, tzinfo=paris))
    with translation.override(language):
        assert " ".join(refusals.sentence_of(refused).split()).startswith(sentence)
