"""A document that somebody handed in, on the office's page: read, kept while a dispute lasts, destroyed."""

from datetime import date

import pytest
from django.urls import reverse

from massicot.deposits import queries, services
from tests import cast, world
from tests.cast import EVENING, ODILE
from tests.deposits.papers import CERTIFICATE
from tests.keeping import kept
from tests.web.examcentre.desk import text_of
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db
built = kept(world.prepared)


@pytest.fixture
def code(built, settings, tmp_path):
    (tmp_path / "key").write_text(cast.KEY.secret.hex(), encoding="ascii")
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(tmp_path / "key")
    told = {"about": "absence:1", "destroy_on": date(2017, 9, 30), "by": ODILE, "at": EVENING}
    return services.keep_document(document=CERTIFICATE, **told).code


@pytest.fixture
def odile(built):
    return signed_in(ODILE.login)


def address(code, act=""):
    return reverse(f"office:{act}deposit", args=[code])


def do(odile, code, act, **fields):
    return odile.post(address(code, f"{act}_"), fields, follow=True)


def test_the_page_says_what_a_document_is_and_until_when_and_gives_it(code, odile):
    page = odile.get(address(code))
    assert "PDF, 1 page, 22" in text_of(page)
    assert "Sera détruit le 30 septembre 2017." in text_of(page)
    given = odile.get(address(code, "read_"))
    assert given.content == CERTIFICATE.content
    assert given["Content-Disposition"] == f'attachment; filename="{code.lower()}.pdf"'
    assert given["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
    assert "no-store" in given["Cache-Control"]


def test_a_dispute_keeps_a_document_until_it_is_over(code, odile):
    page = do(odile, code, "freeze", dispute="TA 2017-114")
    assert "Retenu par un litige : TA 2017-114." in text_of(page)
    assert "Détruire le document" not in text_of(page)
    refused = do(odile, code, "destroy", reason="mistake")
    assert refused.status_code == 422
    assert "Un litige retient ce document (TA 2017-114)" in text_of(refused)
    page = do(odile, code, "unfreeze")
    assert "Sera détruit le 30 septembre 2017." in text_of(page)
    assert do(odile, code, "unfreeze").status_code == 422


def test_a_freeze_without_a_dispute_is_refused_on_the_page(code, odile):
    refused = do(odile, code, "freeze", dispute="")
    assert (refused.status_code, queries.deposit_by_code(code).frozen_at) == (422, None)
    assert "la référence du dossier, sans nom" in text_of(refused)


def test_a_document_is_destroyed_for_a_reason_and_opens_to_nobody(code, odile):
    assert do(odile, code, "destroy").status_code == 422
    page = do(odile, code, "destroy", reason="asked")
    assert "demandé par la personne concernée." in text_of(page)
    assert "Ouvrir le document" not in text_of(page)
    given = odile.get(address(code, "read_"))
    assert (given.status_code, b"Ce document a" in given.content) == (422, True)
    assert do(odile, code, "destroy", reason="asked").status_code == 422


def test_a_code_of_nothing_is_no_page(built, odile):
    assert odile.get(address("D-ABCDEFGHJK")).status_code == 404
