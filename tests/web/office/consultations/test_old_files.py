"""Files that were kept long enough, on the screen: asked for on the home page, listed, erased as many as were seen."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from massicot.exams.models import Session
from massicot.results.models import Consultation, ConsultationMove, Lifting
from massicot.results.rules.consultations import AskerProof, ConsultationStep
from tests import later_world
from tests.cast import ODILE
from tests.keeping import kept
from tests.results.asking import ask, follow
from tests.web.office.reading import words_of
from tests.web.visitors import PAPER, signed_in

pytestmark = pytest.mark.django_db


def refused_long_ago():
    """A request that was refused, thirteen months ago."""
    made = later_world.lifted()
    asked = ask(made, 9)
    follow(made, asked, ConsultationStep.CHECK, proof=AskerProof.IDENTITY_CARD)
    follow(made, asked, ConsultationStep.REFUSE, words="Absent")
    long_ago = timezone.now() - timedelta(days=400)
    Lifting.objects.update(lifted_at=long_ago)
    ConsultationMove.objects.update(taken_on=long_ago.date())
    return made


built = kept(refused_long_ago)


def visit(name):
    return words_of(signed_in(ODILE.login).get(reverse(f"office:{name}", kwargs=PAPER)))


def home():
    return words_of(signed_in(ODILE.login).get(reverse("office:home")))


def send(seen):
    client = signed_in(ODILE.login)
    shown = client.get(reverse("office:old_files", kwargs=PAPER)).context["shown_form"].initial
    return client.post(reverse("office:erase_files", kwargs=PAPER), {"seen": seen, "which": shown["which"]})


def test_it_is_asked_for_listed_with_what_remains_and_erased(built):
    assert "Des dossiers de demandes ou de litiges ont été conservés le temps prévu" in home()
    words = visit("old_files")
    assert "1 dossier a été conservé le temps prévu" in words
    assert "demande de consultation" in words
    assert "le journal, qui dit par numéro de candidat qui a demandé, quand, ce qui fut répondu et pourquoi" in words
    assert "Effacer 1 dossier" in words
    assert send("1").status_code == 303
    assert not Consultation.objects.exists()
    assert "il n’y a rien à effacer" in visit("old_files")
    assert "Des dossiers de demandes" not in home()


def test_it_is_asked_for_in_an_archived_session_of_which_nothing_lies_in_a_box(built):
    Session.objects.update(archived_at=timezone.now(), archived_reason="Terminée")
    assert "Des dossiers de demandes ou de litiges ont été conservés le temps prévu" in home()
    assert send("1").status_code == 303
    assert "Des dossiers de demandes" not in home()


def test_a_page_that_showed_others_is_refused_and_shown_anew(built):
    for seen in ("2", "", "x"):
        answer = send(seen)
        assert answer.status_code == 422
    forged = {"seen": "1", "which": "0" * 16}
    assert signed_in(ODILE.login).post(reverse("office:erase_files", kwargs=PAPER), forged).status_code == 422
    anew = send("7")
    assert "Effacer 1 dossier" in words_of(anew)
    assert "ne sont plus ceux que montrait cette page" in words_of(anew)
    assert 'name="seen" value="1"' in anew.content.decode()
    assert Consultation.objects.count() == 1


def test_before_their_months_have_passed_nothing_is_offered(built):
    ConsultationMove.objects.update(taken_on=timezone.localdate())
    assert "Effacer" not in visit("old_files").replace("Dossiers à effacer", "")
    assert "Des dossiers de demandes" not in home()
