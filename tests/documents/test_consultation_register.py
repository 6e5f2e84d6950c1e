"""The register of consultations: each request by name, what became of it, and never the number of a script."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from massicot.core import codes
from massicot.documents.consultation_register import (
    ASKED_BY,
    BECAME,
    SEEN,
    ConsultationRegister,
    ListedConsultation,
    make_consultation_register,
)
from massicot.results.rules import consultations as rules
from massicot.results.rules.access import ASKERS
from massicot.results.rules.consultation_table import OUTCOMES

WAITING = ListedConsultation(
    surname="BŒUF-ÉGLÉ",
    first_names="Bob, Noël",
    candidate_number="01213990002",
    asked_by="candidate",
    proof="",
    received_on=date(2017, 7, 10),
    answer_by=date(2017, 8, 10),
    became="asked",
    answered_on=None,
    pages=None,
    price_cents=None,
    reason="",
)
COPIED = replace(WAITING, surname="AUBIN", asked_by="lawyer", proof="mandate", became="copied", pages=4, price_cents=72)
REFUSED = replace(WAITING, became="refused", answered_on=date(2017, 7, 21), reason="Copie numérisée ailleurs.")


@pytest.fixture
def register(heading):
    at = datetime(2017, 7, 24, 9, 30, tzinfo=ZoneInfo("Europe/Paris"))
    return ConsultationRegister(heading=heading, stood_at=at, lines=[WAITING, COPIED, REFUSED])


@pytest.fixture
def words(read):
    def printed(register):
        return " ".join(read(make_consultation_register(register)).text.replace("\N{ZERO WIDTH SPACE}", "").split())

    return printed


def test_each_request_is_told_with_what_became_of_it(register, words):
    text = words(register)
    for told in (
        "3 demandes à la date du lundi 24 juillet 2017 à 9 h 30. 1 attend sa réponse.",
        "BŒUF-ÉGLÉ Bob, Noël 01213990002",
        "répondre avant le 10/08/2017",
        "un avocat vu : mandat",
        "4 p. 0,72 €",
        "refusée Copie numérisée ailleurs. 21/07/2017",
        "page 1 / 1",
        "Division des examens et concours",
    ):
        assert told in text
    assert text.count("répondre avant") == 1
    assert not codes.number_within(text)


def test_without_a_request_it_says_so_and_a_long_one_numbers_its_pages(register, words, read):
    assert "Personne n’a demandé à voir une copie." in words(replace(register, lines=[]))
    pages = read(make_consultation_register(replace(register, lines=[REFUSED] * 60))).pages
    assert len(pages) > 2


def test_every_code_of_a_request_has_its_words():
    assert (set(ASKED_BY), set(BECAME), set(SEEN)) == (set(ASKERS), set(OUTCOMES), set(rules.PROOFS))
