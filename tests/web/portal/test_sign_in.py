"""Signing in at the portal with what a mark sheet says."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from massicot.marks.rules.sheets import ADDRESS, SHEET
from tests.hostile.client import HostileClient
from tests.web.shared.olivia import sign_in, signed_in


def test_the_page_asks_for_what_the_sheet_prints(portal, client):
    page = client.get("/saisie/").content.decode()
    for name, label in (("site", "Code de site"), ("identifiant", "Identifiant"), ("mot_de_passe", "Mot de passe")):
        assert f'name="{name}"' in page
        assert label in page


def test_what_the_sheet_says_leads_to_its_batch(portal):
    answer = portal.wood.sign_in()
    assert (answer.status_code, answer["Location"]) == (302, "/saisie/lot/")


@pytest.mark.parametrize("typed", [{"mot_de_passe": "FAUX"}, {"identifiant": "ZZZZZZ"}, {"site": "A03"}])
def test_a_wrong_part_is_refused_without_saying_which(portal, typed):
    answer = portal.wood.sign_in(**typed)
    assert answer.status_code == 422
    assert "Rien ne s’ouvre avec ce code de site" in answer.content.decode()


def test_an_empty_field_is_named(portal):
    answer = portal.wood.sign_in(site="")
    assert answer.status_code == 422
    assert "id_site_error" in answer.content.decode()


def test_too_many_wrong_sign_ins_say_how_long_to_wait(portal):
    for _ in range(SHEET.free + 1):
        portal.wood.sign_in(mot_de_passe="FAUX")
    answer = portal.wood.sign_in()
    assert (answer.status_code, answer["Retry-After"]) == (429, "2")
    assert "attendez 2 secondes" in answer.content.decode()


def right(sheet):
    return {"site": sheet.site, "identifiant": sheet.identifier, "mot_de_passe": sheet.password}


@pytest.mark.parametrize(("named", "of_others"), [(["127.0.0.1"], 302), ([], 429)])
def test_wrong_sign_ins_are_counted_by_the_address_that_a_named_front_server_tells(portal, settings, named, of_others):
    settings.MASSICOT_TRUSTED_PROXIES = named
    attacker, other = Client(headers={"x-forwarded-for": "203.0.113.9"}), Client(headers={"x-forwarded-for": "9.9.9.9"})
    for rank in range(ADDRESS.free + 1):
        attacker.post("/saisie/", {"site": "A02", "identifiant": f"ZZZZ{rank:02d}", "mot_de_passe": "FAUX"})
    assert attacker.post("/saisie/", right(portal.wood.sheet)).status_code == 429
    assert other.post("/saisie/", right(portal.wood.sheet)).status_code == of_others


def test_wrong_passwords_at_a_sheet_make_their_sender_wait_and_not_its_marker(portal):
    portal.wood.sign_in()
    attacker, elsewhere = Client(), Client(REMOTE_ADDR="203.0.113.9")
    for _ in range(SHEET.free + 1):
        attacker.post("/saisie/", {**right(portal.wood.sheet), "mot_de_passe": "FAUX"})
    assert attacker.post("/saisie/", right(portal.wood.sheet)).status_code == 429
    assert elsewhere.post("/saisie/", right(portal.wood.sheet)).status_code == 302
    assert portal.wood.sign_in().status_code == 302


def test_signing_in_changes_the_key_of_the_browser_session(portal, client):
    client.get("/saisie/")
    portal.wood.sign_in()
    first = client.cookies["massicot_session"].value
    portal.water.sign_in()
    assert client.cookies["massicot_session"].value != first


def test_the_key_of_a_sheet_s_session_lies_in_no_table_and_the_one_before_opens_nothing(portal, client):
    portal.wood.sign_in()
    first = client.cookies["massicot_session"].value
    portal.water.sign_in()
    kept = [row.session_key for row in Session.objects.all()]
    for stolen in (first, *kept):
        thief = HostileClient()
        thief.cookies["massicot_session"] = stolen
        assert thief.get("/saisie/lot/")["Location"] == "/saisie/"
    assert client.cookies["massicot_session"].value not in kept


def test_another_sheet_takes_the_place_of_the_first(portal, client):
    portal.wood.sign_in()
    portal.water.sign_in()
    page = client.get("/saisie/lot/").content.decode()
    assert portal.water.batch.code in page
    assert portal.wood.batch.code not in page


def test_signing_out_closes_the_batch(wood, client):
    assert client.post("/saisie/quitter")["Location"] == "/saisie/"
    assert client.get("/saisie/lot/")["Location"] == "/saisie/"


def test_the_session_ends_after_a_working_day(wood, client):
    assert client.session.get_expiry_age() <= 12 * 60 * 60


@pytest.mark.parametrize("address", ["/saisie/lot/", "/saisie/lot/verrouiller", "/saisie/lot/recu"])
def test_pages_of_a_batch_send_strangers_to_sign_in(db, client, address):
    assert client.get(address)["Location"] == "/saisie/"


def test_the_short_address_of_a_sheet_leaves_only_its_password_to_type(portal, client):
    sheet = portal.wood.sheet
    page = client.get(f"/saisie/{sheet.site}/{sheet.identifier}").content.decode()
    assert f'value="{sheet.site}"' in page
    assert f'value="{sheet.identifier}"' in page
    typed = re.search(r'<input[^>]*name="mot_de_passe"[^>]*>', page)[0]
    assert "autofocus" in typed
    assert "value=" not in typed
    assert '<form method="post" action="/saisie/"' in page


def test_a_person_signed_in_beside_a_sheet_stays_no_longer_and_is_found_in_their_browsers(portal):
    desk, elsewhere = signed_in("nadia@cedres.invalid"), HostileClient()
    sheet = portal.wood.sheet
    assert desk.post("/saisie/", right(sheet)).status_code == 302
    assert desk.cookies["massicot_session"]["max-age"] == ""  # until the browser is closed
    desk.post("/saisie/quitter")
    sign_in(elsewhere, "nadia@cedres.invalid")
    assert elsewhere.post("/sessions/")["Location"] == "/sessions/"
    assert desk.get("/compte/").status_code == 302
