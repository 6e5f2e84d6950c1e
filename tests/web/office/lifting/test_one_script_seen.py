"""The page of one script to be lifted acts on what it showed, and refuses in words what came too late."""

import pytest
from lxml import html

from massicot.results.models import ScriptLifting
from tests.cast import NAMES, ODILE, OMAR
from tests.web.office.lifting import test_one_script as one_script
from tests.web.office.lifting.lately import address, key_there, read, send
from tests.web.office.reading import words_of
from tests.web.telephone import code_of
from tests.web.visitors import SECRET

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(key_there.__name__)]

built, number, WHY = one_script.built, one_script.number, one_script.WHY


def confirmation(number):
    """Give what the page of Omar's hides in the form by which he confirms, once he has asked for incidents."""
    send("ask_incidents", number, by=OMAR)
    page = html.fromstring(read("lift_script", number, by=OMAR).content.decode())
    (form,) = page.xpath(f"//form[@action='{address('confirm_script', number)}']")
    return dict(form.form_values())


def alert(answer):
    return " ".join(html.fromstring(answer.content.decode()).xpath("string(//main//*[@role='alert'])").split())


def test_a_proposal_that_the_page_did_not_show_is_not_confirmed(number):
    send("lift_script", number, **WHY)
    sent = confirmation(number)
    send("withdraw_script", number, reason="Numéro mal lu")
    send("lift_script", number, code=code_of(SECRET, steps_later=1), case="appeal", reason="Tout autre motif.")
    refused = send("confirm_script", number, by=OMAR, **sent)
    assert refused.status_code == 422
    assert "a proposé de nouveau" in alert(refused)
    assert "Tout autre motif." in words_of(refused)
    assert not [name for name in NAMES if name in words_of(refused)]
    sent = confirmation(number) | {"code": code_of(SECRET, steps_later=1)}
    assert send("confirm_script", number, by=OMAR, **sent).status_code == 200


def test_what_is_no_more_proposed_is_neither_confirmed_nor_withdrawn_in_silence(number):
    send("lift_script", number, **WHY)
    sent = confirmation(number)
    send("withdraw_script", number, reason="Numéro mal lu")
    assert "Plus rien n’est proposé" in alert(send("confirm_script", number, by=OMAR, **sent))
    assert "Plus rien n’est proposé" in alert(send("withdraw_script", number, by=OMAR, reason="Numéro mal lu"))


def test_who_proposes_what_a_colleague_proposed_just_before_is_told(number):
    send("lift_script", number, **WHY)
    refused = send("lift_script", number, by=OMAR, **WHY)
    assert (refused.status_code, ScriptLifting.objects.count()) == (422, 1)
    assert f"{ODILE.login} a déjà proposé" in alert(refused)
