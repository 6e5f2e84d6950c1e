"""The hostile world bites: each refusal of tests/conftest.py is seen once."""

import os
import socket
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.http import HttpResponse
from django.template import engines
from django.test import override_settings
from django.urls import path

from tests.hostile.client import HostileClient, PageFaulty, WrittenByReading
from tests.hostile.network import NetworkRefused, is_near
from tests.hostile.surroundings import KEPT


def _write(request):
    get_user_model().objects.update(is_active=True)
    return HttpResponse("{}", content_type="application/json")


def _sign(request):
    request.session["seen"] = "1"
    return HttpResponse("ok", content_type="text/plain")


def _faulty(request):
    return HttpResponse("<p>{{ left }}")


urlpatterns = [path("write", _write), path("sign", _sign), path("faulty", _faulty)]
here = override_settings(ROOT_URLCONF=__name__)


@here
@pytest.mark.parametrize("method", ["get", "head"])
def test_a_page_that_is_read_may_not_write(method: str, client: HostileClient, db: None) -> None:
    with pytest.raises(WrittenByReading):
        getattr(client, method)("/write")


@here
def test_a_form_that_is_posted_may_write(client: HostileClient, db: None) -> None:
    assert client.post("/write").status_code == 200


@here
def test_a_session_may_be_kept_while_reading(client: HostileClient, db: None) -> None:
    assert client.get("/sign").status_code == 200
    assert client.session["seen"] == "1"


@here
def test_a_faulty_page_fails(client: HostileClient, db: None) -> None:
    with pytest.raises(PageFaulty, match="is never closed"):
        client.get("/faulty")


def test_the_network_is_refused() -> None:
    with socket.socket() as reaching, pytest.raises(NetworkRefused):
        reaching.connect(("192.0.2.1", 80))
    with pytest.raises(NetworkRefused):
        socket.getaddrinfo("example.org", 80)


@pytest.mark.parametrize(
    ("host", "near"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), (None, True), ("192.0.2.1", False), ("::ffff:1", False)],
)
def test_loopback_alone_is_near(host: str | None, near: bool) -> None:
    assert is_near(host) is near


@pytest.mark.django_db
def test_an_unknown_variable_fails_a_template() -> None:
    with pytest.raises(pytest.fail.Exception, match="Undefined template variable"):
        engines["django"].from_string("{{ nowhere }}").render({})


def test_the_run_has_a_folder_of_its_own() -> None:
    folder = Path(os.environ["MASSICOT_HOME"])
    assert folder == settings.HOME
    assert Path(settings.MASSICOT_ANONYMITY_KEY_FILE).parent == folder
    outside = {"MASSICOT_HOME", "MASSICOT_ANONYMITY_KEY_FILE", *KEPT}
    assert {name for name in os.environ if name.startswith("MASSICOT_")} <= outside


@pytest.mark.postgres
def test_the_server_of_the_tests_waits_for_the_disk(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('fsync'), current_setting('synchronous_commit')")
        assert cursor.fetchone() == ("on", "on")
