"""Who a candidate is, found and corrected on its page."""

import re

import pytest
from django.urls import reverse

from massicot.candidates import queries
from tests import cast, world
from tests.cast import CEDRES, ODILE
from tests.keeping import kept
from tests.web.office.reading import words_of
from tests.web.visitors import PAPER, signed_in

pytestmark = pytest.mark.django_db

built = kept(world.prepared)


@pytest.fixture
def odile(built):
    return signed_in(ODILE.login)


def row_of(built, rank=1):
    rows = queries.entry_rows(built.paper, centre_uai=CEDRES)
    return next(row for row in rows if row.candidate_number == cast.candidate_number(rank))


def page_of(built):
    return reverse("office:correct_candidate", kwargs=PAPER | {"entry_id": row_of(built).entry_id})


def shown_on(answer):
    """Read what the form of a page would send as it stands."""
    return dict(re.findall(r'<input[^>]* name="(\w+)" value="([^"]*)"', answer.content.decode()))


@pytest.mark.both("the database searches and sorts here")
def test_a_candidate_is_found_by_name_and_leads_to_the_correction(built, odile):
    assert reverse("office:find_candidate", kwargs=PAPER) in odile.get(reverse("office:imports")).content.decode()
    found = odile.get(reverse("office:find_candidate", kwargs=PAPER), {"nom": row_of(built).surname})
    assert page_of(built) in found.content.decode()


def test_a_name_is_corrected_with_a_reason(built, odile):
    typed = shown_on(odile.get(page_of(built))) | {"surname": "Nouveau"}
    refused = odile.post(page_of(built), typed | {"reason": ""})
    assert refused.status_code == 422
    assert shown_on(refused)["surname"] == "Nouveau"
    assert odile.post(page_of(built), typed | {"reason": "Acte de naissance"}).status_code == 303
    assert row_of(built).surname == "Nouveau"


def test_what_a_colleague_corrected_meanwhile_is_shown_and_not_overwritten(built, odile):
    typed = shown_on(odile.get(page_of(built))) | {"reason": "Acte de naissance"}
    odile.post(page_of(built), typed | {"surname": "Première"})
    refused = odile.post(page_of(built), typed | {"surname": "Seconde"})
    assert refused.status_code == 422
    assert "corrigé" in refused.content.decode()
    assert shown_on(refused)["surname"] == "Première"
    assert row_of(built).surname == "Première"


def test_who_it_was_stands_on_the_page_with_the_reason_and_who_corrected(built, odile):
    was = row_of(built)
    typed = shown_on(odile.get(page_of(built))) | {"surname": "Nouveau"}
    odile.post(page_of(built), typed | {"reason": "Acte de naissance"})
    shown = words_of(odile.get(page_of(built)))
    assert f"{was.surname} {was.first_names}" in shown.partition("Identité avant correction")[2]
    assert "Acte de naissance" in shown
    assert ODILE.login in shown.partition("Identité avant correction")[2]


def test_the_box_of_one_and_the_same_person_is_there_once_it_is_asked_for(built, odile):
    fresh = odile.get(page_of(built))
    assert "is_same_person" not in fresh.content.decode()
    typed = shown_on(fresh) | {"surname": "Nouveau", "born_on": "1990-05-05", "reason": "Acte de naissance"}
    refused = odile.post(page_of(built), typed)
    assert refused.status_code == 422
    assert 'type="checkbox" name="is_same_person"' in refused.content.decode()
    assert (shown_on(refused)["surname"], row_of(built).surname == "Nouveau") == ("Nouveau", False)
    assert odile.post(page_of(built), typed | {"is_same_person": "on"}).status_code == 303
    assert row_of(built).surname == "Nouveau"
