"""The concordance check without a scanner: an envelope counted and closed, all its scripts seen but those named."""

import json

import pytest

from massicot.audit import queries as audit
from massicot.batches import queries, rules, services
from massicot.batches.models import Batch, BatchScript
from massicot.batches.rules import Check, CheckOutcome, concordance
from massicot.consignments.rules.despatch import AllBut, LackingAmbiguous, SecondPersonMissing
from massicot.core.second_person import SecondPersonIsFirst
from massicot.core.wall import TextNamesCandidate
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind, Place
from massicot.marks import queries as marks
from massicot.marks import services as mark_acts
from massicot.results import queries as results
from tests import world
from tests.cast import MARC, MARKING
from tests.keeping import kept

pytestmark = pytest.mark.django_db

SECOND = "Mme Roux"

batched = kept(world.batched)


@pytest.fixture
def wood(batched):
    """The woodwork of the world, its sheet printed: eight scripts."""
    return queries.batches_of(batched.paper.pk)[0]


def seal(batch, counted, lacking=(), by_second=SECOND):
    said = {"counted": counted, "lacking": AllBut(lacking, by_second)}
    return mark_acts.seal_all_but(code=batch.code, **said, by=MARC, at=MARKING)


def checks(batch):
    return [line.check for line in queries.lines_of(batch.pk)]


def test_a_whole_envelope_is_closed_on_its_count_alone(wood):
    assert seal(wood, 8, by_second="") == []
    batch = queries.batch_by_code(wood.code)
    assert (batch.size, batch.state) == (8, rules.BatchState.READY)
    assert checks(wood) == [Check.COUNTED] * 8
    assert {line.checked_by for line in queries.lines_of(wood.pk)} == {MARC.login}
    line = audit.acts_of(f"batch:{wood.code}")[-1]
    facts = {"code": wood.code, "scripts": 8, "seen_before": 0, "missing": [], "by_hand": [], "second_person": ""}
    assert (line.act, json.loads(line.facts)) == ("BatchSealedAllBut", facts)


def test_those_named_are_missing_from_their_batch_and_their_lines_are_struck(wood, batched):
    first, _, third, *_ = queries.numbers_of(wood.pk)
    assert seal(wood, 6, [third[4:].lower(), first]) == [first, third]
    batch = queries.batch_by_code(wood.code)
    assert (batch.size, batch.in_hand, batch.state) == (6, 6, rules.BatchState.READY)
    assert marks.live_credentials().get(batch=batch).lines == 6
    (row, other) = queries.shortages_of_batch(wood.pk)
    assert (row.number, row.position, row.second_person, row.struck_at) == (first, 1, SECOND, MARKING)
    assert other.noticed == rules.Noticed.ENVELOPE
    assert ledger.where(ItemKind.SCRIPT, third).place == Place.MISSING
    gaps = {gap.key for gap in results.ladder(batched.paper).open_gaps}
    assert {f"missing-in-batch:{first}", f"missing-in-batch:{third}"} <= gaps
    world.lend(batch, "BOB")


def test_what_was_scanned_before_stays_and_is_counted_with_the_rest(wood):
    first, second, *_, last = queries.numbers_of(wood.pk)
    services.check_script(code=wood.code, number=first, by=MARC)
    services.vouch_for_script(code=wood.code, number=second, reason="Torn label", by=MARC, at=MARKING)
    with pytest.raises(concordance.InHandCountDiffers):
        seal(wood, 5, [last])
    seal(wood, 7, [last])
    assert checks(wood) == [Check.SCANNED, Check.BY_HAND, *[Check.COUNTED] * 5]
    facts = json.loads(audit.acts_of(f"batch:{wood.code}")[-1].facts)
    assert (facts["seen_before"], facts["by_hand"]) == (2, [second])


@pytest.mark.parametrize("counted", [0, 7, 9])
def test_another_count_changes_nothing_and_its_refusal_tells_no_figure(wood, counted):
    with pytest.raises(concordance.InHandCountDiffers) as refused:
        seal(wood, counted)
    assert refused.value.values == {"counted": counted, "code": wood.code}
    assert checks(wood) == [Check.NOT_YET] * 8
    assert queries.batch_by_code(wood.code).sealed_at is None


def test_who_is_named_waits_in_this_envelope_and_two_persons_looked(wood, batched):
    water = queries.batches_of(batched.paper.pk)[1]
    first = queries.numbers_of(wood.pk)[0]
    with pytest.raises(concordance.NotToBeSeenHere):
        seal(wood, 7, [queries.numbers_of(water.pk)[0]])
    with pytest.raises(SecondPersonMissing):
        seal(wood, 7, [first], " ")
    with pytest.raises(SecondPersonIsFirst):
        seal(wood, 7, [first], MARC.login)
    with pytest.raises(TextNamesCandidate):
        seal(wood, 7, [first], "copie de 02100000001")
    services.check_script(code=wood.code, number=first, by=MARC)
    with pytest.raises(concordance.SeenBefore):
        seal(wood, 7, [first[4:]])
    assert queries.shortages_of_batch(wood.pk) == []


def test_an_end_that_two_scripts_share_is_asked_whole_and_an_empty_envelope_is_closed_elsewhere():
    envelope = concordance.Envelope("B-1", ["11110042A", "22220042A"], [])
    with pytest.raises(LackingAmbiguous):
        concordance.plan_seal(envelope, 1, AllBut(["0042A"], SECOND))
    assert concordance.plan_seal(envelope, 1, AllBut(["11110042A"], SECOND)) == ["11110042A"]
    with pytest.raises(concordance.EnvelopeEmpty):
        concordance.plan_seal(envelope, 0, AllBut(envelope.waiting, SECOND))


def test_it_is_closed_once_and_with_its_sheet(wood):
    seal(wood, 8)
    with pytest.raises(concordance.EnvelopeClosed):
        seal(wood, 8)
    Batch.objects.filter(pk=wood.pk).update(sealed_at=None, printed_at=None)
    with pytest.raises(concordance.SheetNotPrinted):
        seal(wood, 8)


def test_opened_again_it_is_checked_from_its_first_script(wood):
    seal(wood, 8)
    services.unseal_batch(code=wood.code, reason="A doubt", by=MARC, at=MARKING)
    assert checks(wood) == [Check.NOT_YET] * 8


def test_in_the_box_the_end_of_a_number_checks_the_script_that_has_it(wood):
    first, second, *_ = queries.numbers_of(wood.pk)
    found = services.check_script(code=wood.code, number=f" {first[4:8]} {first[8].lower()}", by=MARC)
    assert found == rules.Checked(CheckOutcome.RIGHT, first, 7, wood.code)
    assert services.check_script(code=wood.code, number=first[4:], by=MARC).outcome is CheckOutcome.DOUBLE
    none = services.check_script(code=wood.code, number="9999Z", by=MARC)
    assert (none.outcome, none.number, none.remaining) == (CheckOutcome.END_OF_NONE, "9999Z", 7)
    BatchScript.objects.filter(batch=wood, number=second).update(number=f"9999{first[4:]}")
    assert services.check_script(code=wood.code, number=first[4:], by=MARC).outcome is CheckOutcome.END_OF_SEVERAL
    assert queries.count_unchecked(wood.pk) == 7
