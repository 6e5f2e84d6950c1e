"""A copy sent by mail from the page of its request: read behind the door, listed with its mail and its day."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from massicot.deposits import queries as deposits
from massicot.post.models import Letter
from massicot.results import queries
from massicot.results.models import Consultation
from tests.cast import ODILE, candidate_number
from tests.deposits import papers
from tests.keeping import kept
from tests.web.office.lifting.lately import address, key_there, lifted_lately, read
from tests.web.office.reading import words_of
from tests.web.visitors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(key_there.__name__)]

built = kept(lifted_lately)


@pytest.fixture
def asked(built):
    send(
        "ask_consultation",
        candidate_number=candidate_number(9),
        born_on="1997-03-01",
        asked_by="candidate",
        received_on=timezone.localdate().isoformat(),
    )
    row = Consultation.objects.get()
    send("check_asker", row.pk, proof="passport", seen=1)
    return row


def send(name, *more, **fields):
    return signed_in(ODILE.login).post(address(name, *more), fields)


def mail(asked, content=None, **fields):
    scan = SimpleUploadedFile("NOM Prénom.pdf", papers.pdf() if content is None else content)
    return send("send_script_copy", asked.pk, **{"copy": scan, "to": "iris@example.org", "seen": 2, **fields})


def test_it_waits_to_leave_and_its_page_says_to_whom_and_until_when(asked, settings):
    settings.MASSICOT_EMAIL_URL = "smtp://mail.invalid"
    assert mail(asked).status_code == 303
    (copy,) = queries.copies_of(asked)
    page = words_of(read("consultation", asked.pk))
    assert "Envoyée au demandeur" not in page
    assert "Son courriel attend de partir" in page
    assert f"{copy.deposit.code} – attend de partir pour iris@example.org, à détruire le" in page
    assert "Un message qui n’est pas parti est abandonné, et la copie est détruite" in page
    assert address("consultation", asked.pk) in listed_documents()
    assert deposits.content_of(copy.deposit.code).pages == 1


def listed_documents():
    return signed_in(ODILE.login).get(reverse("office:deposits")).content.decode()


@pytest.mark.parametrize(
    ("content", "fields", "told"),
    [
        (b"=1+1", {}, "n’est ni un PDF, ni une image"),
        (b"", {}, "Ce fichier est vide"),
        (None, {"to": "iris"}, "adresse"),
        (None, {"to": ""}, "Tapez l’adresse"),
        (None, {"seen": 1}, "n’en est plus où cette page la montrait"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_kept_or_sent(asked, content, fields, told):
    answer = mail(asked, content, **fields)
    assert answer.status_code == 422
    assert told in words_of(answer)
    assert (queries.copies_of(asked), Letter.objects.filter(to__startswith="iris").count()) == ([], 0)
