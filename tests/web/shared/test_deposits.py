"""A document sent in from any desk and given back: what the field refuses, and what a browser is told of it."""

from threading import BoundedSemaphore

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from massicot.config.server import front
from massicot.deposits import services
from massicot.deposits.rules import BYTES_AT_MOST, DepositKind, Document
from massicot.web.shared import deposits
from massicot.web.shared.deposits import DocumentField, give_document
from tests.cast import EVENING, KEY, ODILE
from tests.deposits import papers


class HandedInForm(forms.Form):
    """A form of some desk."""

    document = DocumentField(required=False)


def sent(content, name="arret.pdf"):
    return HandedInForm({}, {"document": SimpleUploadedFile(name, content, "text/html")})


def test_a_form_gives_a_document_that_was_read():
    form = sent(papers.photograph(), name="../../x.exe")
    assert form.is_valid()
    document = form.cleaned_data["document"]
    assert (document.kind, document.pages) == (DepositKind.JPEG, 1)
    assert b"Telephone" not in document.content


def test_a_form_without_a_document_gives_none():
    form = HandedInForm({}, {})
    assert form.is_valid()
    assert form.cleaned_data["document"] is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "This file is empty"),
        (b"MZ", "no PDF and no JPEG"),
        (b"%PDF-" + bytes(BYTES_AT_MOST), "larger than 10 MB"),
    ],
    ids=["no byte", "a program", "too long"],
)
def test_a_form_says_what_to_do_with_what_is_no_document(content, words, settings):
    settings.LANGUAGE_CODE = "en"
    form = sent(content)
    assert words in form.errors["document"][0]


def test_documents_that_burn_do_not_take_every_thread_of_a_process(monkeypatch, settings):
    assert deposits.READ_AT_ONCE < front.THREADS
    settings.LANGUAGE_CODE = "en"
    monkeypatch.setattr(deposits, "_READERS", BoundedSemaphore(1))
    with deposits._READERS:
        assert "just now" in sent(papers.photograph()).errors["document"][0]
    assert sent(b"MZ").errors
    assert sent(papers.photograph()).is_valid()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "content_type", "file"),
    [("pdf", "application/pdf", "arret-de-travail.pdf"), ("jpeg", "image/jpeg", "arret-de-travail.jpg")],
)
def test_a_document_is_given_as_a_file_that_no_browser_runs(settings, tmp_path, kind, content_type, file):
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(tmp_path / "key")
    (tmp_path / "key").write_text(KEY.secret.hex(), encoding="ascii")
    document = Document(DepositKind(kind), b"<script>", 1)
    row = services.keep_document(document=document, about="absence:1", destroy_on=None, by=ODILE, at=EVENING)
    response = give_document(row.code, "Arrêt de travail")
    assert response.content == b"<script>"
    assert response.headers == {
        "Content-Type": content_type,
        "Content-Disposition": f'attachment; filename="{file}"',
        "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
    }
