"""A desk that nobody visits closes: by the hour of the last visit, which the browser keeps and nobody can write."""

import io
import re
import time

import pytest
from django.http import HttpRequest

from massicot.accounts import queries as accounts
from massicot.config.environment import PACKAGE
from massicot.web.shared import browser_sessions, idle
from tests.cast import CLAIRE
from tests.hostile.client import HostileClient
from tests.web.shared.olivia import OLIVIA, give_code, settled, sign_in, signed_in
from tests.web.telephone import code_of
from tests.web.visitors import SECRET

pytestmark = pytest.mark.django_db

AWAY = "/connexion/?next="
TYPED = {"role": "office", "scope": "", "email": "nouvelle@bureau.invalid", "by_post": "paper"}
INVITING, BEFORE = "/bureau/personnes/inviter/", "/repris/"


def stay_away(client, minutes):
    """Let the last visit of a browser, and the beginning of its session, be so long ago."""
    then = time.time() - 60 * minutes
    session = client.session
    session[browser_sessions.BEGAN] = then
    session.save()
    client.cookies[idle.COOKIE] = seen_by(client, then)


def seen_by(client, at):
    request = HttpRequest()
    request.session = client.session
    return idle.seen_at(request, at)


def is_signed_in(client, address="/compte/", **about):
    return client.get(address, **about).status_code == 200


@pytest.fixture
def claire():
    return signed_in()


@pytest.fixture
def office():
    return signed_in(OLIVIA, SECRET)


@pytest.mark.parametrize(("minutes", "is_open"), [(29, True), (31, False)])
def test_a_desk_closes_after_thirty_minutes_without_a_visit(claire, minutes, is_open):
    stay_away(claire, minutes)
    assert is_signed_in(claire) == is_open
    assert is_signed_in(claire) == is_open


@pytest.mark.parametrize(("minutes", "is_open"), [(14, True), (16, False)])
def test_the_office_closes_after_fifteen_minutes(office, minutes, is_open):
    stay_away(office, minutes)
    assert is_signed_in(office, "/bureau/") == is_open


def test_whoever_was_away_is_told_why_they_sign_in_again(office):
    stay_away(office, 16)
    assert office.get("/bureau/")["Location"] == f"{AWAY}/bureau/"
    assert "Vous êtes resté absent trop longtemps" in office.get("/connexion/").content.decode()


def test_a_file_that_went_with_a_form_is_to_be_chosen_again(office):
    stay_away(office, 16)
    office.post(INVITING, {**TYPED, "file": io.BytesIO(b"x")})
    sign_in(office)
    give_code(office, code_of(SECRET, 1))
    page = office.get(BEFORE).content.decode()
    assert f'href="{INVITING}"' in page
    assert f'action="{INVITING}"' not in page


def test_a_visit_keeps_a_desk_open(claire):
    stay_away(claire, 20)
    assert is_signed_in(claire)
    assert float(claire.cookies[idle.COOKIE].value.partition(":")[0]) > time.time() - 60
    assert claire.cookies[idle.COOKIE]["httponly"]


def test_a_page_that_watches_by_itself_does_not(claire):
    stay_away(claire, 20)
    before = claire.cookies[idle.COOKIE].value
    assert is_signed_in(claire, headers={idle.WATCHING: "1"})
    assert claire.cookies[idle.COOKIE].value == before


@pytest.mark.parametrize("page", ["jobs/job.html", "ladder/ladder.html"])
def test_the_pages_that_ask_again_by_themselves_say_so(page):
    text = (PACKAGE / "web/office/templates/office" / page).read_text(encoding="utf-8")
    assert len(re.findall("every [0-9]+s", text)) == len(re.findall(f'hx-headers=\'{{"{idle.WATCHING}": "1"}}\'', text))


def test_whoever_throws_the_cookie_away_or_brings_that_of_another_browser_stays_out(claire):
    stay_away(claire, 31)
    other = HostileClient()
    sign_in(other, CLAIRE.login)
    for kept in ("", "9999999999", seen_by(other, time.time())):
        claire.cookies[idle.COOKIE] = kept
        assert not is_signed_in(claire)


def test_whoever_comes_back_signs_in_and_has_another_key(claire):
    before = claire.cookies["massicot_session"].value
    stay_away(claire, 31)
    assert claire.get("/compte/")["Location"].startswith(AWAY)
    sign_in(claire, CLAIRE.login)
    assert is_signed_in(claire)
    assert claire.cookies["massicot_session"].value != before


def test_a_mark_sheet_opened_beside_stays_open(claire):
    session = claire.session
    session["mark_sheet"] = 0
    session.save()
    stay_away(claire, 31)
    assert claire.get("/saisie/lot/").status_code != 302


def test_what_was_typed_is_kept_through_the_sign_in_and_sent_once(office):
    stay_away(office, 16)
    assert office.post(INVITING, TYPED)["Location"] == f"{AWAY}{BEFORE}"
    assert accounts.account_by_email(TYPED["email"]) is None
    assert "Ce que vous avez saisi est gardé" in office.get(f"{AWAY}{BEFORE}").content.decode()
    sign_in(office, next=BEFORE)
    assert give_code(office, code_of(SECRET, 1))["Location"] == BEFORE
    page = office.get(BEFORE).content.decode()
    assert f'action="{INVITING}"' in page
    assert accounts.account_by_email(TYPED["email"]) is None
    again = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.partition(f'action="{INVITING}"')[2]))
    assert {name: again[name] for name in TYPED} == TYPED
    office.post(INVITING, again)
    assert accounts.account_by_email(TYPED["email"]) is not None
    assert office.get(BEFORE)["Location"] == "/"


def test_what_was_typed_lies_sealed_and_is_shown_to_nobody_else(office):
    stay_away(office, 16)
    office.post(INVITING, TYPED)
    assert TYPED["email"] not in str(dict(office.session))
    settled(CLAIRE.login, secret="")
    sign_in(office, CLAIRE.login)
    assert office.get(BEFORE)["Location"] == "/"


def test_what_was_typed_may_be_left(office):
    stay_away(office, 16)
    office.post(INVITING, TYPED)
    sign_in(office)
    give_code(office, code_of(SECRET, 1))
    office.post(BEFORE)
    assert office.get(BEFORE)["Location"] == "/"


def test_a_form_of_another_site_is_not_kept():
    office = HostileClient(enforce_csrf_checks=True)
    settled(OLIVIA)
    office.force_login(accounts.known_account(OLIVIA))
    stay_away(office, 31)
    assert office.post(INVITING, TYPED).status_code == 403
    assert "typed" not in office.session


def test_what_is_too_long_to_be_kept_is_said(office):
    stay_away(office, 16)
    answer = office.post(INVITING, {**TYPED, "email": "x" * 40_000})
    assert answer["Location"] == f"{AWAY}{INVITING}"
    assert "trop long pour être gardé" in office.get("/connexion/").content.decode()


def test_what_a_script_sends_waits_in_its_own_page(office):
    stay_away(office, 16)
    assert office.post(INVITING, TYPED, headers={"accept": "application/json"})["Location"] == f"{AWAY}{INVITING}"
    assert "typed" not in office.session


def test_a_part_of_a_page_takes_the_whole_page_to_the_sign_in(office):
    stay_away(office, 16)
    answer = office.post(INVITING, TYPED, headers={"hx-request": "true"})
    assert answer["HX-Redirect"] == f"{AWAY}{BEFORE}"


@pytest.mark.parametrize("leave", ["/deconnexion/", "/saisie/quitter"])
def test_whoever_leaves_has_their_pages_dropped_and_nothing_else(claire, leave):
    assert claire.post(leave)["Clear-Site-Data"] == '"cache"'
