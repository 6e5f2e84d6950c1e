"""docs/undo.md, row by row: what an exam centre certifies of its header strips."""

import pytest

from massicot.anonymity import queries
from massicot.anonymity import services as anonymity
from massicot.scripts.rules import StripsCertified
from tests import destroying
from tests.cast import CEDRES, CLAIRE
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
