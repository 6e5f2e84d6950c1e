"""Referring a line to the office from the typing page, and what the page tells of it afterwards."""

import json

import pytest
from django.urls import reverse

from massicot.marks import services
from massicot.marks.models import Credential, Referral
from massicot.marks.rules import ReferralAnswer
from massicot.results import services as result_acts
from massicot.scripts import queries as scripts
from massicot.scripts.rules import ScriptKind
from tests.cast import ODILE, TYPING


@pytest.fixture
def water(portal):
    """A browser signed in with the mark sheet of the water batch."""
    portal.water.sign_in()
    return portal.water


@pytest.fixture
def absent(water):
    """The number of the placeholder in the batch."""
    kinds = scripts.kinds_of(water.numbers)
    return next(number for number in water.numbers if kinds[number] is ScriptKind.PLACEHOLDER)


def refer(browser, body):
    """Send what the button sends."""
    return tell(browser, "portal:refer_line", body)


def take_back(browser, body):
    """Send what the button on a line that waits sends."""
    return tell(browser, "portal:take_back_line", body)


def tell(browser, name, body):
    text = body if isinstance(body, str) else json.dumps(body)
    return browser.client.post(reverse(name), text, content_type="application/json")


def plain(page):
    """Read a page with common spaces before its colons."""
    return page.replace("\N{NO-BREAK SPACE}", " ")


def test_what_the_register_forbids_may_be_referred_and_nothing_else(water, absent):
    (refused,) = water.save((absent, "12", "")).json()["refused"]
    assert refused["can_refer"]
    sent = refer(water, {"number": absent, "value": "12", "after": 0})
    assert (sent.status_code, sent.json()) == (200, {"referred": absent, "value": "12"})
    again = refer(water, {"number": absent, "value": "12", "after": 0})
    assert (again.status_code, again.json()) == (200, sent.json())
    other = refer(water, {"number": absent, "value": "13", "after": 0})
    assert other.status_code == 422
    assert "déjà signalé au bureau" in other.json()["error"]
    assert Referral.objects.count() == 1


@pytest.mark.parametrize("body", ["{", "[]", '{"number": 1, "value": "12"}', '{"number": "x"}', "null"])
def test_what_the_page_never_sends_is_refused_with_a_sentence(water, body):
    answer = refer(water, body)
    assert answer.status_code == 422
    assert "Cet envoi est illisible" in answer.json()["error"]
    assert not Referral.objects.exists()


def test_a_line_of_another_batch_is_not_referred(water, portal):
    answer = refer(water, {"number": portal.wood.numbers[0], "value": "AB", "after": 0})
    assert answer.status_code == 422
    assert not Referral.objects.exists()


def test_the_page_shows_what_is_referred_then_what_was_answered(water, absent):
    refer(water, {"number": absent, "value": "12", "after": 0})
    page = water.client.get("/saisie/lot/").content.decode()
    assert 'data-referred="12"' in page
    assert "is-referred" in page
    services.answer_referral(
        referral_id=Referral.objects.get().pk,
        answer=ReferralAnswer.WITHDRAWN,
        reason="À voir au centre.",
        by=ODILE,
        at=TYPING,
    )
    page = water.client.get("/saisie/lot/").content.decode()
    assert f'data-number="{absent}"' not in page
    assert "sa copie est retirée du lot" in page
    assert "À voir au centre." in page


def test_neither_the_lock_page_nor_the_summary_passes_over_a_line_that_waits(water, absent):
    refer(water, {"number": absent, "value": "12", "after": 0})
    water.save(*((number, "AB" if number == absent else "12", "") for number in water.numbers))
    page = water.client.get("/saisie/lot/verrouiller").content.decode()
    assert "signalée : 12" in plain(page)
    assert "enregistré sur la ligne : AB" in plain(page)
    assert "retirez-y le signalement" in page
    answer = water.client.post("/saisie/lot/controle", {"total_notes": "3", "somme_notes": "36"}, follow=True)
    assert answer.status_code == 422
    refused = answer.content.decode()
    assert refused.count("bureau des examens") == 1
    assert "quand le bureau des examens aura répondu pour cette ligne" in plain(refused)


def test_a_line_is_taken_back_and_the_batch_goes_on_to_its_lock(water, absent):
    refer(water, {"number": absent, "value": "12", "after": 0})
    sent = take_back(water, {"number": absent})
    assert (sent.status_code, sent.json()) == (200, {"taken_back": absent, "value": "12"})
    water.save(*((number, "AB" if number == absent else "12", "") for number in water.numbers))
    totals = {"total_notes": "3", "somme_notes": "36"}
    page = water.client.post("/saisie/lot/controle", totals, follow=True).content.decode()
    assert "Rien n’est encore verrouillé" in page


def test_a_line_is_taken_back_once_however_often_it_is_said(water, absent):
    refer(water, {"number": absent, "value": "12", "after": 0})
    once, again = (take_back(water, {"number": absent}) for _ in range(2))
    assert (again.status_code, again.json()) == (200, once.json())


def test_the_page_asks_what_became_of_its_lines(water, absent):
    assert asked(water).json() == {"answers": {}}
    refer(water, {"number": absent, "value": "12", "after": 0})
    assert asked(water).json() == {"answers": {absent: {"answer": "waiting", "value": "12", "times": 1}}}
    take_back(water, {"number": absent})
    refer(water, {"number": absent, "value": "13", "after": 0})
    answer = {"answer": ReferralAnswer.REGISTER_RIGHT, "reason": "Vu.", "by": ODILE, "at": TYPING}
    services.answer_referral(referral_id=Referral.objects.latest("pk").pk, **answer)
    assert asked(water).json() == {"answers": {absent: {"answer": "register", "value": "13", "times": 2}}}


def test_a_sheet_that_was_replaced_is_told_nothing(water):
    Credential.objects.filter(batch=water.batch).update(is_revoked=True)
    answer = asked(water)
    assert (answer.status_code, list(answer.json())) == (403, ["error"])


def asked(browser):
    """Ask what a page that stays open asks."""
    return browser.client.get(reverse("portal:answers"))


@pytest.mark.parametrize("number", ["\\ud800", "\\u0000", "x" * 40])
def test_what_is_no_number_is_not_at_the_office(water, absent, number):
    refer(water, {"number": absent, "value": "12", "after": 0})
    assert take_back(water, f'{{"number": "{number}"}}').status_code == 422


@pytest.mark.parametrize("body", ["{", "[]", '{"number": 1}', "{}", "null"])
def test_what_the_page_never_sends_takes_nothing_back(water, absent, body):
    refer(water, {"number": absent, "value": "12", "after": 0})
    answer = take_back(water, body)
    assert (answer.status_code, Referral.objects.get().answer) == (422, ReferralAnswer.WAITING)
    assert "Cet envoi est illisible" in answer.json()["error"]


def test_a_batch_opened_again_says_so_to_its_marker(portal):
    wood = portal.wood
    wood.sign_in()
    wood.fill()
    wood.lock("8", "96")
    result_acts.unlock_batch(batch_code=wood.batch.code, reason="Total à revoir.", by=ODILE, at=TYPING)
    page = wood.client.get("/saisie/lot/").content.decode()
    assert "Total à revoir." in page
