"""Signing in, the one-time link, the home page, the language."""

from datetime import timedelta

import pytest
from django.utils import timezone

from massicot.accounts import queries as accounts
from massicot.accounts import services as account_acts
from massicot.accounts.models import OneTimeLink
from massicot.core.actor import SYSTEM, Role
from massicot.exams import services as exams

OLIVIA, PASSWORD = "olivia@bureau.invalid", "cerise-bateau-lune-marron"


@pytest.fixture
def olivia(db):
    """Olivia of the exam office, with the token of her one-time link."""
    exams.appoint(email=OLIVIA, role=Role.OFFICE, scope="", by=SYSTEM, at=timezone.now())
    return account_acts.draw_link(email=OLIVIA, by=SYSTEM, at=timezone.now())


def choose(client, token, password=PASSWORD, again=PASSWORD):
    return client.post(f"/bienvenue/{token}/", {"new_password1": password, "new_password2": again})


def sign_in(client, email=OLIVIA, password=PASSWORD):
    return client.post("/connexion/", {"username": email, "password": password})


def test_the_link_lets_its_holder_choose_a_password_and_signs_them_in(olivia, client):
    assert choose(client, olivia)["Location"] == "/"
    assert OLIVIA in client.get("/").content.decode()


def test_opening_the_link_spends_nothing(olivia, client):
    for _ in range(3):
        assert client.get(f"/bienvenue/{olivia}/").status_code == 200
    assert OneTimeLink.objects.get().used_at is None


def test_a_link_serves_once(olivia, client):
    choose(client, olivia)
    answer = choose(client, olivia, "another-password-of-hers", "another-password-of-hers")
    assert answer.status_code == 422
    assert accounts.account_by_email(OLIVIA).check_password(PASSWORD)


def test_a_link_too_old_or_never_given_is_told_so(olivia, client):
    OneTimeLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    for token in (olivia, "never-given"):
        answer = client.get(f"/bienvenue/{token}/")
        assert answer.status_code == 422
        assert "Lien périmé" in answer.content.decode()


@pytest.mark.parametrize("password", ["court", "password", "olivia@bureau.invalid", "password1234"])
def test_a_weak_password_is_refused_and_the_link_stays_good(olivia, client, password):
    assert choose(client, olivia, password, password).status_code == 422
    assert choose(client, olivia).status_code == 302


def test_the_login_is_read_in_any_case(olivia, client):
    choose(client, olivia)
    client.post("/deconnexion/")
    assert sign_in(client, f" {OLIVIA.upper()} ")["Location"] == "/"


def test_a_wrong_password_and_an_unknown_person_are_answered_alike(olivia, client):
    choose(client, olivia)
    client.post("/deconnexion/")
    answers = [sign_in(client, password="wrong"), sign_in(client, email="nobody@bureau.invalid")]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert all("Personne ne se connecte avec ce courriel" in answer.content.decode() for answer in answers)


def test_who_has_not_chosen_a_password_cannot_sign_in(olivia, client):
    assert sign_in(client, password="").status_code == 422


def test_the_home_page_asks_strangers_to_sign_in(db, client):
    assert client.get("/")["Location"] == "/connexion/?next=/"


def test_the_office_finds_its_desk_on_the_home_page(olivia, client):
    choose(client, olivia)
    assert 'href="/bureau/"' in client.get("/").content.decode()


def test_a_role_without_a_screen_is_told_so(olivia, client):
    exams.appoint(email="fanny@finances.invalid", role=Role.FINANCE, scope="", by=SYSTEM, at=timezone.now())
    token = account_acts.draw_link(email="fanny@finances.invalid", by=SYSTEM, at=timezone.now())
    choose(client, token)
    page = client.get("/").content.decode()
    assert "Aucun écran ne vous est encore ouvert" in page
    assert "Service financier" in page
    assert client.get("/bureau/").status_code == 403


def test_signing_out_takes_a_post(olivia, client):
    choose(client, olivia)
    assert client.get("/deconnexion/").status_code == 405
    assert client.post("/deconnexion/")["Location"] == "/connexion/"
    assert client.get("/").status_code == 302


def test_the_language_can_be_chosen(db, client):
    assert '<html lang="fr"' in client.get("/connexion/").content.decode()
    answer = client.post("/langue/", {"language": "en", "next": "/connexion/"})
    assert answer["Location"] == "/connexion/"
    assert '<html lang="en"' in client.get("/connexion/").content.decode()
