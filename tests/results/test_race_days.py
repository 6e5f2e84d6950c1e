"""The office decides of a script while its centre opens its day again: one of them is refused."""

import pytest

from massicot.consignments import services as parcels
from massicot.results import queries, services
from massicot.results.models import GapDecision
from massicot.results.rules import Decision, decisions
from massicot.results.rules.decisions import ScriptsDecided
from massicot.scripts import queries as scripts
from tests import world
from tests.cast import CEDRES, CLAIRE, EVENING, ODILE
from tests.consignments.test_left_out import pack
from tests.racing import meanwhile

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]


@pytest.fixture
def acts():
    """A script left out of a parcel that is open again: deciding of it, and opening the day."""
    built = world.sat()
    lost = next(iter(scripts.in_hand_of_centre(built.paper.pk, CEDRES)))
    parcels.unpack_parcel(code=pack(built, 5, [lost]).code, reason="Trop tôt", by=CLAIRE, at=EVENING)
    key = f"left-out:{lost}"
    seen = next(gap.figures for gap in queries.ladder(built.paper).gaps if gap.key == key)
    said = {"key": key, "seen": seen, "decision": Decision.LOST, "reason": "Introuvable", "by": ODILE}
    where = {"centre_uai": CEDRES, "reason": "Un absent", "by": CLAIRE}
    both = {"paper": built.paper, "at": EVENING}
    return lambda: services.decide_gap(**said, **both), lambda: services.reopen_day(**where, **both)


def test_a_day_is_not_opened_behind_a_decision(acts):
    decide, reopen = acts
    assert [type(answer) for answer in meanwhile(decide, reopen)] == [type(None), ScriptsDecided]


def test_nothing_is_decided_behind_a_day_opened_again(acts):
    decide, reopen = acts
    assert [type(answer) for answer in meanwhile(reopen, decide)] == [type(None), decisions.GapUnknown]
    assert not GapDecision.objects.exists()
