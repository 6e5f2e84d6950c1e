"""The letter of a refusal: to whom, about whom, why, and how it is contested; never the number of a script."""

from dataclasses import replace
from datetime import date

import pytest

from massicot.core import codes
from massicot.documents.consultation_refusal import TO_WHOM, ConsultationRefusal, make_consultation_refusal
from massicot.results.rules.access import ASKERS


@pytest.fixture
def refusal(heading):
    return ConsultationRefusal(
        heading=heading,
        reference="BTS-2017-CGE-7",
        office=["Bureau des examens du post-bac", "1 rue de l’Exemple, 13000 Marseille", "04 00 00 00 00"],
        signatory="la cheffe de la division des examens et concours",
        surname="BŒUF-ÉGLÉ",
        first_names="Bob, Noël",
        candidate_number="01213990002",
        born_on=date(1998, 2, 3),
        asked_by="candidate",
        received_on=date(2017, 7, 10),
        refused_on=date(2017, 7, 21),
        reason="La copie a été numérisée : elle se demande à l’académie pilote.",
    )


@pytest.fixture
def words(read):
    def printed(refusal):
        text = read(make_consultation_refusal(refusal)).text
        return " ".join(text.replace("\N{ZERO WIDTH SPACE}", "").split())

    return printed


def test_it_says_who_asked_why_it_is_refused_and_how_that_is_contested(refusal, words):
    text = words(refusal)
    for told in (
        "au candidat BŒUF-ÉGLÉ Bob, Noël",
        "Numéro de candidat 01213990002",
        "Demande reçue le lundi 10 juillet 2017",
        "Le vendredi 21 juillet 2017",
        "La copie a été numérisée : elle se demande à l’académie pilote.",
        "deux mois à compter du jour où vous recevez cette lettre",
        "www.cada.fr",
        "tribunal administratif",
        "le jury en est seul juge",
        "la cheffe de la division des examens et concours",
        "page 1 / 1",
    ):
        assert told in text
    assert not codes.number_within(text)


def test_a_court_is_not_sent_before_the_commission_and_another_asker_is_named(refusal, words):
    assert "CADA" not in words(replace(refusal, asked_by="court"))
    assert "au conseil du candidat BŒUF-ÉGLÉ" in words(replace(refusal, asked_by="lawyer"))
    assert set(TO_WHOM) == set(ASKERS)


def test_a_long_reason_and_no_signatory_stay_on_their_page(refusal, read):
    printed = read(make_consultation_refusal(replace(refusal, reason="Le dossier attend. " * 26, signatory="")))
    assert len(printed.pages) == 1
    assert "Le bureau des examens" in printed.text
