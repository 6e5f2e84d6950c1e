"""docs/undo.md, row by row: what an exam centre certifies of its header strips."""

import pytest

from massicot.anonymity import queries
from massicot.anonymity import services as anonymity
from massicot.scripts import queries as scripts
from massicot.scripts.rules import StripsCertified
from tests import destroying
from tests.cast import CEDRES, CLAIRE, ODILE
from tests.destroying import DESTROYED
from tests.test_undo import undoes

pytestmark = pytest.mark.django_db


@undoes("header strips certified as destroyed")
def test_a_certificate_signed_by_mistake_is_taken_back_and_they_are_due_again():
    built = destroying.destroyed()
    where = {"paper": built.paper, "centre_uai": CEDRES, "by": CLAIRE, "at": DESTROYED}
    due = queries.strips_due(built.paper, CEDRES)
    anonymity.certify_strips(certified=StripsCertified(count=due, signed_by="Mme Roux"), **where)
    assert queries.strips_due(built.paper, CEDRES) == 0
    [row] = destroying.certified_strips(built)
    anonymity.take_back_certificate(destruction_id=row.pk, reason="Pas encore détruits", **where)
    assert queries.strips_due(built.paper, CEDRES) == due > 0


@undoes("header strips not found at their destruction: noted")
def test_a_note_on_strips_that_were_not_found_is_taken_back_and_they_are_asked_about_again():
    built = destroying.destroyed()
    due = queries.strips_due(built.paper, CEDRES)
    destroying.certify(built, count=due - 1, reason="Un introuvable")
    [row] = destroying.certified_strips(built)
    where = {"paper": built.paper, "destruction_id": row.pk, "by": ODILE, "at": DESTROYED}
    anonymity.note_strips_not_found(word="Centre appelé", **where)
    assert not scripts.strips_not_found().exists()
    anonymity.ask_strips_again(reason="Retrouvé dans une autre boîte", **where)
    assert scripts.strips_not_found().get().pk == row.pk
