"""What did not come back, and was decided of: it stands at its marking centre no more, until it is missing anew."""

from datetime import UTC, datetime

import pytest

from massicot.batches import queries as batches
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.consignments.rules.despatch import AllBut
from massicot.consignments.rules.returns import ReturnCounts
from massicot.results import queries, services
from massicot.results.rules import Decision
from massicot.shelves.queries.outstanding import outstanding_at
from massicot.shelves.rules.outstanding import Outstanding
from tests import going_back
from tests.cast import ODILE, PERRIN
from tests.going_back import CAME
from tests.keeping import kept

pytestmark = pytest.mark.django_db
DAY = datetime(2017, 6, 9, 15, tzinfo=UTC)


def come_back_but_one():
    """Let both batches come back but the first, which is missing, and close their parcel."""
    built = going_back.come_back()
    first, second = batches.batches_of(built.paper.pk)
    code = going_back.the_parcel(built).code
    counted = ReturnCounts(1, second.in_hand)
    lacking = AllBut([first.code], "Mme Roux")
    consignments.tick_return_all_but(code=code, counted=counted, lacking=lacking, by=ODILE, at=CAME)
    going_back.close(code)
    return built


built = kept(come_back_but_one)


@pytest.fixture
def lost(built):
    return batches.batches_of(built.paper.pk)[0]


def behind(built):
    lines = {line.kind: line for line in outstanding_at(built.paper, PERRIN, (), DAY)}
    return list(lines[Outstanding.BEHIND].named) if Outstanding.BEHIND in lines else []


def counted(built):
    """Count what is looked for, as the home pages of the centre and of the office do."""
    at_centre = parcels.not_received_by_paper([PERRIN])[PERRIN, built.paper.pk, parcels.RETURNS_LACKING]
    return at_centre, queries.matters_of([built.paper.pk])[built.paper.pk].returns_lacking


def decide(built, lost):
    said = {"decision": Decision.LOST, "reason": "Introuvable.", "by": ODILE, "at": DAY}
    services.decide_gap(paper=built.paper, key=f"batch-lost-back:{lost.code}", seen=f"{lost.in_hand}/0", **said)


def test_a_batch_that_is_decided_to_be_lost_stands_no_more(built, lost):
    assert (behind(built), counted(built)) == ([lost.code], (1, 1))
    decide(built, lost)
    assert (behind(built), counted(built)) == ([], (0, 0))
    assert [row.ref for row in parcels.missing_from_returns(built.paper.pk)] == [lost.code]


def test_one_that_was_found_and_is_missing_again_stands_anew(built, lost):
    decide(built, lost)
    code = going_back.the_parcel(built).code
    consignments.find_return_content(code=code, ref=lost.code, by=ODILE, at=DAY)
    consignments.reopen_return(code=code, reason="Un autre lot", by=ODILE, at=DAY)
    consignments.untick_return(code=code, ref=lost.code, by=ODILE, at=DAY)
    consignments.miss_return(code=code, ref=lost.code, reason="Pas là", by=ODILE, at=DAY)
    assert (behind(built), counted(built)) == ([lost.code], (1, 1))
