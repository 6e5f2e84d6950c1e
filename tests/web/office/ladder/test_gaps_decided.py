"""What the office decided of a gap that is another one by now, or none any more: told, decided anew, settled."""

import re
from types import SimpleNamespace

import pytest
from django.urls import reverse

from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.results.models import GapDecision
from tests import cast, later_world, world
from tests.cast import ARRIVAL, MARC
from tests.keeping import kept
from tests.web.office.reading import fields_of, words_of
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db

PAPER = {"session": "BTS-2017", "paper": "CGE"}
GAP, SETTLE = reverse("office:decide_gap", kwargs=PAPER), reverse("office:settle_decision", kwargs=PAPER)
LADDER, HOME = reverse("office:ladder", kwargs=PAPER), reverse("office:home")


def one_of_each():
    """One script of Les Cèdres is missing; of the two of its parcel for the hub one came."""
    built = later_world.with_one_lost()
    code = world.packed_for_the_hub(built).code
    world.send(code)
    consignments.receive_parcel(code=code, by=MARC, at=ARRIVAL)
    count(code, 1)
    return SimpleNamespace(built=built, code=code, number=later_world.number_of(built, 1))


here = kept(one_of_each)


def count(code, arrived):
    """Count what arrived in a parcel without numbers."""
    counts = {"90003": arrived}
    consignments.acknowledge_counts(code=code, counts=counts, gap_reason="Paquet ouvert", by=MARC, at=ARRIVAL)


def recount(code, arrived):
    """Count it anew."""
    consignments.reopen_reception(code=code, reason="Recompte", by=MARC, at=ARRIVAL)
    count(code, arrived)


@pytest.fixture
def office(here):
    """Somebody of the office, in their browser."""
    return visitor(here.built, "office")


def decide(office, key, reason):
    form = fields_of(office.get(GAP, {"key": key})) | {"decision": "lost", "reason": reason}
    return office.post(GAP, form)


def test_a_gap_that_grew_is_shown_open_beside_what_was_decided_of_it(here, office):
    key = f"arrival-count:{here.code}"
    assert decide(office, key, "Une perdue.").status_code == 303
    recount(here.code, 0)
    rung = words_of(office.get(reverse("office:rung", kwargs={**PAPER, "slug": "reception"}), {"etat": "open"}))
    assert "décidé quand les chiffres étaient 2 et 1 : perdue – Une perdue." in rung
    page = words_of(office.get(GAP, {"key": key}))
    assert f"{cast.ODILE.login}, " in page
    assert "Les deux comptes étaient alors 2 et 1." in page
    assert decide(office, key, "Deux perdues.").status_code == 303
    assert GapDecision.objects.filter(key=key).count() == 2


def test_a_page_that_shows_other_figures_decides_nothing_and_keeps_what_was_typed(here, office):
    form = fields_of(office.get(GAP, {"key": f"arrival-count:{here.code}"})) | {"decision": "lost", "reason": "Une."}
    recount(here.code, 0)
    refused = office.post(GAP, form)
    assert (refused.status_code, GapDecision.objects.exists()) == (422, False)
    assert "ce sont maintenant 2 et 0" in words_of(refused)
    again = fields_of(refused)
    assert (again["reason"], again["seen"].split()[0]) == ("Une.", "2/0")
    assert office.post(GAP, again).status_code == 303


def test_the_ladder_counts_open_gaps_in_the_words_of_the_home_page(here, office):
    ladder, home = words_of(office.get(LADDER)), words_of(office.get(HOME))
    assert "1 écart est à examiner." in ladder
    assert "1 écart est à examiner." in home
    assert "1 copie est manquante." in ladder
    assert "1 copie est manquante." in home
    assert re.search(r"En cours : \d+ différences se ferment d’elles-mêmes", ladder)


def test_a_script_decided_lost_that_is_there_after_all_waits_for_a_word_of_the_office(here, office):
    key, code = f"missing-script:{here.number}", parcels.announcement_of(here.number).parcel
    decide(office, key, "Introuvable.")
    assert "finalement là" not in words_of(office.get(HOME))
    consignments.find_script(code=code, number=here.number, by=MARC, at=cast.later())
    assert "1 copie dont vous aviez décidé du sort est finalement là" in words_of(office.get(HOME))
    assert "Décidé, et qui n’est plus un écart" in words_of(office.get(LADDER))
    page = office.get(GAP, {"key": key})
    assert "perdue – Introuvable." in words_of(page)
    told = office.post(SETTLE, fields_of(page) | {"reason": "La copie compte."})
    assert told["Location"] == LADDER
    assert "finalement là" not in words_of(office.get(HOME))
    assert "La copie compte." in words_of(office.get(GAP, {"key": key}))


def test_where_a_script_is_says_what_was_decided_of_it_though_it_is_there(here, office):
    decide(office, f"missing-script:{here.number}", "Introuvable.")
    code = parcels.announcement_of(here.number).parcel
    consignments.find_script(code=code, number=here.number, by=MARC, at=cast.later())
    words = words_of(office.get(reverse("office:where"), {"quoi": here.number}))
    assert "perdue – Introuvable." in words


def test_a_word_that_is_not_given_is_asked_for_on_the_same_page(here, office):
    key = f"missing-script:{here.number}"
    decide(office, key, "Introuvable.")
    answer = office.post(SETTLE, {"key": key, "reason": "Elle compte."})
    assert answer.status_code == 422
    assert "La copie est toujours manquante" in words_of(answer)


def test_the_page_of_a_gap_says_what_becomes_of_the_candidate(here, office):
    lacks = words_of(office.get(f"{GAP}?key=missing-script:{here.number}"))
    assert "Perdue Le candidat n’a pas de note : MQ (copie manquante, sans note)" in lacks
    assert "convoquez-le" in lacks
    counts = words_of(office.get(f"{GAP}?key=arrival-count:{here.code}"))
    assert ("Le résultat d’aucun candidat ne change" in counts, "MQ" in counts) == (True, False)
