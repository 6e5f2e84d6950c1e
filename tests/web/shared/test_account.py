"""One's own account: the second factor, its codes, the browsers that are signed in."""

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone
from lxml import html

from massicot.accounts import queries as accounts
from massicot.audit import queries as audit
from massicot.web.shared import browsers
from tests.cast import CLAIRE
from tests.hostile.client import HostileClient
from tests.web.shared.olivia import OLIVIA, PASSWORD, settled, sign_in, signed_in
from tests.web.telephone import code_of, secret_on
from tests.web.visitors import SECRET

pytestmark = pytest.mark.django_db

COOKIE = "massicot_session"
ADDING, REMOVING, CODES = "/second-facteur/ajouter/", "/second-facteur/retirer/", "/second-facteur/secours/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0"


@pytest.fixture
def claire():
    """Claire, who has just signed in and has no second factor."""
    return signed_in()


def add(client):
    secret = secret_on(client.get(ADDING).content.decode())
    return client.post(ADDING, {"code": code_of(secret)})


def session_of(email, user_agent=""):
    """Find the session of a person, or the one in a browser."""
    found = accounts.open_sessions(email, timezone.now())
    return next(session for session in found if user_agent in session.user_agent)


def acts():
    return [line.act for line in audit.acts_of(f"account:{CLAIRE.login}")]


def test_the_pages_of_an_account_lead_back_to_the_desk_of_its_person(claire):
    for address in ("/compte/", ADDING):
        page = html.fromstring(claire.get(address).content.decode())
        assert page.xpath("//nav[@class='desk-nav']//a/@href") == ["/epreuves/"]


def test_everybody_may_add_a_second_factor_and_see_its_codes(claire):
    assert add(claire)["Location"] == CODES
    assert acts()[-1] == "SecondFactorAdded"
    page = claire.get(CODES).content.decode()
    assert all(code in page for code in accounts.unused_recovery_codes(CLAIRE.login))


def test_a_wrong_first_code_adds_nothing_and_shows_the_same_key_again(claire):
    secret = secret_on(claire.get(ADDING).content.decode())
    answer = claire.post(ADDING, {"code": code_of(secret, 50)})
    assert (answer.status_code, secret_on(answer.content.decode())) == (422, secret)
    assert not accounts.has_second_factor(CLAIRE.login)
    assert claire.post(ADDING, {"code": code_of(secret)}).status_code == 303


def test_the_key_that_is_being_added_lies_nowhere_in_clear(claire):
    secret = secret_on(claire.get(ADDING).content.decode())
    kept = [str(session.get_decoded()) for session in Session.objects.all()]
    assert kept
    assert not any(secret in text for text in kept)


def test_the_square_holds_the_name_of_the_program_and_of_the_person(claire):
    answer = claire.get(ADDING)
    assert answer.context["totp_url"].startswith("otpauth://totp/claire%40cedres.invalid?")
    assert "issuer=Massicot" in answer.context["totp_url"]
    assert 'src="data:image/svg+xml;base64,' in answer.content.decode()


def test_the_codes_are_given_as_a_file(claire):
    add(claire)
    answer = claire.get(f"{CODES}fichier/")
    assert answer["Content-Type"] == "text/plain"
    assert answer.content.decode().split() == accounts.unused_recovery_codes(CLAIRE.login)


def test_new_codes_take_the_place_of_those_before(claire):
    add(claire)
    before = accounts.unused_recovery_codes(CLAIRE.login)
    assert claire.post(f"{CODES}nouveaux/")["Location"] == CODES
    page = claire.get(CODES).content.decode()
    assert not any(code in page for code in before)


def test_whoever_was_offered_one_takes_it_away_again(claire):
    add(claire)
    assert claire.post(REMOVING)["Location"] == "/second-facteur/"
    assert acts()[-1] == "SecondFactorRemoved"
    assert "Votre mot de passe seul" in claire.get("/second-facteur/").content.decode()


def test_the_office_is_told_how_to_change_telephones():
    client = signed_in(OLIVIA, SECRET)
    answer = client.post(REMOVING)
    assert (answer.status_code, "demandez à un collègue" in answer.content.decode()) == (422, True)
    assert accounts.has_second_factor(OLIVIA)
    assert "Retirer le second facteur" in client.get("/second-facteur/").content.decode()


@pytest.mark.parametrize("address", [ADDING, REMOVING, CODES, f"{CODES}fichier/"])
def test_what_touches_the_account_asks_who_is_there_when_nothing_was_proven_lately(claire, address):
    session = claire.session
    session["account_authentication_methods"][0]["at"] -= 11 * 60
    session.save()
    assert claire.get(address)["Location"] == f"/confirmer/?next={address.replace('/', '%2F')}"


def test_the_password_once_more_opens_what_was_asked_for(claire):
    claire.session.flush()
    claire.force_login(accounts.account_by_email(CLAIRE.login))
    assert claire.post("/confirmer/", {"password": "wrong", "next": ADDING}).status_code == 422
    assert claire.post("/confirmer/", {"password": "cerise-bateau-lune-marron", "next": ADDING})["Location"] == ADDING
    assert claire.get(ADDING).status_code == 200


def test_the_browsers_signed_in_are_listed_and_signed_out_one_by_one(claire):
    there = HostileClient(headers={"user-agent": FIREFOX})
    sign_in(there, CLAIRE.login)
    page = claire.get("/sessions/").content.decode()
    assert ("Firefox, Linux" in page, "celui-ci" in page) == (True, True)
    other = session_of(CLAIRE.login, FIREFOX)
    assert claire.post(f"/sessions/{other.session_id}/fermer/")["Location"] == "/sessions/"
    assert there.get("/compte/").status_code == 302
    assert claire.get("/compte/").status_code == 200


def test_all_the_other_browsers_are_signed_out_at_once(claire):
    others = [HostileClient(), HostileClient()]
    for other in others:
        sign_in(other, CLAIRE.login)
    assert claire.post("/sessions/")["Location"] == "/sessions/"
    assert "2 autres navigateurs sont déconnectés" in claire.get("/sessions/").content.decode()
    assert [other.get("/compte/").status_code for other in others] == [302, 302]


def texts_of_every_table():
    """Read every text of the database, as whoever holds its raw files does."""
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            yield from {str(cell) for row in cursor.fetchall() for cell in row}


def test_what_the_raw_tables_hold_signs_nobody_in(claire):
    claire.post("/mot-de-passe/", {"oldpassword": PASSWORD, "password1": "quatre-mots-x", "password2": "quatre-mots-x"})
    assert claire.get("/compte/").status_code == 200
    kept = set(texts_of_every_table())
    assert claire.cookies[COOKIE].value not in " ".join(kept)
    sessions = [session.session_key for session in accounts.open_sessions(CLAIRE.login, timezone.now())]
    assert len(sessions) == 1
    for stolen in [*sessions, *(text for text in kept if text.isalnum() and len(text) > 7)]:
        thief = HostileClient()
        thief.cookies[COOKIE] = stolen
        assert thief.get("/compte/").status_code == 302


def test_the_browser_in_which_the_password_was_changed_is_still_listed_and_can_be_signed_out(claire):
    claire.post("/mot-de-passe/", {"oldpassword": PASSWORD, "password1": "quatre-mots-x", "password2": "quatre-mots-x"})
    sign_in(there := HostileClient(), CLAIRE.login, "quatre-mots-x")
    assert there.post("/sessions/")["Location"] == "/sessions/"
    assert claire.get("/compte/").status_code == 302


def test_nobody_signs_somebody_else_out(claire):
    settled(secret="")
    sign_in(other := HostileClient())
    session = session_of(OLIVIA)
    assert claire.post(f"/sessions/{session.session_id}/fermer/").status_code == 422
    assert other.get("/compte/").status_code == 200


@pytest.mark.parametrize(("said", "told"), [(FIREFOX, "Firefox, Linux"), (EDGE, "Edge, Windows"), ("curl/8", "")])
def test_a_browser_is_named_as_its_owner_would(said, told):
    assert browsers.browser_name(said) == (told or "Navigateur inconnu")
