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
FRONT = "127.0.0.1/32"
SENTENCE = "attendez cinq minutes"


def elsewhere(**about):
    return HostileClient(REMOTE_ADDR="192.0.2.7", **about)


def test_five_wrong_passwords_close_the_door_of_an_account_to_their_sender_even_with_the_right_one(client):
    settled(secret="")
    assert [sign_in(client, password="wrong").status_code for _ in range(FREE_TRIES)] == [422] * FREE_TRIES
    answer = sign_in(client)
    assert (answer.status_code, answer["Retry-After"]) == (429, "300")
    assert SENTENCE in answer.content.decode()
    assert sign_in(HostileClient(), email=OLIVIA.upper()).status_code == 429


def test_five_wrong_passwords_do_not_close_it_to_its_owner(client):
    settled(secret="")
    own = HostileClient()
    sign_in(own)
    own.post("/deconnexion/")
    for _ in range(FREE_TRIES):
        sign_in(client, password="wrong")
    assert sign_in(client).status_code == 429
    assert sign_in(elsewhere()).status_code == 302
    assert sign_in(own).status_code == 302


def test_a_device_that_signed_in_before_has_five_wrong_tries_too(client):
    settled(secret="")
    sign_in(client)
    client.post("/deconnexion/")
    assert {sign_in(client, password="wrong").status_code for _ in range(FREE_TRIES)} == {422}
    assert sign_in(client).status_code == 429
    assert sign_in(HostileClient()).status_code == 302


def test_a_device_is_known_where_it_signed_in_and_nowhere_else(client):
    settled(secret="")
    settled(CLAIRE.login, secret="")
    sign_in(client, CLAIRE.login)
    client.post("/deconnexion/")
    for _ in range(FREE_TRIES):
        sign_in(HostileClient(), password="wrong")
    assert sign_in(client).status_code == 429


def test_strangers_from_many_addresses_are_counted_together(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login_failed_by_strangers": "2/5m/key"}
    settled(secret="")
    sign_in(client)
    client.post("/deconnexion/")
    for rank in (1, 2):
        sign_in(HostileClient(REMOTE_ADDR=f"192.0.2.{rank}"), password="wrong")
    assert sign_in(HostileClient(REMOTE_ADDR="192.0.2.3")).status_code == 429
    assert sign_in(client).status_code == 302


@pytest.mark.parametrize(("named", "of_others"), [([FRONT], 302), ([], 429)])
def test_behind_a_front_server_an_attacker_is_told_from_others_once_it_is_named(client, settings, named, of_others):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login_failed": "2/m/ip"}
    settings.MASSICOT_TRUSTED_PROXIES = named
    settled(secret="")
    for name in ("a", "b"):
        sign_in(client, f"{name}@bureau.invalid", headers={"x-forwarded-for": "198.51.100.1"})
    assert sign_in(client, headers={"x-forwarded-for": "198.51.100.1"}).status_code == 429
    assert sign_in(client, headers={"x-forwarded-for": "198.51.100.2"}).status_code == of_others


def test_nobody_takes_another_address_by_saying_so(client, settings):
    settings.MASSICOT_TRUSTED_PROXIES = [FRONT]
    settled(secret="")
    said = [f"203.0.113.{rank}, 198.51.100.1" for rank in range(FREE_TRIES + 1)]
    statuses = [sign_in(client, password="wrong", headers={"x-forwarded-for": one}).status_code for one in said]
    assert statuses == [422] * FREE_TRIES + [429]


def test_the_office_is_told_of_a_front_server_that_is_not_named(client, settings):
    settings.MASSICOT_TRUSTED_PROXIES = []
    office = signed_in(OLIVIA, SECRET)
    told = "MASSICOT_TRUSTED_PROXIES"
    assert told in office.get("/bureau/", headers={"x-forwarded-for": "198.51.100.1"}).content.decode()
    assert told not in office.get("/bureau/").content.decode()
    settings.MASSICOT_TRUSTED_PROXIES = [FRONT]
    assert told not in office.get("/bureau/", headers={"x-forwarded-for": "198.51.100.1"}).content.decode()


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
        cursor.execute("SELECT COUNT(*) FROM accounts_counter WHERE key LIKE %s", ["%login_failed%"])
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
        ("127.0.0.1", "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "203.0.113.9, 198.51.100.1, 10.20.0.3", "198.51.100.1"),
        ("127.0.0.1", "10.20.0.4,10.20.0.3", "10.20.0.4"),
        ("127.0.0.1", "anything", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.1, anything", "127.0.0.1"),
        ("::1", "198.51.100.1", "::1"),
        ("::ffff:192.0.2.7", "", "192.0.2.7"),
        ("::ffff:127.0.0.1", "::ffff:198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "2001:DB8:0::1", "2001:db8::1"),
        ("", "", "127.0.0.1"),
    ],
)
def test_an_address_is_told_by_the_front_servers_that_are_named(settings, peer, forwarded, counted):
    settings.MASSICOT_TRUSTED_PROXIES = [FRONT, "10.20.0.0/24"]
    request = RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)
    assert origin.address_of(request) == counted


@pytest.mark.parametrize("peer", ["127.0.0.1", "::1", "10.20.0.3"])
def test_nobody_is_believed_unless_named(peer):
    request = RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR="198.51.100.1")
    assert origin.address_of(request) == peer
