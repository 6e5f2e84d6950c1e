"""Two clerks who count one envelope, and one who scans meanwhile: first without the guard, then with it."""

import json
import threading

import pytest
from django.db import transaction

from massicot.audit import queries as audit
from massicot.batches import queries, services
from massicot.batches.models import Batch
from massicot.batches.queries import shortages
from massicot.batches.rules import CheckOutcome, Witnessed, concordance
from massicot.batches.rules.concordance import Envelope, SeenBefore, plan_seal
from massicot.batches.services.shortages import leave_out
from massicot.consignments.rules.despatch import NOTHING_LACKS, AllBut
from massicot.marks import services as mark_acts
from tests import world
from tests.cast import MARC, MARKING
from tests.racing import WAIT_S, at_once, meanwhile

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]


@pytest.fixture
def wood():
    """The woodwork of the world, its sheet printed: eight scripts."""
    return queries.batches_of(world.batched().paper.pk)[0]


def seal(batch, counted, lacking=NOTHING_LACKS):
    return mark_acts.seal_all_but(code=batch.code, counted=counted, lacking=lacking, by=MARC, at=MARKING)


def scan(batch, number):
    return services.check_script(code=batch.code, number=number, by=MARC).outcome


def first_lacks(batch):
    return AllBut([queries.numbers_of(batch.pk)[0]], "Mme Roux")


def test_without_the_guard_an_envelope_is_closed_by_two_counts_that_contradict_each_other(wood):
    lacking = first_lacks(wood)
    planned, written = threading.Event(), threading.Event()

    def look_then_write():
        with transaction.atomic():
            lines = shortages.unchecked_lines(wood.pk)
            missing = plan_seal(Envelope(wood.code, [line.number for line in lines], []), 7, lacking)
            planned.set()
            assert written.wait(WAIT_S)
            lost = [line for line in lines if line.number in missing]
            leave_out(wood, lost, Witnessed("", "Mme Roux"), by=MARC, at=MARKING)
            Batch.objects.filter(pk=wood.pk).update(sealed_at=MARKING)

    def count_all():
        assert planned.wait(WAIT_S)
        seal(wood, 8)
        written.set()

    at_once(look_then_write, count_all)
    assert [row.number for row in queries.shortages_of_batch(wood.pk)] == list(lacking.typed)
    assert counts_in_journal(wood) == [8]


def test_of_two_who_count_one_envelope_the_second_is_told_that_it_is_closed(wood):
    answers = meanwhile(lambda: seal(wood, 7, first_lacks(wood)), lambda: seal(wood, 8))
    assert isinstance(answers[1], concordance.EnvelopeClosed)
    assert Batch.objects.get(pk=wood.pk).size == 7
    assert [line.act for line in audit.acts_of(f"batch:{wood.code}")].count("BatchSealedAllBut") == 1


def test_a_script_named_as_missing_that_is_scanned_a_moment_later_is_told_as_missing(wood):
    lost = queries.numbers_of(wood.pk)[0]
    _, outcome = meanwhile(lambda: seal(wood, 7, AllBut([lost], "Mme Roux")), lambda: scan(wood, lost))
    assert outcome is CheckOutcome.MISSING


def test_a_script_named_as_missing_that_somebody_has_just_scanned_is_not_missing(wood):
    lost = queries.numbers_of(wood.pk)[0]
    outcome, refusal = meanwhile(lambda: scan(wood, lost), lambda: seal(wood, 7, AllBut([lost], "Mme Roux")))
    assert (outcome, type(refusal)) == (CheckOutcome.RIGHT, SeenBefore)
    assert queries.count_unchecked(wood.pk) == wood.size - 1


def counts_in_journal(batch):
    """Give the counts on which an envelope was closed, as its journal tells them."""
    acts = audit.acts_of(f"batch:{batch.code}")
    return [json.loads(line.facts)["scripts"] for line in acts if line.act == "BatchSealedAllBut"]
