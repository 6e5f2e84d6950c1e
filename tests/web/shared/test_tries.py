"""Tries of a password: what computes one, and what is refused before that, counted nowhere and alike for all."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from massicot.web.shared import tries
from massicot.web.shared.unread import NO_TRIES, NO_TURN, UNREAD
from tests.cast import CLAIRE
from tests.hostile.client import WRITES, HostileClient
from tests.hostile.hashes import Argon2
from tests.web.shared.olivia import OLIVIA, PASSWORD, appointed, settled, sign_in
from tests.web.shared.test_signing_in_passwords import link_in_letter
from tests.web.visitors import addresses

pytestmark = pytest.mark.django_db

FREE_TRIES, NOBODY = 5, "nobody@bureau.invalid"


class Counted(Argon2):
    """Counts how often anything is computed."""

    computed = 0

    def encode(self, *about, **more):
        type(self).computed += 1
        return super().encode(*about, **more)

    def verify(self, *about, **more):
        type(self).computed += 1
        return super().verify(*about, **more)


@pytest.fixture
def counted(settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.Counted"]
    Counted.computed = 0
    return Counted


def typed_everywhere():
    """Write whatever any page asks of a stranger."""
    names = ("password", "new_password1", "new_password2", "password1", "password2", "oldpassword", "mot_de_passe")
    about = {"login": NOBODY, "email": NOBODY, "code": "AAAA", "site": "X", "identifiant": "X"}
    return {**about, **dict.fromkeys(names, PASSWORD)}


def test_what_computes_a_password_for_a_stranger_waits_for_its_turn_and_nothing_else_does(client, counted):
    settled(secret="")
    client.post("/mot-de-passe/oublie/", {"email": OLIVIA})
    letter = client.get(link_in_letter(OLIVIA))["Location"]
    good = {tries.CHOSEN_BY_LINK: f"/bienvenue/{appointed(CLAIRE.login)}/", tries.CHOSEN_BY_LETTER: letter}
    computing = set()
    for name, address in {**addresses(), **good}.items():
        before = counted.computed
        (client if name == tries.CHOSEN_BY_LETTER else HostileClient()).post(address, typed_everywhere())
        if counted.computed != before:
            computing.add(name)
        assert tries.is_computing(address) == (name in tries.COMPUTING), name
    assert computing == tries.COMPUTING


@pytest.mark.parametrize(
    ("bound", "counted", "of_whom", "sender"),
    [
        ("login_failed", "7/m/ip,5/5m/key", CLAIRE.login, "127.0.0.1"),
        ("login_failed_by_strangers", "7/5m/key", OLIVIA, "192.0.2.7"),
    ],
)
def test_what_is_refused_at_one_door_is_counted_at_no_other(settings, client, bound, counted, of_whom, sender):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, bound: counted}
    settled(secret="")
    settled(CLAIRE.login, secret="")
    assert [sign_in(client, password="wrong").status_code for _ in range(12)] == [422] * 5 + [429] * 7
    assert sign_in(HostileClient(REMOTE_ADDR=sender), of_whom).status_code == 302


def statements_of(email, sender, count):
    """Try a wrong password so many times from an address; give what the last one asks of the database."""
    client = HostileClient(REMOTE_ADDR=sender)
    for _ in range(count - 1):
        sign_in(client, email, "wrong")
    with CaptureQueriesContext(connection) as asked:
        sign_in(client, email, "wrong")
    return [query["sql"] for query in asked.captured_queries]


@pytest.mark.parametrize("count", [1, FREE_TRIES + 1])
def test_a_try_asks_as_much_at_an_account_as_at_none(count, counted):
    settled(secret="")
    counted.computed = 0
    known = statements_of(OLIVIA, "192.0.2.1", count)
    computed, counted.computed = counted.computed, 0
    assert len(statements_of(NOBODY, "192.0.2.2", count)) == len(known)
    assert counted.computed == computed == min(count, FREE_TRIES)
    assert count == 1 or not any(WRITES.match(sql) for sql in known)


@pytest.mark.parametrize(
    ("why", "after", "told"),
    [(NO_TURN, "5", "Trop de personnes se connectent"), (NO_TRIES, "300", "Trop d’essais depuis ce poste")],
)
def test_whom_the_server_refuses_reads_why_and_when_to_come_back(client, counted, why, after, told):
    settled(secret="")
    counted.computed = 0
    typed = {"login": OLIVIA, "password": PASSWORD}
    referer = {"Referer": "http://testserver/connexion/"}
    answer = client.post("/connexion/", typed, headers=referer, **{UNREAD: why.value})
    assert (answer.status_code, answer["Retry-After"], counted.computed) == (429, after, 0)
    page = answer.content.decode()
    assert told in page
    assert 'href="http://testserver/connexion/"' in page
