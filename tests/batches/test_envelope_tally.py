"""What is scanned in an envelope and not written yet: one sealed row of it, written to its lines as it is closed."""

from uuid import uuid4

import pytest

from massicot.audit import queries as audit
from massicot.audit.models import JournalLine
from massicot.batches import queries, services
from massicot.batches.models import BatchScript, EnvelopeTally
from massicot.batches.rules import Check, CheckOutcome, Witnessed, concordance
from massicot.batches.rules.tally import ChecksBroken, ChecksReadable, ChecksSealed
from massicot.consignments.rules.despatch import AllBut
from massicot.custody.models import Event, Item
from massicot.marks import services as mark_acts
from massicot.store import key_file
from tests import world
from tests.cast import MARC, MARKING, ODILE
from tests.keeping import kept

pytestmark = pytest.mark.django_db

built = kept(world.batched)


@pytest.fixture
def wood(built):
    """The woodwork of the world, its sheet printed: eight scripts."""
    return queries.batches_of(built.paper.pk)[0]


def numbers(batch):
    return queries.numbers_of(batch.pk)


def scan(batch, number, scan_id=None, by=MARC):
    return services.check_script(code=batch.code, number=number, scan_id=scan_id or uuid4(), by=by).outcome


def scan_all(batch, but=()):
    for number in numbers(batch):
        if number not in but:
            scan(batch, number)


def written():
    """Copy what is written of scripts one by one: their lines, the ledger, the journal."""
    return [list(model.objects.order_by("pk").values_list()) for model in (BatchScript, Item, Event, JournalLine)]


def checks(batch):
    return dict(BatchScript.objects.filter(batch=batch).values_list("number", "check_made"))


def test_a_scan_writes_one_row_and_nothing_beside_its_script(wood):
    before = written()
    scan_all(wood)
    assert written() == before
    assert EnvelopeTally.objects.get().batch_id == wood.pk


def test_the_closing_writes_all_lines_and_who_scanned_any_of_them(wood):
    first, second, *_ = numbers(wood)
    services.vouch_for_script(code=wood.code, number=first, reason="Torn", by=MARC, at=MARKING)
    scan(wood, second, by=ODILE)
    scan_all(wood, but=(first, second))
    services.seal_batch(code=wood.code, counted=wood.size, by=MARC, at=MARKING)
    assert checks(wood) == dict.fromkeys(numbers(wood), Check.SCANNED) | {first: Check.BY_HAND}
    both = ", ".join(sorted([MARC.login, ODILE.login]))
    assert set(BatchScript.objects.filter(batch=wood).exclude(number=first).values_list("checked_by", flat=True)) == {
        both
    }


def test_an_envelope_closed_without_a_script_keeps_what_was_scanned_in_it(wood):
    lost, *others = numbers(wood)
    scan_all(wood, but=(lost,))
    signed = Witnessed("Not in it", "Mme Roux")
    mark_acts.seal_short(code=wood.code, counted=7, signed=signed, by=MARC, at=MARKING)
    assert checks(wood) == dict.fromkeys(others, Check.SCANNED)
    assert scan(wood, lost) is CheckOutcome.MISSING


def test_one_that_is_counted_by_hand_keeps_what_was_scanned_before(wood):
    lost, seen, *others = numbers(wood)
    scan(wood, seen)
    counted = {"code": wood.code, "counted": 7, "by": MARC, "at": MARKING}
    with pytest.raises(concordance.SeenBefore):
        mark_acts.seal_all_but(lacking=AllBut([seen], "Mme Roux"), **counted)
    assert queries.count_unchecked(wood.pk) == 7
    mark_acts.seal_all_but(lacking=AllBut([lost], "Mme Roux"), **counted)
    assert checks(wood) == dict.fromkeys(others, Check.COUNTED) | {seen: Check.SCANNED}


def test_opened_again_a_scan_of_before_is_a_new_one(wood):
    scans = {number: uuid4() for number in numbers(wood)}
    for number, scan_id in scans.items():
        scan(wood, number, scan_id)
    services.seal_batch(code=wood.code, counted=8, by=MARC, at=MARKING)
    first, scan_id = next(iter(scans.items()))
    assert scan(wood, first, scan_id) is CheckOutcome.RIGHT
    services.unseal_batch(code=wood.code, reason="A doubt", by=MARC, at=MARKING)
    assert not EnvelopeTally.objects.exists()
    assert scan(wood, first, scan_id) is CheckOutcome.RIGHT
    assert queries.count_unchecked(wood.pk) == 7


def test_a_script_that_is_withdrawn_leaves_the_others_as_they_were_seen(wood):
    gone, seen, waiting, *_ = numbers(wood)
    scan(wood, gone)
    scan(wood, seen)
    services.withdraw_script(code=wood.code, number=gone, reason="Which is it", by=ODILE, at=MARKING)
    assert [line.number for line in queries.lines_of(wood.pk) if line.is_seen] == [seen]
    assert scan(wood, waiting) is CheckOutcome.RIGHT


def test_without_its_key_a_scan_is_refused_and_nothing_is_lost(wood, settings, tmp_path):
    first, second, *_ = numbers(wood)
    scan(wood, first)
    there, away = settings.MASSICOT_ANONYMITY_KEY_FILE, str(tmp_path / "other.key")
    settings.MASSICOT_ANONYMITY_KEY_FILE = away
    for _ in ("no key", "another one"):
        for act in (lambda: scan(wood, second), lambda: queries.lines_of(wood.pk)):
            with pytest.raises(ChecksSealed):
                act()
        assert [line.number for line in queries.sheet_lines(wood.pk)] == numbers(wood)
        if not key_file.is_there():
            key_file.make()
    settings.MASSICOT_ANONYMITY_KEY_FILE = there
    assert scan(wood, second) is CheckOutcome.RIGHT
    assert queries.count_unchecked(wood.pk) == 6


def test_no_tally_is_begun_under_a_key_of_which_no_copy_is_kept(wood, settings, tmp_path):
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(tmp_path / "other.key")
    key_file.make()
    with pytest.raises(ChecksSealed):
        scan(wood, numbers(wood)[0])
    assert not EnvelopeTally.objects.exists()


def test_a_closed_envelope_is_read_without_the_key(wood, settings, tmp_path):
    world.seal(wood)
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(tmp_path / "nowhere")
    assert all(line.is_seen for line in queries.lines_of(wood.pk))


def test_a_tally_that_was_altered_is_thrown_away_and_its_envelope_is_checked_again(built, wood):
    water = queries.batches_of(built.paper.pk)[1]
    for number in numbers(water):
        scan(water, number)
    first, *_ = numbers(wood)
    services.vouch_for_script(code=wood.code, number=first, reason="Torn", by=MARC, at=MARKING)
    EnvelopeTally.objects.update(batch=wood)
    counted = {"counted": wood.size, "by": MARC, "at": MARKING}
    for act in (lambda: scan(wood, first), lambda: services.seal_batch(code=wood.code, **counted)):
        with pytest.raises(ChecksBroken, match=wood.code):
            act()
    services.throw_checks_away(code=wood.code, by=ODILE, at=MARKING)
    (fact,) = audit.facts_of("ChecksThrownAway", queries.subject_of(wood.code))
    assert fact["checkers"] == [MARC.login]
    scan_all(wood, but=(first,))
    services.seal_batch(code=wood.code, **counted)
    assert checks(wood) == dict.fromkeys(numbers(wood), Check.SCANNED) | {first: Check.BY_HAND}


def test_scans_that_can_be_read_are_not_thrown_away(built, wood):
    seen, *_ = numbers(wood)
    scan(wood, seen)
    for batch in queries.batches_of(built.paper.pk):
        with pytest.raises(ChecksReadable):
            services.throw_checks_away(code=batch.code, by=MARC, at=MARKING)
    assert queries.count_unchecked(wood.pk) == wood.size - 1
