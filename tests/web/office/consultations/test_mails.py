"""Where the mail is that answers a request: told before it is written, on its page, in the list and at home."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from massicot.post.models import Letter
from massicot.results import queries
from massicot.results.models import Consultation
from tests.cast import ODILE
from tests.keeping import kept
from tests.results import mailing
from tests.results.mailing import checked, leave, letter_of, mailed
from tests.web.office.lifting.lately import address, key_there, lifted_lately, read
from tests.web.office.reading import words_of
from tests.web.visitors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(key_there.__name__)]

built = kept(lifted_lately)

STUCK_AT_HOME = "1 demande de consultation a pour réponse un courriel qui ne part pas tout seul."
WAITING_AT_HOME = "1 demande de consultation attend sa réponse."


@pytest.fixture(autouse=True)
def _server(settings):
    settings.MASSICOT_EMAIL_URL = "smtp://mail.invalid"


def home():
    return words_of(signed_in(ODILE.login).get(reverse("office:home")))


def now(built, rank):
    return mailed(built, rank, received_on=timezone.localdate(), at=timezone.now())


def page_of(asked):
    return words_of(read("consultation", asked.pk))


@pytest.mark.parametrize(
    ("happens", "told", "listed"),
    [
        (mailing.is_refused, "n’a pas pu partir. Sa page dit pourquoi", "son courriel n’a pas pu partir"),
        (mailing.loses_its_copy, "numérisez la copie à nouveau", "la copie a été détruite"),
        (mailing.is_given_up, "a été abandonné, et ne partira plus", "son courriel a été abandonné"),
        (mailing.is_lost_on_the_line, "demandez s’il est arrivé", "on ne sait pas si son courriel est parti"),
    ],
    ids=["refused", "destroyed", "given up", "uncertain"],
)
def test_what_does_not_leave_by_itself_is_told_with_its_way_out(built, happens, told, listed):
    asked, other = now(built, 9), now(built, 5)
    happens(asked)
    page = page_of(asked)
    assert told in page
    assert "revenez sur la dernière étape" in page.lower()
    assert "Envoyée au demandeur" not in page
    content = read("consultation", asked.pk).content.decode()
    assert reverse("office:letter", args=[letter_of(asked).pk]) in content
    assert "<details open>" in content
    assert "<details open>" not in read("consultation", other.pk).content.decode()
    assert listed in words_of(read("consultations")).lower()
    assert STUCK_AT_HOME in home()
    assert WAITING_AT_HOME in home()


def test_what_waits_for_its_turn_is_told_so_and_once_it_left_on_which_day(built):
    asked = now(built, 9)
    assert "leaves with the next ones" in in_english(asked)
    assert "et part avec les suivants" in page_of(asked)
    assert "un courriel avec la copie a été écrit ; il n’est pas parti" in page_of(asked)
    assert (STUCK_AT_HOME in home(), WAITING_AT_HOME in home()) == (False, True)
    leave(at=timezone.now())
    page = page_of(asked)
    assert "Le courriel à iris@example.org est parti le" in page
    assert "envoyée par courriel, parti le" in page
    assert "Envoyée au demandeur" in page
    assert "demande de consultation" not in home()


def in_english(asked):
    page = signed_in(ODILE.login).get(address("consultation", asked.pk), headers={"Accept-Language": "en"})
    return words_of(page)


def test_without_a_mail_server_it_is_said_before_and_after_and_the_office_is_asked(built, settings):
    asked = checked(built, 9, received_on=timezone.localdate(), at=timezone.now())
    assert "MASSICOT_EMAIL_URL" not in page_of(asked)
    settings.MASSICOT_EMAIL_URL = ""
    assert "le courriel attendrait, et la demande avec lui" in page_of(asked)
    mailing.send(built, asked)
    page = page_of(asked)
    assert "aucun serveur de courrier n’est indiqué. Il partira quand" in page
    assert "attend un serveur de courrier, pour iris@example.org" in page
    assert STUCK_AT_HOME in home()
    assert WAITING_AT_HOME not in home()


def test_a_month_after_a_mail_that_never_left_its_silence_is_a_refusal(built):
    asked = now(built, 9)
    mailing.is_given_up(asked)
    Consultation.objects.update(received_on=timezone.localdate() - timedelta(days=40))
    assert "cela vaut refus" in page_of(asked)
    listed = words_of(read("consultations"))
    assert "refusée par le silence : répondez malgré tout (son courriel a été abandonné)" in listed
    assert "1 demande de consultation est restée un mois sans réponse" in home()
    assert STUCK_AT_HOME in home()


def test_the_list_has_what_has_not_left_first_by_a_filter_of_its_own_and_on_no_day(built):
    first, second = now(built, 9), now(built, 5)
    leave(at=timezone.now())
    assert letter_of(first).sent_at
    unsent, sent = (read("consultations", etat=state).content.decode() for state in ("unsent", "sent"))
    assert [address("consultation", one.pk) in unsent for one in (first, second)] == [False, True]
    assert [address("consultation", one.pk) in sent for one in (first, second)] == [True, False]
    whole = read("consultations").content.decode()
    assert whole.index(address("consultation", second.pk)) < whole.index(address("consultation", first.pk))
    lines = read("consultations", format="csv").content.decode().splitlines()
    answered = [line.split(";")[-2] for line in lines[1:]]
    assert [bool(day) for day in answered] == [False, True]


def test_a_letter_whose_copy_is_gone_is_not_told_as_refused_by_its_server(built):
    asked = now(built, 9)
    mailing.loses_its_copy(asked)
    page = words_of(signed_in(ODILE.login).get(reverse("office:letter", args=[Letter.objects.get().pk])))
    assert "n’a pas pu partir" in page
    assert "Ce document a été détruit" in page
    assert "Aucun serveur de courrier n’a refusé cette lettre" in page
    assert "Réponse du serveur" not in page
    assert "Vérifiez l’adresse" not in page


def test_the_page_of_a_copy_says_that_its_mail_has_not_left_before_it_is_destroyed(built):
    asked, other = now(built, 9), now(built, 5)
    told = "Un courriel qui n’est pas parti emporte ce document."
    assert [told in page_of_copy(one) for one in (asked, other)] == [True, True]
    leave(at=timezone.now())
    mailing.is_given_up(other)
    assert [told in page_of_copy(one) for one in (asked, other)] == [False, False]


def page_of_copy(asked):
    (copy,) = queries.copies_of(asked)
    return words_of(signed_in(ODILE.login).get(reverse("office:deposit", args=[copy.deposit.code])))
