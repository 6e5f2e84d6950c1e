"""The line of a mark sheet on the page of its request: kept, confirmed by somebody else, sent, taken back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from massicot.results import queries
from tests.cast import ODILE, OMAR
from tests.deposits import papers
from tests.keeping import kept
from tests.results.mailing import checked
from tests.web.office.lifting.lately import address, key_there, lifted_lately
from tests.web.office.reading import words_of
from tests.web.visitors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(key_there.__name__)]

built = kept(lifted_lately)


@pytest.fixture
def asked(built):
    return checked(built, 9)


def page(asked, by=ODILE):
    return words_of(signed_in(by.login).get(address("consultation", asked.pk)))


def press(name, asked, by=ODILE, **fields):
    return signed_in(by.login).post(address(name, asked.pk), fields)


def mask(asked, content=None):
    return press("keep_extract", asked, picture=SimpleUploadedFile("b.jpg", content or papers.picture()))


def code_of(asked):
    return queries.extract_of(asked).code


def test_it_says_what_comes_next_to_whoever_masked_it_and_to_the_other(asked):
    assert mask(asked).status_code == 303
    own, others = page(asked), page(asked, OMAR)
    for words in (own, others):
        assert f"Masquée par {ODILE.login}" in words
        assert f"Ouvrir {code_of(asked)}" in words
    assert "Rien d’autre n’est lisible" not in own
    assert "Rien d’autre n’est lisible" in others
    assert press("confirm_extract", asked, OMAR, code=code_of(asked)).status_code == 303
    assert f"confirmée par {OMAR.login}" in page(asked)


def test_the_other_person_reads_the_picture_that_is_kept(asked):
    mask(asked)
    answer = signed_in(OMAR.login).get(reverse("office:read_deposit", args=[code_of(asked)]))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")


@pytest.mark.parametrize(
    ("content", "told"),
    [(papers.pdf(), "ce qui est masqué dans un PDF"), (b"=1+1", "n’est ni un PDF, ni une image")],
)
def test_what_is_no_picture_is_refused_on_the_page(asked, content, told):
    answer = mask(asked, content)
    assert answer.status_code == 422
    assert told in words_of(answer)
    assert queries.extract_of(asked) is None


def test_what_was_done_meanwhile_is_told_whatever_the_page_showed(asked):
    mask(asked)
    code = code_of(asked)
    for name, told in (("keep_extract", "déjà conservée"), ("confirm_extract", "une autre personne")):
        fields = (
            {"picture": SimpleUploadedFile("b.jpg", papers.picture())} if name == "keep_extract" else {"code": code}
        )
        answer = press(name, asked, **fields)
        assert (answer.status_code, told in words_of(answer)) == (422, True)
    sent = press("note_sent", asked, seen=2)
    assert (sent.status_code, "attend une deuxième personne" in words_of(sent)) == (422, True)
    assert press("take_back_extract", asked, code=code).status_code == 303
    assert press("take_back_extract", asked, code=code).status_code == 422


def test_the_mail_takes_along_the_line_that_the_page_showed(asked):
    mask(asked)
    code = code_of(asked)
    press("confirm_extract", asked, OMAR, code=code)
    assert (
        f'name="extract" value="{code}"'
        in signed_in(ODILE.login).get(address("consultation", asked.pk)).content.decode()
    )
    scan = SimpleUploadedFile("scan.pdf", papers.pdf())
    fields = {"copy": scan, "to": "iris@example.org", "seen": 2}
    assert press("send_script_copy", asked, **fields).status_code == 422
    scan.seek(0)
    assert press("send_script_copy", asked, **fields, extract=code).status_code == 303
    assert all(copy.letter for copy in queries.copies_of(asked))
    assert press("take_back_extract", asked, code=code).status_code == 422
