"""A sign-in before its turn: in which line it waits, and what it is told that has none."""

import time
from concurrent.futures import Future
from threading import Lock
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest

from massicot.config.server.arrivals import Arrivals
from massicot.config.server.reading import Reading
from massicot.config.server.sign_ins import SignIns
from massicot.config.server.turns import PATIENCE_S
from massicot.web.shared.unread import NO_TRIES, NO_TURN
from tests.hostile.client import HostileClient
from tests.web.shared.olivia import OLIVIA, settled, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.once("what is asked of the database, tests of signing in ask on both")]

FRONT, SCHOOL, FLOOD, PATH = "127.0.0.1", "192.0.2.1", "192.0.2.2", "/connexion/"
FORM, FREE_TRIES = "application/x-www-form-urlencoded", 5


class Sender:
    """A connection as the server hands it on, which may hang up."""

    def __init__(self):
        self.hung_up = Future()

    def client_disconnect(self):
        return self.hung_up


@pytest.fixture
def told():
    return []


@pytest.fixture
def sign_ins(told, settings):
    settings.MASSICOT_TRUSTED_PROXIES = [FRONT]
    return SignIns(told.append)


def typed(email, sender=SCHOOL, path=PATH, method="POST", peer=FRONT, cookie=""):
    """Read a sign-in to its end."""
    body = urlencode({"login": email, "password": "wrong"}).encode()
    headers = {"content-type": FORM, "content-length": str(len(body)), "x-forwarded-for": sender, "cookie": cookie}
    scope = SimpleNamespace(
        method=method, path=path, query_string="", scheme="http", http_version="1.1", authority=None, headers=headers,
        client=f"{peer}:5000", server=f"{FRONT}:8000",
    )  # fmt: skip
    reading = Reading(scope, Sender(), Arrivals(), Lock(), lambda _: None, lambda _: None)
    reading.body = body
    return reading


def looked_at(sign_ins, *readings):
    """Let sign-ins come, and look at each."""
    for reading in readings:
        assert sign_ins.receive(reading)
    sign_ins.end()
    sign_ins.look_at_all()
    return readings


def turns_of(sign_ins):
    order = []
    while (reading := sign_ins.get()) is not None:
        order.append(reading)
    return order


def test_the_sender_is_whom_the_front_server_names_and_each_has_a_turn(sign_ins):
    *flood, own, other = looked_at(
        sign_ins, *[typed(f"{rank}@a.invalid", FLOOD) for rank in range(3)], typed(OLIVIA), typed("b@b.invalid")
    )
    assert turns_of(sign_ins) == [flood[0], own, flood[1], other, flood[2]]


def test_an_account_is_one_however_it_is_typed_and_another_one_does_not_wait_for_it(sign_ins):
    first, again, other = looked_at(sign_ins, typed(OLIVIA), typed(f" {OLIVIA.upper()}"), typed("b@b.invalid"))
    assert turns_of(sign_ins) == [first, other, again]


def test_one_address_is_one_through_either_socket_and_one_line_of_ipv6_too(sign_ins):
    mapped = typed(OLIVIA, f"::ffff:{FLOOD}")
    flood = [typed("a@a.invalid", FLOOD), mapped, typed("c@c.invalid", "2001:db8::1"), typed(OLIVIA, "2001:DB8::2")]
    *_, school = looked_at(sign_ins, *flood, typed(OLIVIA))
    assert turns_of(sign_ins)[2] == school


def test_a_browser_that_signed_in_there_waits_for_no_stranger_of_its_address(sign_ins):
    settled(secret="")
    own = HostileClient()
    sign_in(own)
    cookie = f"massicot_device={own.cookies['massicot_device'].value}"
    *_, known = looked_at(sign_ins, *[typed(f"{rank}@a.invalid") for rank in range(9)], typed(OLIVIA, cookie=cookie))
    assert turns_of(sign_ins)[1] == known


def test_who_hangs_up_while_waiting_has_no_turn(sign_ins, told):
    gone, waiting = looked_at(sign_ins, typed("a@a.invalid"), typed("b@b.invalid"))
    gone.exchange.hung_up.set_result(None)
    sign_ins.look(time.monotonic())
    assert (told, gone.is_gone) == ([gone], True)
    assert turns_of(sign_ins) == [waiting]


def test_who_hangs_up_before_anybody_looked_does_not_wait(sign_ins, told):
    gone = typed("a@a.invalid")
    gone.exchange.hung_up.set_result(None)
    looked_at(sign_ins, gone)
    sign_ins.look(time.monotonic())
    assert (told, turns_of(sign_ins)) == ([gone], [])


def test_who_waited_for_half_a_minute_is_told_so_once(sign_ins, told):
    looked_at(sign_ins, waited := typed(OLIVIA))
    now = time.monotonic()
    sign_ins.look(now + PATIENCE_S - 1)
    assert told == []
    sign_ins.look(now + PATIENCE_S + 1)
    waited.exchange.hung_up.set_result(None)
    assert (told, waited.refused, turns_of(sign_ins)) == ([waited], NO_TURN, [])


def test_who_has_no_tries_left_is_told_so_at_the_next_look_without_a_turn(sign_ins, told):
    for _ in range(FREE_TRIES):
        sign_in(HostileClient(REMOTE_ADDR=SCHOOL), password="wrong")
    spent, elsewhere, link = looked_at(sign_ins, typed(OLIVIA), typed(OLIVIA, FLOOD), typed("", path="/bienvenue/x/"))
    assert (turns_of(sign_ins), told) == ([elsewhere, link], [])
    sign_ins.look(time.monotonic())
    assert (told, spent.refused, elsewhere.refused) == ([spent], NO_TRIES, None)


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", PATH), ("POST", "/saisie/lot/notes"), ("POST", "/mot-de-passe/oublie/"), ("POST", "/connexion/identite/")],
)
def test_what_computes_no_password_does_not_wait(sign_ins, method, path):
    assert not sign_ins.receive(typed(OLIVIA, method=method, path=path))


def test_what_cannot_be_read_waits_like_any_other(sign_ins):
    broken = typed(OLIVIA)
    broken.scope.headers["content-type"] = f"{FORM}; charset=base64"
    looked_at(sign_ins, broken)
    assert turns_of(sign_ins) == [broken]
