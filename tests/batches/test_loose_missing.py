"""A received script that nobody finds as batches are made: named, signed, missing; the batches are made without it."""

import pytest

from massicot.audit import queries as audit
from massicot.batches import queries, services
from massicot.batches.rules import Witnessed, shortages
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.core.second_person import SecondNameTooShort
from massicot.core.wall import TextNamesCandidate
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind, Place
from massicot.exams import queries as exams
from massicot.results import queries as results
from massicot.results import services as result_acts
from massicot.results.rules import Decision
from massicot.setasides import queries as set_asides
from tests import world
from tests.cast import CEDRES, MARC, MARKING, ODILE, PERRIN, candidate_number

pytestmark = pytest.mark.django_db
SIGNED = Witnessed("Cherchée partout", "Mme Roux")


@pytest.fixture
def built():
    return world.received()


def lost_of(built):
    return parcels.contents_of(parcels.parcels_of(built.paper.pk, CEDRES)[0])[0].number


def miss(built, typed, signed=SIGNED):
    where = {"paper": built.paper, "centre_uai": PERRIN}
    return services.miss_loose(**where, missing=typed, signed=signed, by=MARC, at=MARKING)


def make(built):
    return services.make_batches(paper=built.paper, centre_uai=PERRIN, by=MARC, at=MARKING)


def sought(built):
    return parcels.not_received_by_paper([PERRIN])[PERRIN, built.paper.pk, "missing"]


def test_it_is_missing_on_the_ladder_and_the_batches_are_made_without_it(built):
    lost = lost_of(built)
    assert miss(built, lost[4:]) == [lost]
    assert ledger.where(ItemKind.SCRIPT, lost).place == Place.MISSING
    make(built)
    assert not any(lost in queries.numbers_of(batch.pk) for batch in queries.batches_of(built.paper.pk))
    assert [gap.key for gap in results.ladder(built.paper).gaps if gap.subject == lost] == [f"missing-script:{lost}"]
    line = audit.acts_of(exams.subject_of(built.paper))[-2]
    assert (line.act, "Mme Roux" in line.facts) == ("LooseMissing", True)


def test_its_marking_centre_searches_and_the_centre_that_wrote_it_does_not(built):
    lost = lost_of(built)
    miss(built, lost)
    rows = set_asides.CONCERNING.ask(paper_ids=[built.paper.pk], uais=[CEDRES])
    assert (sought(built), set_asides.concerns_of(rows), parcels.is_lost_here(lost)) == (1, [], True)


def test_once_the_office_has_decided_nobody_is_asked_to_search_and_found_it_is_received(built):
    lost = lost_of(built)
    miss(built, lost)
    key = f"missing-script:{lost}"
    (gap,) = (gap for gap in results.ladder(built.paper).gaps if gap.key == key)
    said = {"decision": Decision.LOST, "reason": "Introuvable", "by": ODILE, "at": MARKING}
    result_acts.decide_gap(paper=built.paper, key=key, seen=gap.figures, **said)
    assert sought(built) == 0
    code = parcels.announcement_of(lost).parcel
    consignments.find_script(code=code, number=lost, by=MARC, at=MARKING)
    assert (sought(built), parcels.is_lost_here(lost)) == (0, False)
    assert results.there_after_all(built.paper, results.ladder(built.paper).gaps) == [key]


@pytest.mark.parametrize(
    ("typed", "signed", "refusal"),
    [
        ("0000Z", SIGNED, shortages.EndingUnclear),
        ("{lost}", Witnessed("Cherchée", " "), shortages.SecondNameMissing),
        ("{lost}", Witnessed("Cherchée", "x"), SecondNameTooShort),
        ("{lost}", Witnessed(f"copie de {candidate_number(1)}", "Mme Roux"), TextNamesCandidate),
    ],
)
def test_what_is_not_signed_or_not_there_changes_nothing(built, typed, signed, refusal):
    with pytest.raises(refusal):
        miss(built, typed.format(lost=lost_of(built)), signed)
    assert sought(built) == 0


def test_a_script_that_is_in_a_batch_is_not_named_here(built):
    make(built)
    with pytest.raises(shortages.EndingUnclear):
        miss(built, lost_of(built))
