"""Mark sheets kept long enough, on the screen: listed, signed by two, destroyed; told wherever one is looked up."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from massicot.marks.models import Lock
from massicot.results import services
from massicot.results.models import Dispute, Lifting
from tests import destroying, sheet_boxing, sheet_destroying
from tests.cast import ODILE, OMAR
from tests.destroying import CODE
from tests.keeping import kept
from tests.results.archived import archive
from tests.sheet_destroying import BOX
from tests.web.office.destruction.lately import address, page, send
from tests.web.office.lifting.lately import key_there
from tests.web.office.reading import words_of
from tests.web.visitors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(key_there.__name__)]


def due_lately():
    """Everything boxed, sheets too, lifted and taken away; the months have passed since."""
    made = sheet_destroying.due()
    Lifting.objects.update(lifted_at=timezone.now() - timedelta(days=370))
    return made


built = kept(due_lately)

PAGE = "sheet_destruction"


def listed(built):
    return sheet_destroying.make_list(built, at=timezone.now())


def signed(built):
    listed(built)
    return sheet_destroying.sign(built, consent=destroying.consent_of_today(), at=timezone.now())


def home(by=ODILE):
    return words_of(signed_in(by.login).get(reverse("office:home")))


def test_they_are_listed_signed_by_two_and_destroyed(built):
    assert "leur liste peut être dressée" in page(name=PAGE)
    assert send("list_sheet_destruction").status_code == 303
    words = page(name=PAGE)
    assert f"Le bordereau {CODE} attend l’accord des archives" in words
    assert f"{BOX} 1–2 2" in words
    sheet_destroying.sign(built, consent=destroying.consent_of_today(), at=timezone.now())
    assert "faites signer cette page par une autre personne" in page(name=PAGE)
    assert send("destroy_sheets", by=OMAR, listed=CODE).status_code == 303
    words = page(name=PAGE)
    assert f"{CODE}, le" in words
    assert "Aucun bordereau de notation n’est dans un carton" in words
    assert signed_in(ODILE.login).get(address("destruction_sheet", code=CODE))["Content-Type"] == "application/pdf"
    assert f"détruit avec tout son contenu, par le certificat {CODE}" in page(name="shelf")
    assert page(name="sheets_of_paper").count(f"détruit, par le certificat {CODE}") == 2
    assert f"{CODE}, le" not in page()


def test_the_first_signature_takes_the_consent_and_the_same_person_is_refused(built):
    listed(built)
    answer = send("sign_sheet_destruction", listed=CODE, consent="", consent_on="")
    assert answer.status_code == 422
    fields = {"listed": CODE, "consent": "AD13-2018-0042", "consent_on": timezone.localdate().isoformat()}
    assert send("sign_sheet_destruction", by=OMAR, **fields).status_code == 303
    assert "AD13-2018-0042" in page(name=PAGE)
    assert send("withdraw_sheet_destruction", by=OMAR, listed=CODE, reason="Refaite").status_code == 303
    assert "leur liste peut être dressée" in page(name=PAGE)


def test_before_their_day_the_page_says_from_when_on_and_offers_nothing(built):
    Lifting.objects.update(lifted_at=timezone.now() - timedelta(days=100))
    words = page(name=PAGE)
    assert "sont conservés jusqu’au" in words
    assert "Dresser le bordereau" not in words
    assert send("list_sheet_destruction").status_code == 422


def test_while_somebody_asks_no_signature_is_invited_and_the_way_out_is_said(built):
    signed(built)
    assert "elle attend votre signature" in home(OMAR)
    destroying.dispute(built, 5, at=timezone.now())
    words = page(by=OMAR, name=PAGE)
    assert "sont gardés jusqu’à ce que tout cela ait pris fin" in words
    assert "Signer : ces bordereaux sont détruits" not in words
    assert "Retirer le bordereau" in words
    assert "elle attend votre signature" not in home(OMAR)
    assert "Quelqu’un s’enquiert d’une copie, et une liste de bordereaux" in home(OMAR)
    dispute = Dispute.objects.get()
    services.end_dispute(paper=built.paper, dispute_id=dispute.pk, reason="Jugé", by=ODILE, at=timezone.now())
    assert "Signer : ces bordereaux sont détruits" in page(by=OMAR, name=PAGE)


def test_while_a_batch_is_not_locked_nothing_is_offered_and_the_home_page_asks_for_the_lock_alone(built):
    Lock.objects.filter(batch__sequence=2).delete()
    words = page(name=PAGE)
    assert "Pas encore verrouillé, de CGE : B-BTS-2017-CGE-0002." in words
    assert "Dresser le bordereau" not in words
    assert "1 lot n’est pas verrouillé" in home()
    assert "bordereaux de notation ont été conservés" not in home()


def test_once_its_boxes_hold_something_else_no_signature_is_invited_and_the_way_out_is_said(built):
    signed(built)
    sheet_boxing.take_out(built.paper, "2")
    words = page(by=OMAR, name=PAGE)
    assert "ne peut plus être signé : le contenu des cartons a changé depuis" in words
    assert "Signer : ces bordereaux sont détruits" not in words
    assert "faites signer cette page" not in page(name=PAGE)
    assert "elle attend votre signature" not in home(OMAR)
    assert "Une liste de bordereaux de notation à détruire ne peut plus être signée" in home(OMAR)
    assert send("withdraw_sheet_destruction", by=OMAR, listed=CODE, reason="Un manque").status_code == 303
    listed(built)
    assert "ne peut plus être signée" not in home(OMAR)


def test_the_home_page_asks_for_it_in_an_archived_session_too_and_not_while_somebody_asks(built):
    assert "2 bordereaux de notation ont été conservés le temps prévu" in home()
    destroying.dispute(built, 5, at=timezone.now())
    assert "bordereaux de notation ont été conservés" not in home()
    dispute = Dispute.objects.get()
    services.end_dispute(paper=built.paper, dispute_id=dispute.pk, reason="Jugé", by=ODILE, at=timezone.now())
    archive(built, at=timezone.now())
    assert "2 bordereaux de notation ont été conservés le temps prévu" in home()
    signed(built)
    assert "elle attend votre signature" in home(OMAR)
    sheet_destroying.destroy(built, at=timezone.now())
    assert "bordereaux de notation" not in home()
