"""The second step of signing in, and the office that does nothing without it."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from massicot.accounts import queries as accounts
from massicot.accounts import services as account_acts
from massicot.core.actor import SYSTEM
from tests.cast import CLAIRE
from tests.hostile.client import HostileClient
from tests.web.shared.olivia import OLIVIA, appointed, choose, give_code, settled, sign_in, signed_in
from tests.web.telephone import code_of, secret_on
from tests.web.visitors import SECRET

pytestmark = pytest.mark.django_db

OFFICE = "/bureau/"
STEP, PROOF, ADDING = "/second-facteur/code/", "/second-facteur/confirmer/", "/second-facteur/ajouter/"


def test_a_right_password_alone_does_not_sign_in_whoever_has_a_second_factor(client):
    settled()
    assert sign_in(client)["Location"] == STEP
    assert client.get("/compte/")["Location"].startswith("/connexion/")
    assert give_code(client)["Location"] == "/"
    assert client.get(OFFICE).status_code == 200


def test_the_second_step_leads_where_one_wanted_to_go(client):
    settled()
    sign_in(client, next=OFFICE)
    assert give_code(client)["Location"] == OFFICE


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_telephone_may_be_half_a_minute_fast_or_slow(client, steps):
    settled()
    sign_in(client)
    assert give_code(client, code_of(SECRET, steps)).status_code == 302


@pytest.mark.parametrize("steps", [-3, 3])
def test_a_code_of_another_minute_is_refused(client, steps):
    settled()
    sign_in(client)
    answer = give_code(client, code_of(SECRET, steps))
    assert (answer.status_code, "Ce code n’est pas le bon" in answer.content.decode()) == (422, True)
    assert client.get("/compte/").status_code == 302


def test_a_code_serves_once_for_as_long_as_it_is_good(client):
    settled()
    code = code_of(SECRET)
    sign_in(client)
    assert give_code(client, code).status_code == 302
    # allauth forgets a code after one period, though it is good for three.
    used = accounts.account_by_email(OLIVIA).pk
    assert cache.delete(f"allauth.mfa.totp.used?user={used}&code={code}")
    shoulder = HostileClient()
    sign_in(shoulder)
    assert give_code(shoulder, code).status_code == 422


def test_a_recovery_code_replaces_the_telephone_once(client):
    settled()
    code = accounts.unused_recovery_codes(OLIVIA)[0]
    sign_in(client)
    assert give_code(client, code).status_code == 302
    assert code not in accounts.unused_recovery_codes(OLIVIA)
    other = HostileClient()
    sign_in(other)
    assert give_code(other, code).status_code == 422


def test_the_second_step_is_not_open_without_the_first(client):
    settled()
    assert client.get(STEP)["Location"] == "/connexion/"
    assert give_code(client)["Location"] == "/connexion/"


def test_a_one_time_link_asks_for_the_second_factor_that_is_there(client):
    settled()
    token = account_acts.draw_link(email=OLIVIA, by=SYSTEM, at=timezone.now())
    assert choose(client, token)["Location"] == STEP
    assert client.get("/compte/").status_code == 302
    assert give_code(client)["Location"] == "/"


def test_a_link_of_somebody_else_signs_out_whoever_was_there_before_it_asks(client):
    settled()
    settled(CLAIRE.login, secret="")
    sign_in(client, CLAIRE.login)
    choose(client, account_acts.draw_link(email=OLIVIA, by=SYSTEM, at=timezone.now()))
    assert client.get("/compte/").status_code == 302
    give_code(client)
    assert OLIVIA in client.get("/compte/").content.decode()


def test_the_office_without_a_second_factor_is_led_to_add_one_then_back(client):
    choose(client, appointed())
    assert client.get(OFFICE)["Location"] == f"{ADDING}?next={OFFICE}"
    page = client.get(f"{ADDING}?next={OFFICE}").content.decode()
    answer = client.post(ADDING, {"code": code_of(secret_on(page)), "next": OFFICE})
    assert answer["Location"] == f"{reverse('mfa_view_recovery_codes')}?next=%2Fbureau%2F"
    codes = client.get(answer["Location"]).content.decode()
    assert f'href="{OFFICE}"' in codes
    assert all(code in codes for code in accounts.unused_recovery_codes(OLIVIA))
    assert client.get(OFFICE).status_code == 200


def test_acts_of_the_office_are_refused_like_its_pages_without_a_second_factor(client):
    choose(client, appointed())
    answer = client.post(reverse("office:decide_gap", args=["BTS-2017", "CGE"]))
    assert (answer.status_code, answer["Location"].startswith(ADDING)) == (302, True)


def test_a_session_older_than_the_second_factor_gives_its_code_before_the_pages_of_the_office(client):
    settled(secret="")
    sign_in(client)
    account_acts.enrol_totp(email=OLIVIA, secret=SECRET, by=SYSTEM, at=timezone.now())
    assert client.get(OFFICE)["Location"] == f"{PROOF}?next={OFFICE}"
    assert give_code(client, "000000", PROOF).status_code == 422
    assert client.post(PROOF, {"code": code_of(SECRET), "next": OFFICE})["Location"] == OFFICE
    assert client.get(OFFICE).status_code == 200


def test_the_proof_of_a_second_factor_that_was_taken_away_is_worth_nothing(client):
    settled()
    sign_in(client)
    give_code(client)
    Authenticator.objects.all().delete()
    assert client.get(OFFICE)["Location"].startswith(ADDING)


def test_a_new_secret_of_the_installation_asks_for_a_new_second_factor(client, settings):
    settled()
    settings.SECRET_KEY = "another secret than the one that sealed"
    sign_in(client)
    assert give_code(client).status_code == 422
    account_acts.reset_second_factor(email=OLIVIA, reason="Secret changed.", by=SYSTEM, at=timezone.now())
    assert sign_in(HostileClient())["Location"] == "/"


def test_other_desks_open_without_a_second_factor():
    assert signed_in(CLAIRE.login).get("/compte/").status_code == 200


PART = {"HX-Request": "true", "HX-Current-URL": "http://testserver/bureau/courrier/?etat=refused"}


def test_a_part_of_a_page_takes_the_whole_page_to_the_second_factor_and_back(client):
    choose(client, appointed())
    answer = client.get("/bureau/courrier/", headers=PART)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["HX-Redirect"] == f"{ADDING}?next=/bureau/courrier/%3Fetat%3Drefused"


def test_a_part_of_a_page_takes_the_whole_page_to_the_signing_in(client):
    assert client.get("/bureau/courrier/", headers=PART)["HX-Redirect"].startswith("/connexion/?next=/bureau/courrier/")


@pytest.mark.parametrize("address", ["http://[", "http://elsewhere/bureau/"])
def test_whoever_says_that_a_part_is_of_no_page_of_ours_is_led_to_the_signing_in(client, address):
    answer = client.get("/bureau/courrier/", headers=PART | {"HX-Current-URL": address})
    assert (answer.status_code, answer["HX-Redirect"]) == (200, "/connexion/?next=/")


def test_the_page_loaded_again_shows_the_square_that_the_telephone_has_read(client):
    choose(client, appointed())
    read = secret_on(client.get(ADDING).content.decode())
    assert secret_on(client.get(ADDING).content.decode()) == read
    client.post(ADDING, {"code": code_of(read)})
    assert accounts.has_second_factor(OLIVIA)


def test_a_square_that_is_given_up_is_never_shown_again(client):
    choose(client, appointed())
    read = secret_on(client.get(ADDING).content.decode())
    answer = client.post(ADDING, {"give_up": "1", "next": OFFICE})
    assert answer["Location"] == f"{ADDING}?next=%2Fbureau%2F"
    assert secret_on(client.get(ADDING).content.decode()) != read
    assert client.post(ADDING, {"code": code_of(read)}).status_code == 422
