"""Signing in with the identity provider of the institution, against a real one."""

import environ
import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import get_user_model
from django.test import Client

from massicot.accounts import queries as accounts
from massicot.config import environment
from tests.cast import CLAIRE, MARC
from tests.oidc.conftest import RETURN, Person
from tests.web.shared.olivia import OLIVIA, appointed, give_code, settled

pytestmark = pytest.mark.django_db

REFUSED = 403


@pytest.fixture
def claire(configured):
    """Claire of an exam centre, who has no password here."""
    appointed(CLAIRE.login)
    return Person(CLAIRE.login)


def test_the_button_bears_the_name_of_the_provider_and_leads_to_it(claire, issuer):
    page = claire.here.get("/connexion/?next=/compte/").content.decode()
    assert 'href="/connexion/identite/?next=/compte/"' in page
    assert "Se connecter avec Rectorat" in page
    assert claire.leave().startswith(f"{issuer}/authorize/?")


def test_somebody_the_provider_vouches_for_comes_in_without_a_password(claire):
    assert claire.come_in("/connexion/identite/?next=/compte/")["Location"] == "/compte/"
    assert CLAIRE.login in claire.here.get("/compte/").content.decode()
    assert not accounts.account_by_email(CLAIRE.login).has_usable_password()
    assert claire.here.cookies["massicot_session"]["max-age"] == ""


def test_a_password_that_was_chosen_here_stays(configured):
    settled(CLAIRE.login, secret="")
    Person(CLAIRE.login).come_in()
    assert accounts.account_by_email(CLAIRE.login).has_usable_password()


def test_the_office_gives_its_second_factor_all_the_same(configured):
    settled(OLIVIA)
    olivia = Person(OLIVIA)
    assert olivia.come_in()["Location"] == "/second-facteur/code/"
    assert olivia.here.get("/compte/").status_code == 302
    assert give_code(olivia.here)["Location"] == "/"


@pytest.mark.parametrize(
    ("email", "told"),
    [
        ("nobody@elsewhere.invalid", "nobody@elsewhere.invalid n’a pas de compte ici"),
        (MARC.login, "ne garantit pas votre adresse"),
    ],
)
def test_who_has_no_account_or_no_checked_address_is_told_so_and_stays_outside(claire, email, told):
    appointed(MARC.login)
    stranger = Person(email)
    answer = stranger.come_in()
    assert (answer.status_code, told in answer.content.decode()) == (REFUSED, True)
    assert stranger.here.get("/compte/").status_code == 302
    assert get_user_model().objects.count() == 2
    assert not SocialAccount.objects.exists()


def test_an_account_that_was_closed_stays_closed(claire):
    get_user_model().objects.update(is_active=False)
    answer = claire.come_in()
    assert (answer.status_code, "Votre compte est fermé" in answer.content.decode()) == (REFUSED, True)


def test_somebody_signed_in_cannot_tie_another_identity_to_the_account(claire):
    settled(OLIVIA, secret="")
    claire.here.force_login(accounts.account_by_email(OLIVIA))
    claire.come_in("/connexion/identite/?process=connect")
    assert CLAIRE.login in claire.here.get("/compte/").content.decode()
    assert not SocialAccount.objects.exists()


def test_who_changes_their_mind_at_the_provider_reads_what_to_do(claire):
    back = claire.agree(claire.leave(), cancel="Cancel")
    assert "error=access_denied" in back
    answer = claire.here.get(back)
    assert (answer.status_code, "recommencez depuis la page de connexion" in answer.content.decode()) == (REFUSED, True)


def test_a_way_back_that_was_not_asked_for_here_is_refused(claire):
    back = claire.agree(claire.leave())
    state = back.partition("state=")[2].partition("&")[0]
    assert claire.here.get(back.replace(state, "X" * len(state))).status_code == REFUSED
    assert Client().get(back).status_code == REFUSED
    assert claire.here.get("/compte/").status_code == 302


def test_a_way_back_serves_once(claire):
    back = claire.agree(claire.leave())
    assert claire.here.get(back).status_code == 302
    assert claire.here.get(back).status_code == REFUSED


def test_a_code_given_to_one_browser_signs_nobody_in_in_another(claire):
    settled(OLIVIA, secret="")
    thief = Person(OLIVIA)
    stolen = thief.agree(thief.leave()).partition("code=")[2].partition("&")[0]
    mine = claire.agree(claire.leave())
    code = mine.partition("code=")[2].partition("&")[0]
    assert claire.here.get(mine.replace(code, stolen)).status_code == REFUSED
    assert claire.here.get("/compte/").status_code == 302


@pytest.mark.parametrize("start", ["/connexion/identite/", f"{RETURN}?state=x&code=y"])
def test_a_silent_provider_leaves_the_password(claire, settings, start):
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["server_url"] = "http://127.0.0.1:9"
    answer = claire.here.get(start)
    assert answer.status_code in {REFUSED, 503}
    assert "<h1>Connexion impossible</h1>" in answer.content.decode()


def test_a_provider_that_falls_silent_meanwhile_leaves_the_password(claire, settings):
    back = claire.agree(claire.leave())
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = "http://127.0.0.1:9"
    answer = claire.here.get(back)
    assert (answer.status_code, "ne répond pas" in answer.content.decode()) == (503, True)


def test_without_a_provider_there_is_no_button_and_no_address():
    page = Client().get("/connexion/").content.decode()
    assert "identite" not in page
    assert Client().get("/connexion/identite/").status_code == 404


def test_the_environment_names_the_provider_or_nobody(configured, monkeypatch):
    name, providers = environment.provider(environ_of(monkeypatch, "https://identite.invalid/"))
    assert name == "Rectorat"
    assert providers["openid_connect"]["APPS"][0]["settings"] == {"server_url": "https://identite.invalid"}
    assert environment.provider(environ_of(monkeypatch, "")) == ("", {})


def environ_of(monkeypatch, url):
    monkeypatch.setenv("MASSICOT_OIDC_URL", url)
    return environ.Env()
