"""The concordance check of an envelope, its closing, its opening again."""

import json
from uuid import UUID, uuid4

import pytest

from massicot.audit import queries as audit
from massicot.batches import queries, rules, services
from massicot.batches.models import Batch
from massicot.batches.rules import Check, CheckOutcome, concordance
from massicot.scripts.rules import NumberMistyped
from tests import later_world, world
from tests.cast import MARC, MARKING, ODILE, PERRIN

SCAN = UUID(int=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def batches():
    """The two batches of the world, their sheets printed: woodwork (8) and water (4)."""
    return queries.batches_of(world.batched().paper.pk)


def scan(batch, number, scan_id=None, by=MARC):
    return services.check_script(code=batch.code, number=number, scan_id=scan_id, by=by)


def scan_all(batch):
    for number in queries.numbers_of(batch.pk):
        services.check_script(code=batch.code, number=number, by=MARC)


def seal(batch, counted=None):
    services.seal_batch(code=batch.code, counted=batch.size if counted is None else counted, by=MARC, at=MARKING)


def test_a_script_of_the_sheet_is_right_and_counted_down(batches):
    first, second, *_ = queries.numbers_of(batches[0].pk)
    assert scan(batches[0], first) == rules.Checked(CheckOutcome.RIGHT, first, 7, batches[0].code)
    spaced = f" {second[:4].lower()} {second[4:].lower()} "
    assert scan(batches[0], spaced) == rules.Checked(CheckOutcome.RIGHT, second, 6, batches[0].code)
    seen = {line.number: line.checked_by for line in queries.lines_of(batches[0].pk) if line.is_seen}
    assert seen == {first: MARC.login, second: MARC.login}


def test_a_script_scanned_twice_is_double_and_counts_once(batches):
    number = queries.numbers_of(batches[0].pk)[0]
    scan(batches[0], number, SCAN)
    twice = scan(batches[0], number, uuid4(), by=ODILE)
    assert (twice.outcome, twice.remaining) == (CheckOutcome.DOUBLE, 7)
    assert queries.lines_of(batches[0].pk)[0].checked_by == MARC.login


def test_the_same_scan_sent_again_is_answered_the_same(batches):
    number = queries.numbers_of(batches[0].pk)[0]
    assert scan(batches[0], number, SCAN) == scan(batches[0], number, SCAN)
    for other in queries.numbers_of(batches[0].pk)[1:]:
        scan(batches[0], other)
    seal(batches[0])
    assert scan(batches[0], number, SCAN).outcome is CheckOutcome.RIGHT


def test_a_script_of_another_batch_is_named_with_its_batch(batches):
    stranger = scan(batches[0], queries.numbers_of(batches[1].pk)[0])
    assert (stranger.outcome, stranger.belongs_to) == (CheckOutcome.OTHER_BATCH, batches[1].code)
    assert stranger.remaining == 8


def test_a_batch_of_another_centre_is_not_named(batches):
    own, other = batches
    Batch.objects.filter(pk=other.pk).update(centre_uai="9900009E")
    stranger = scan(own, queries.numbers_of(other.pk)[0])
    assert stranger.outcome is not CheckOutcome.OTHER_BATCH
    assert stranger.belongs_to == ""


def test_a_script_of_no_batch_is_told_from_one_that_is_not_here():
    built = later_world.with_one_lost()
    (wood, _) = services.make_batches(paper=built.paper, centre_uai=PERRIN, by=MARC, at=MARKING)
    lost = later_world.number_of(built, 1)
    assert scan(wood, lost).outcome is CheckOutcome.ELSEWHERE
    assert scan(wood, "00000042W").outcome is CheckOutcome.ELSEWHERE
    services.unmake_batch(code="B-BTS-2017-CGE-0002", reason="Again", by=MARC, at=MARKING)
    loose = queries.plan_of(built.paper, PERRIN)[0].numbers[0]
    assert scan(wood, loose).outcome is CheckOutcome.NO_BATCH


@pytest.mark.parametrize("typed", ["", "12345678", "00000042A", "B-BTS-2017-CGE-0001", "é&é"])
def test_what_is_not_a_number_is_unreadable_and_changes_nothing(batches, typed):
    assert scan(batches[0], typed).outcome is CheckOutcome.UNREADABLE
    assert queries.count_unchecked(batches[0].pk) == 8


def test_a_script_is_vouched_for_by_hand_with_a_reason(batches):
    number, other, *_ = queries.numbers_of(batches[0].pk)
    scan(batches[0], other)
    vouch = {"code": batches[0].code, "reason": "Torn label", "by": MARC, "at": MARKING}
    services.vouch_for_script(number=number, **vouch)
    assert queries.lines_of(batches[0].pk)[0].check is Check.BY_HAND
    for again in (number, other):
        with pytest.raises(concordance.AlreadyChecked):
            services.vouch_for_script(number=again, **vouch)
    with pytest.raises(concordance.NotInEnvelope):
        services.vouch_for_script(number=queries.numbers_of(batches[1].pk)[0], **vouch)
    with pytest.raises(NumberMistyped):
        services.vouch_for_script(number="00000042A", **vouch)


def test_an_envelope_is_not_closed_while_a_script_was_not_seen(batches):
    for number in queries.numbers_of(batches[0].pk)[:-1]:
        scan(batches[0], number)
    with pytest.raises(concordance.ScriptsNotChecked) as refused:
        seal(batches[0])
    assert refused.value.values == {"code": batches[0].code, "count": 1}
    assert queries.batch_by_code(batches[0].code).state is queries.BatchState.TO_CHECK


def test_an_envelope_is_closed_on_the_count_in_the_hand(batches):
    scan_all(batches[0])
    with pytest.raises(concordance.SealCountDiffers):
        seal(batches[0], 7)
    seal(batches[0])
    assert queries.batch_by_code(batches[0].code).state is queries.BatchState.READY
    for again in (lambda: seal(batches[0]), lambda: scan_all(batches[0]), lambda: scan(batches[0], "00000042W")):
        with pytest.raises(concordance.EnvelopeClosed):
            again()


def test_the_closing_records_who_was_vouched_for(batches):
    number, *others = queries.numbers_of(batches[0].pk)
    services.vouch_for_script(code=batches[0].code, number=number, reason="Torn label", by=MARC, at=MARKING)
    for other in others:
        services.check_script(code=batches[0].code, number=other, by=MARC)
    seal(batches[0])
    last = audit.acts_of(f"batch:{batches[0].code}")[-1]
    assert json.loads(last.facts) == {"by_hand": [number], "code": batches[0].code, "scripts": 8}


def test_an_envelope_without_a_sheet_is_not_closed():
    built = world.received()
    wood, _ = services.make_batches(paper=built.paper, centre_uai=PERRIN, by=MARC, at=MARKING)
    assert queries.batch_by_code(wood.code).state is queries.BatchState.TO_PRINT
    scan_all(wood)
    with pytest.raises(concordance.SheetNotPrinted):
        seal(wood)


def test_an_envelope_opened_again_is_checked_from_its_first_script(batches):
    unseal = {"code": batches[0].code, "reason": "A doubt", "by": MARC, "at": MARKING}
    with pytest.raises(concordance.BatchNotSealed):
        services.unseal_batch(**unseal)
    scan_all(batches[0])
    seal(batches[0])
    services.unseal_batch(**unseal)
    assert queries.count_unchecked(batches[0].pk) == 8
    assert queries.batch_by_code(batches[0].code).state is queries.BatchState.TO_CHECK


def test_an_envelope_that_a_marker_has_held_is_not_opened_again():
    batch = queries.batches_of(world.handed_out().paper.pk)[0]
    world.give_back(batch)
    with pytest.raises(rules.BatchWasHandedOut):
        services.unseal_batch(code=batch.code, reason="A doubt", by=MARC, at=MARKING)
