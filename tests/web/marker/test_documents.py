"""A marker hands a certificate in, reads it again, and finds nobody else's."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from lxml import html

from massicot.absences import queries
from massicot.absences.models import Absence
from massicot.absences.rules import absences
from massicot.accounts import queries as accounts
from massicot.deposits.queries import Deposit
from tests import cast
from tests.cast import ODILE
from tests.deposits import papers
from tests.hostile.client import HostileClient
from tests.keeping import kept
from tests.missions import calling
from tests.web.marker.test_missions import BOB, called
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db
built = kept(called)


@pytest.fixture
def bob(built, settings, tmp_path):
    (tmp_path / "key").write_text(cast.KEY.secret.hex(), encoding="ascii")
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(tmp_path / "key")
    client = HostileClient()
    client.force_login(accounts.account_by_email(BOB))
    return client


def letter_of(identifier):
    return calling.letters(assignment__person__identifier=identifier, state="valid")[-1]


def sent(content=None, name="arret.jpg"):
    return SimpleUploadedFile(name, papers.photograph() if content is None else content)


def announce(bob, **fields):
    row = letter_of("BOB")
    page = html.fromstring(bob.get(reverse("marker:mission", args=[row.code])).content)
    halves = page.xpath("//form[.//input[@name='document']]//input[@name='halves']/@value")
    typed = {"halves": halves, "kind": "illness", "words": "", "document": sent()}
    return row, bob.post(reverse("marker:cannot_come", args=[row.code]), typed | fields, follow=True)


def words_of(answer):
    return " ".join(html.fromstring(answer.content).text_content().split())


def test_a_certificate_goes_with_an_absence_and_is_read_again(bob):
    row, answer = announce(bob)
    assert "Document remis" in words_of(answer)
    (document,) = queries.documents_of(Absence.objects.get())
    assert f"à {timezone.localtime(document.kept_at):%-H} h" in words_of(answer).partition("Document remis")[2]
    where = [row.code, Absence.objects.get().pk]
    given = bob.get(reverse("marker:own_document", args=[*where, document.code]))
    assert (given["Content-Type"], b"Telephone" in given.content) == ("image/jpeg", False)
    assert "attachment" in given["Content-Disposition"]
    answer = bob.post(reverse("marker:hand_in_document", args=where), {"document": sent(papers.pdf(), "x.pdf")})
    assert (answer.status_code, Deposit.objects.count()) == (303, 2)


def test_a_person_hands_in_so_many_documents_and_no_more(bob, monkeypatch):
    monkeypatch.setattr(absences, "DOCUMENTS_AT_MOST", 1)
    row, _ = announce(bob)
    act = reverse("marker:hand_in_document", args=[row.code, Absence.objects.get().pk])
    answer = bob.post(act, {"document": sent(papers.pdf(), "x.pdf")})
    assert (answer.status_code, Deposit.objects.count()) == (422, 1)


def test_what_is_no_document_is_refused_and_nothing_is_announced(bob):
    _, answer = announce(bob, document=sent(b"MZ\x90", "certificat.pdf.exe"))
    assert answer.status_code == 422
    assert "n’est ni un PDF, ni une image JPEG ou PNG" in words_of(answer)
    assert (Absence.objects.count(), Deposit.objects.count()) == (0, 0)
    _, answer = announce(bob, document="")
    assert (answer.status_code, Absence.objects.count()) == (200, 1)


def test_the_document_of_another_is_not_there(bob, built):
    row, _ = announce(bob)
    absence = Absence.objects.get()
    Deposit.objects.update(about="absence:0")
    (code,) = Deposit.objects.values_list("code", flat=True)
    assert bob.get(reverse("marker:own_document", args=[row.code, absence.pk, code])).status_code == 404
    charlie = letter_of("CHARLIE")
    assert bob.get(reverse("marker:own_document", args=[charlie.code, absence.pk, code])).status_code == 404


def test_the_office_keeps_a_document_and_finds_it_on_the_page_of_the_absence(bob):
    announce(bob, document="")
    absence = Absence.objects.get()
    office = signed_in(ODILE.login)
    act = reverse("office:hand_in_document", args=[absence.pk])
    assert office.post(act, {}).status_code == 422
    page = office.post(act, {"document": sent(papers.pdf(), "x.pdf")}, follow=True)
    (document,) = queries.documents_of(absence)
    assert document.code in words_of(page)
    assert office.get(reverse("office:deposit", args=[document.code])).status_code == 200
