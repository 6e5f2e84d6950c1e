"""A head of institution announces and confirms absences of the staff; reads who, when, of which kind, and no more."""

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from massicot.absences.models import Absence
from massicot.absences.rules import Who
from massicot.absences.rules.absences import SaidOfAbsence
from massicot.accounts import queries as accounts
from massicot.missions.queries import convocations, letters
from massicot.missions.rules import ConvocationState
from massicot.missions.rules.replacements import written_halves
from tests.absences import absent
from tests.cast import MURIERS, TILLEULS
from tests.hostile.client import HostileClient
from tests.keeping import kept
from tests.missions import calling
from tests.web.school.test_convened import SONIA, convened

pytestmark = pytest.mark.django_db
built = kept(convened)
HOME = reverse("school:home")
WORDS = "Opération du genou"


@pytest.fixture
def head(built):
    client = HostileClient()
    client.force_login(accounts.account_by_email(SONIA))
    return client


def letter():
    return calling.letters(assignment__person__identifier="BOB")[0]


def address(name="absences", *more, uai=TILLEULS):
    return reverse(f"school:{name}", args=[uai, letter().code, *more])


def words_of(answer):
    return " ".join(html.fromstring(answer.content).text_content().split())


def said():
    called = letters.halves_called(convocations.facts_of(letter()))
    return {"halves": [written_halves([half]) for half in called], "kind": "illness", "words": ""}


@pytest.fixture
def absence(built):
    return absent.of_letter(letter(), said=SaidOfAbsence("illness", WORDS), at=timezone.now())


def test_a_head_announces_nothing_of_whoever_a_newer_letter_calls_from_another_institution(head):
    before, sent = letter(), said()
    address_before = address()
    rows = type(before).objects.filter(pk=before.pk)
    newer = rows.get()
    newer.pk, newer.code, newer.issue, newer.institution_uai = None, "C-MOVED", newer.issue + 1, MURIERS
    rows.update(state=ConvocationState.REPLACED)
    newer.save()
    answer = head.post(address_before, sent)
    assert answer.status_code == 422
    assert "Cette convocation ne vaut plus" in words_of(answer)
    assert not Absence.objects.exists()


def test_a_head_announces_and_withdraws_an_absence_of_their_staff(head):
    answer = head.post(address(), said())
    assert (answer.status_code, answer["Location"]) == (303, address())
    absence = Absence.objects.get()
    assert (absence.way, absence.institution_uai) == (Who.HEAD, TILLEULS)
    act = address("withdraw_absence", absence.pk)
    assert head.post(act, {"reason": ""}).status_code == 422
    assert head.post(act, {"reason": "Erreur"}).status_code == 303
    assert Absence.objects.get().state == "withdrawn"


def test_who_sends_an_old_page_is_told_what_the_half_days_became(head):
    assert head.post(address(), said()).status_code == 303
    again = head.post(address(), said())
    assert (again.status_code, "rien n’a été noté deux fois" in words_of(again)) == (422, True)
    tampered = head.post(address(), said() | {"halves": ["morning"]})
    assert (tampered.status_code, Absence.objects.count()) == (422, 1)


def test_what_a_head_announced_has_their_word_and_is_not_to_be_confirmed(head):
    head.post(address(), said())
    assert "à confirmer" not in words_of(head.get(HOME))
    assert "Je confirme" not in words_of(head.get(address()))
    assert "à confirmer" not in words_of(head.get(reverse("school:absences_to_confirm", args=[TILLEULS])))


def test_once_one_half_day_is_said_none_of_the_others_is_ticked(head):
    first, *others = said()["halves"]
    head.post(address(), {**said(), "halves": [first]})
    page = html.fromstring(head.get(address()).content)
    assert len(page.xpath("//input[@name='halves']")) == len(others)
    assert not page.xpath("//input[@name='halves'][@checked]")
    assert "Reste attendu" in " ".join(page.text_content().split())


def test_an_absence_is_confirmed_once_and_asked_for_no_more(head, absence):
    assert "1 absence de vos personnels est à confirmer" in words_of(head.get(HOME))
    assert "BADIANE" in words_of(head.get(reverse("school:absences_to_confirm", args=[TILLEULS])))
    act = address("confirm_absence", absence.pk)
    assert head.post(act).status_code == 303
    assert head.post(act).status_code == 422
    assert "à confirmer" not in words_of(head.get(HOME))


def test_a_confirmation_given_by_mistake_is_taken_back_and_asked_for_again(head, absence):
    head.post(address("confirm_absence", absence.pk))
    assert "confirmée par erreur" in words_of(head.get(address()))
    act = address("unconfirm_absence", absence.pk)
    assert head.post(act).status_code == 303
    assert "1 absence de vos personnels est à confirmer" in words_of(head.get(HOME))
    assert head.post(act).status_code == 422


def test_a_head_reads_the_kind_and_the_days_and_not_the_words(head, absence):
    lists = (reverse(f"school:{name}", args=[TILLEULS]) for name in ("absences_to_confirm", "convened"))
    pages = [address(), *lists]
    told = [head.get(page).content.decode() for page in pages]
    assert "maladie" in told[0]
    assert not [page for page in told if WORDS in page]


def test_nobody_reads_told_of_whoever_is_announced_absent(head, absence):
    page = words_of(head.get(reverse("school:convened", args=[TILLEULS])))
    assert "absence annoncée" in page


def test_the_staff_of_another_institution_is_not_there(head, absence):
    assert head.get(address(uai=MURIERS)).status_code == 404
    assert head.post(address("confirm_absence", 0)).status_code == 404


def test_what_follows_for_the_person_is_not_told_to_their_head(head, absence):
    Absence.objects.update(state="deducted")
    page = words_of(head.get(address()))
    assert "Réponse donnée par le bureau des examens" in page
    assert "retenue" not in page


def test_an_old_letter_opens_no_absence_of_somebody_who_left_the_institution(head, absence):
    Absence.objects.update(institution_uai=MURIERS)
    assert "maladie" not in words_of(head.get(address()))
    assert head.post(address("confirm_absence", absence.pk)).status_code == 404
    assert words_of(head.get(reverse("school:substitutes", args=[TILLEULS]))).count("BADIANE") == 0
