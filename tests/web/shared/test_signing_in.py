"""Signing in by e-mail and password, the one-time link, the home page, the language."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from massicot.accounts import queries as accounts
from massicot.accounts import services as account_acts
from massicot.accounts.models import OneTimeLink
from massicot.core.actor import SYSTEM, Role
from massicot.markers import services as marker_acts
from tests.cast import CLAIRE
from tests.hostile.client import HostileClient
from tests.web.shared.olivia import OLIVIA, PASSWORD, appointed, choose, settled, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def token():
    """Claire's one-time link."""
    return appointed(CLAIRE.login)


def test_the_link_lets_its_holder_choose_a_password_and_signs_them_in(token, client):
    assert choose(client, token)["Location"] == "/"
    assert CLAIRE.login in client.get("/compte/").content.decode()


def test_opening_the_link_spends_nothing(token, client):
    for _ in range(3):
        assert client.get(f"/bienvenue/{token}/").status_code == 200
    assert OneTimeLink.objects.get().used_at is None


def test_a_link_serves_once(token, client):
    choose(client, token)
    answer = choose(client, token, "another-password-of-hers", "another-password-of-hers")
    assert answer.status_code == 422
    assert accounts.account_by_email(CLAIRE.login).check_password(PASSWORD)


def test_a_link_too_old_or_never_given_is_told_so(token, client):
    OneTimeLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    for tried in (token, "never-given"):
        answer = client.get(f"/bienvenue/{tried}/")
        assert answer.status_code == 422
        assert "Lien périmé" in answer.content.decode()


@pytest.mark.parametrize(
    "password", ["court", "password", "claire@cedres.invalid", "password1234", "motdepasse123", "a" * 12]
)
def test_a_weak_password_is_refused_and_the_link_stays_good(token, client, password):
    assert choose(client, token, password, password).status_code == 422
    assert choose(client, token).status_code == 302


def test_a_link_takes_the_place_of_whoever_was_signed_in_in_this_browser(token, client):
    settled(secret="")
    sign_in(client)
    choose(client, token)
    assert CLAIRE.login in client.get("/compte/").content.decode()


def test_the_login_is_read_in_any_case(client):
    settled(secret="")
    assert sign_in(client, f" {OLIVIA.upper()} ")["Location"] == "/"


def test_signing_in_leads_where_one_wanted_to_go_but_never_elsewhere(client):
    settled(CLAIRE.login, secret="")
    assert sign_in(client, CLAIRE.login, next="/compte/")["Location"] == "/compte/"
    stranger = sign_in(HostileClient(), CLAIRE.login, next="https://elsewhere.invalid/")
    assert stranger["Location"] == "/"


def test_a_session_ends_with_the_browser(client):
    settled(secret="")
    sign_in(client)
    assert client.cookies["massicot_session"]["max-age"] == ""


def test_a_wrong_password_and_an_unknown_person_are_answered_alike(client):
    settled()
    answers = [sign_in(client, password="wrong"), sign_in(client, email="nobody@bureau.invalid")]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert all("Personne ne se connecte avec ce courriel" in answer.content.decode() for answer in answers)


@pytest.mark.parametrize("password", ["", " ", "!"])
def test_who_has_not_chosen_a_password_cannot_sign_in(client, password):
    appointed()
    assert sign_in(client, password=password).status_code == 422


def test_an_account_that_was_closed_is_told_so_to_its_owner_and_to_nobody_else(client):
    settled()
    get_user_model().objects.update(is_active=False)
    answer = sign_in(client)
    assert (answer.status_code, "Votre compte est fermé" in answer.content.decode()) == (403, True)
    assert "fermé" not in sign_in(client, password="wrong").content.decode()
    assert client.get("/compte/").status_code == 302


def test_the_home_page_asks_strangers_to_sign_in(client):
    assert client.get("/")["Location"] == "/connexion/?next=/"


def test_a_marker_is_led_to_the_entry_of_marks(client):
    marker_acts.appoint(email="marie@lycee.invalid", role=Role.MARKER, scope="BTS-2017", by=SYSTEM, at=timezone.now())
    choose(client, account_acts.draw_link(email="marie@lycee.invalid", by=SYSTEM, at=timezone.now()))
    assert client.get("/")["Location"] == reverse("marker:home")
    page = client.get(reverse("marker:home")).content.decode()
    assert f'href="{reverse("portal:sign_in")}"' in page
    assert "Aucun écran" not in page


def test_a_role_without_a_screen_is_told_so(client):
    marker_acts.appoint(email="fanny@finances.invalid", role=Role.FINANCE, scope="", by=SYSTEM, at=timezone.now())
    choose(client, account_acts.draw_link(email="fanny@finances.invalid", by=SYSTEM, at=timezone.now()))
    page = client.get("/").content.decode()
    assert "Aucun écran ne vous est encore ouvert" in page
    assert "Service financier" in page
    assert client.get("/bureau/").status_code == 403


def test_signing_out_takes_a_post(token, client):
    choose(client, token)
    assert client.get("/deconnexion/").status_code == 405
    assert client.post("/deconnexion/")["Location"] == "/connexion/"
    assert client.get("/").status_code == 302


def test_the_language_can_be_chosen(client):
    assert '<html lang="fr"' in client.get("/connexion/").content.decode()
    answer = client.post("/langue/", {"language": "en", "next": "/connexion/"})
    assert answer["Location"] == "/connexion/"
    assert '<html lang="en"' in client.get("/connexion/").content.decode()


@pytest.mark.parametrize(
    "name", ["account_signup", "account_email", "account_set_password", "socialaccount_signup", "mfa_list_webauthn"]
)
def test_what_is_closed_has_no_address(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)
