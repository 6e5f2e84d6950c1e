"""Tries are counted: by account, by address, in the database that all processes share."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import RequestFactory

from massicot.web.shared import origin
from tests.cast import CLAIRE
from tests.hostile.client import HostileClient
from tests.web.shared.olivia import OLIVIA, PASSWORD, give_code, settled, sign_in, signed_in
from tests.web.telephone import code_of
from tests.web.visitors import SECRET

pytestmark = pytest.mark.django_db

FREE_TRIES = 5
SENTENCE = "attendez cinq minutes"


def test_five_wrong_passwords_close_the_door_of_an_account_even_to_the_right_one(client):
    settled(secret="")
    assert [sign_in(client, password="wrong").status_code for _ in range(FREE_TRIES)] == [422] * FREE_TRIES
    answer = sign_in(client)
    assert (answer.status_code, answer["Retry-After"]) == (429, "300")
    assert SENTENCE in answer.content.decode()
    assert sign_in(HostileClient(), email=OLIVIA.upper()).status_code == 429


def test_the_doors_of_others_stay_open(client):
    settled(secret="")
    settled(CLAIRE.login, secret="")
    for _ in range(FREE_TRIES):
        sign_in(client, password="wrong")
    assert sign_in(client, CLAIRE.login).status_code == 302


def test_right_passwords_are_not_counted(client):
    settled(secret="")
    for _ in range(FREE_TRIES + 2):
        assert sign_in(HostileClient()).status_code == 302


def test_wrong_codes_are_counted_too(client):
    settled()
    sign_in(client)
    wrong = code_of(SECRET, 100)
    assert {give_code(client, wrong).status_code for _ in range(FREE_TRIES)} == {422}
    answer = give_code(client)
    assert (answer.status_code, SENTENCE in answer.content.decode()) == (429, True)


def test_a_letter_is_not_asked_for_without_end(client):
    statuses = [client.post("/mot-de-passe/oublie/", {"email": OLIVIA}).status_code for _ in range(4)]
    assert statuses == [302, 302, 302, 429]


def test_whoever_tries_too_often_reads_a_page_that_says_when_to_come_back(client):
    for _ in range(4):
        answer = client.post("/mot-de-passe/oublie/", {"email": OLIVIA})
    assert answer["Retry-After"] == "300"
    assert "Trop d’essais" in answer.content.decode()


def test_one_address_may_not_try_every_account(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login_failed": "2/m/ip"}
    settled(secret="")
    for name in ("a", "b"):
        assert sign_in(client, f"{name}@bureau.invalid").status_code == 422
    assert sign_in(client).status_code == 429
    assert sign_in(HostileClient(REMOTE_ADDR="192.0.2.7")).status_code == 302


def test_tries_are_counted_in_the_database(client):
    sign_in(client, password="wrong")
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM massicot_counters WHERE cache_key LIKE %s", ["%login_failed%"])
        assert cursor.fetchone()[0] > 0
    cache.clear()
    assert sign_in(client, password=PASSWORD).status_code == 422


def test_the_present_password_is_not_guessed_on_the_page_that_changes_it():
    client = signed_in()
    typed = {"oldpassword": "wrong", "password1": "x", "password2": "x"}
    assert [client.post("/mot-de-passe/", typed).status_code for _ in range(6)][-2:] == [422, 429]


@pytest.mark.parametrize(
    ("peer", "forwarded", "counted"),
    [
        ("192.0.2.7", "", "192.0.2.7"),
        ("192.0.2.7", "198.51.100.1", "192.0.2.7"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("::1", "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "anything", "127.0.0.1"),
        ("", "198.51.100.1", "198.51.100.1"),
    ],
)
def test_an_address_is_told_by_the_front_server_of_this_machine_only(peer, forwarded, counted):
    request = RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)
    assert origin.address_of(request) == counted
