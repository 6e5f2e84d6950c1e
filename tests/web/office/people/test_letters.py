"""The outbox on screen: what waits, what is stuck and why, sent again or given up."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from massicot.post import queries, services
from massicot.post.models import Letter
from massicot.post.rules import LetterState
from tests import world
from tests.cast import ODILE
from tests.keeping import kept
from tests.web.office.reading import words_of
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db

NOON = datetime(2017, 4, 25, 12, tzinfo=UTC)

built = kept(world.opened)


@pytest.fixture
def office(built):
    return visitor(built, "office")


@pytest.fixture
def letter(built):
    return services.write_letter(to="claire@cedres.invalid", subject="Accès", body="Lien secret", by=ODILE, at=NOON)


def become(letter, state, said=""):
    Letter.objects.filter(pk=letter.pk).update(state=state, said=said)


def test_letters_that_wait_say_that_no_mail_server_is_named(office, letter, settings):
    page = words_of(office.get(reverse("office:letters")))
    assert "1 lettre attend de partir" in page
    assert "MASSICOT_EMAIL_URL" in page
    settings.MASSICOT_EMAIL_URL = "smtp://mail.invalid"
    assert "MASSICOT_EMAIL_URL" not in words_of(office.get(reverse("office:letters")))


def test_a_refused_letter_is_shown_with_the_words_of_the_server(office, letter):
    become(letter, LetterState.REFUSED, "550 No such person here")
    assert "1 lettre n’a pas pu partir" in words_of(office.get(reverse("office:letters")))
    page = words_of(office.get(reverse("office:letter", args=[letter.pk])))
    assert "Réponse du serveur 550 No such person here" in page
    assert "Vérifiez l’adresse" in page
    assert "Lien secret" not in page


@pytest.mark.parametrize(("act", "state"), [("send_again", LetterState.WAITING), ("give_up", LetterState.GIVEN_UP)])
def test_a_stuck_letter_is_sent_again_or_given_up(office, letter, act, state):
    become(letter, LetterState.UNCERTAIN)
    assert office.post(reverse(f"office:{act}", args=[letter.pk])).status_code == 303
    assert queries.letter_by_id(letter.pk).state == state


def test_a_letter_that_left_meanwhile_is_told_with_a_sentence(office, letter):
    Letter.objects.filter(pk=letter.pk).update(state=LetterState.SENT, sent_at=NOON)
    answer = office.post(reverse("office:give_up", args=[letter.pk]))
    assert answer.status_code == 422
    assert "changé depuis" in words_of(answer)


def test_letters_are_filtered_by_state(office, letter):
    address = reverse("office:letters")
    assert letter.to in words_of(office.get(f"{address}?etat=waiting"))
    assert letter.to not in words_of(office.get(f"{address}?etat=refused"))
