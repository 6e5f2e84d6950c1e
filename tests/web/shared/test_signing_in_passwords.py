"""One's own password: changed, forgotten, chosen anew; always in the journal, always by its owner."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from massicot.accounts import queries as accounts
from massicot.accounts import services as account_acts
from massicot.audit import queries as audit
from massicot.core.actor import SHELL
from massicot.post import queries as post
from tests.cast import CLAIRE
from tests.hostile.client import HostileClient
from tests.web.shared.olivia import OLIVIA, PASSWORD, appointed, give_code, settled, sign_in, signed_in

pytestmark = pytest.mark.django_db

NEXT = "quatre-autres-mots-longs"
FORGOTTEN = "/mot-de-passe/oublie/"


def change(client, old=PASSWORD, new=NEXT, again=NEXT):
    return client.post("/mot-de-passe/", {"oldpassword": old, "password1": new, "password2": again})


def choose(client, address, new=NEXT):
    return client.post(address, {"password1": new, "password2": new})


def link_in_letter(email=CLAIRE.login):
    letter = post.letters().filter(to=email).first()
    return re.search(r"http://127\.0\.0\.1:8000(/\S+)", post.body_of(post.letter_by_id(letter.pk)))[1]


def acts(email=CLAIRE.login):
    return [(line.act, line.by) for line in audit.acts_of(f"account:{email}")]


def test_a_password_changed_keeps_this_browser_and_signs_the_others_out():
    here, there = signed_in(), HostileClient()
    sign_in(there, CLAIRE.login)
    assert change(here)["Location"] == "/compte/"
    assert "tous les autres navigateurs sont déconnectés" in here.get("/compte/").content.decode()
    assert there.get("/compte/").status_code == 302
    assert acts()[-1] == ("PasswordChanged", CLAIRE.login)
    assert sign_in(HostileClient(), CLAIRE.login, NEXT).status_code == 302


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"old": "wrong"}, "Ce n’est pas votre mot de passe actuel"),
        ({"new": "court", "again": "court"}, "trop court"),
        ({"again": "autre-chose-de-long"}, "même mot de passe"),
    ],
)
def test_a_change_that_is_not_right_changes_nothing(typed, told):
    client = signed_in()
    answer = change(client, **typed)
    assert (answer.status_code, told in answer.content.decode()) == (422, True)
    assert acts()[-1][0] == "PasswordChosen"
    assert accounts.account_by_email(CLAIRE.login).check_password(PASSWORD)


def test_whoever_forgot_chooses_another_with_the_link_of_a_letter(client):
    settled(CLAIRE.login, secret="")
    assert client.post(FORGOTTEN, {"email": CLAIRE.login.upper()})["Location"] == f"{FORGOTTEN}envoi/"
    address = client.get(link_in_letter())["Location"]
    assert client.get(address).status_code == 200
    assert choose(client, address)["Location"] == "/connexion/"
    assert "connectez-vous avec lui" in client.get("/connexion/").content.decode()
    assert acts()[-1] == ("PasswordChanged", CLAIRE.login)
    assert sign_in(client, CLAIRE.login, NEXT)["Location"] == "/"


def test_a_link_of_a_letter_serves_once(client):
    settled(CLAIRE.login, secret="")
    client.post(FORGOTTEN, {"email": CLAIRE.login})
    address = client.get(link_in_letter())["Location"]
    choose(client, address)
    answer = HostileClient().get(link_in_letter())
    assert (answer.status_code, "Lien périmé" in answer.content.decode()) == (422, True)
    assert choose(client, address, "encore-un-autre-mot-long").status_code == 422


def test_a_gateway_that_looks_at_a_link_tries_nothing(client):
    settled(CLAIRE.login, secret="")
    client.post(FORGOTTEN, {"email": CLAIRE.login})
    link = link_in_letter()
    assert client.head(link).status_code == 302
    assert choose(client, client.get(link)["Location"])["Location"] == "/connexion/"


def test_the_page_of_ones_password_is_looked_at_without_a_try():
    client = signed_in()
    assert [client.head("/mot-de-passe/").status_code for _ in range(7)] == [200] * 7
    assert change(client)["Location"] == "/compte/"


def test_a_link_of_a_letter_is_good_for_a_day(client, settings):
    settled(CLAIRE.login, secret="")
    client.post(FORGOTTEN, {"email": CLAIRE.login})
    assert settings.PASSWORD_RESET_TIMEOUT == 24 * 60 * 60
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert client.get(link_in_letter()).status_code == 422


def test_a_link_of_a_letter_is_void_once_a_backup_is_restored(client):
    settled(CLAIRE.login, secret="")
    client.post(FORGOTTEN, {"email": CLAIRE.login})
    link = link_in_letter()
    account_acts.void_restored_ways_in(made_at="2017", sha256="0", by=SHELL, at=timezone.now())
    assert client.get(link).status_code == 422


def test_a_letter_does_not_replace_the_second_factor(client):
    settled(OLIVIA)
    client.post(FORGOTTEN, {"email": OLIVIA})
    choose(client, client.get(link_in_letter(OLIVIA))["Location"])
    assert sign_in(client, password=NEXT)["Location"] == "/second-facteur/code/"
    assert give_code(client)["Location"] == "/"


def test_somebody_invited_who_lost_the_link_may_ask_for_a_letter(client):
    appointed(CLAIRE.login)
    client.post(FORGOTTEN, {"email": CLAIRE.login})
    choose(client, client.get(link_in_letter())["Location"])
    assert sign_in(client, CLAIRE.login, NEXT)["Location"] == "/"


def test_the_answer_does_not_tell_who_has_an_account(client):
    settled(CLAIRE.login, secret="")
    get_user_model().objects.update(is_active=False)
    for email in ("nobody@cedres.invalid", CLAIRE.login):
        assert client.post(FORGOTTEN, {"email": email})["Location"] == f"{FORGOTTEN}envoi/"
    assert not post.letters()


def asked_for(client, email):
    """List the statements that asking for a letter takes, without what differs from one address to the other."""
    with CaptureQueriesContext(connection) as asked:
        client.post(FORGOTTEN, {"email": email})
    return [re.sub(r"'[^']*'|\"s[0-9]+_x[0-9]+\"|\b[0-9.]+\b", "?", query["sql"]) for query in asked]


@pytest.mark.both("statements are counted here")
def test_what_a_letter_takes_does_not_tell_who_has_an_account(client):
    settled(CLAIRE.login, secret="")
    for email in ("nobody@cedres.invalid", CLAIRE.login):
        asked_for(client, email)
    known, unknown = asked_for(client, CLAIRE.login), asked_for(client, "nobody@cedres.invalid")
    assert known == unknown
    assert any("post_letter" in statement for statement in unknown)


def test_the_letter_bears_the_address_of_the_installation_whatever_the_request_says(client, settings):
    settled(CLAIRE.login, secret="")
    settings.ALLOWED_HOSTS = ["evil.invalid"]
    client.post(FORGOTTEN, {"email": CLAIRE.login}, headers={"host": "evil.invalid"})
    assert link_in_letter().startswith(FORGOTTEN)


def test_whoever_never_chose_a_password_is_led_to_a_letter():
    client = signed_in()
    account = accounts.account_by_email(CLAIRE.login)
    account.set_unusable_password()
    account.save()
    client.force_login(account)
    assert client.get("/mot-de-passe/")["Location"] == FORGOTTEN
