"""Documents kept, opened, frozen, dated and destroyed: by those who act, and by the program on their day."""

import json
from datetime import date, timedelta

import pytest
from django.db import transaction

from massicot.audit import queries as audit
from massicot.core.keys import Key, SealBroken
from massicot.core.wall import TextNamesCandidate
from massicot.deposits import queries, rules, services
from massicot.deposits.models import Deposit, SealedContent, WrappedKey
from massicot.deposits.rules import DestructionReason
from tests.cast import EVENING, ODILE
from tests.deposits.papers import CERTIFICATE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("key_in_place")]

DAY = EVENING.date()
SIGNED = {"by": ODILE, "at": EVENING}


def keep(destroy_on=None, document=CERTIFICATE, about="absence:12"):
    return services.keep_document(document=document, about=about, destroy_on=destroy_on, **SIGNED).code


def destroy(code, reason=DestructionReason.MISTAKE):
    services.destroy(code=code, reason=reason, **SIGNED)


def acts_on(code):
    return [(line.act, json.loads(line.facts)) for line in audit.acts_of(f"deposit:{code}")]


def is_there(code):
    return code in queries.deposits_by_codes([code]) and WrappedKey.objects.filter(deposit__code=code).exists()


def test_a_document_is_opened_as_it_was_kept():
    code = keep(DAY)
    assert queries.content_of(code) == CERTIFICATE
    known = queries.deposit_by_code(code)
    assert (known.about, known.size, known.pages, known.kept_by, known.destroy_on) == (
        "absence:12",
        len(CERTIFICATE.content),
        1,
        ODILE.login,
        DAY,
    )
    assert acts_on(code) == []  # the act that it belongs to writes the line


def test_what_is_kept_in_an_act_that_fails_is_not_kept():
    with transaction.atomic():
        keep()
        transaction.set_rollback(True)
    assert (Deposit.objects.count(), SealedContent.objects.count(), WrappedKey.objects.count()) == (0, 0, 0)


def test_a_code_of_nothing_is_refused_and_left_out_of_lists():
    with pytest.raises(rules.DepositUnknown):
        queries.content_of("D-ABCDEFGHJK")
    code = keep()
    assert list(queries.deposits_by_codes(["", "D-ABCDEFGHJK", code])) == [code]


def test_a_destroyed_document_leaves_its_row_and_neither_key_nor_content():
    code = keep()
    destroy(code)
    assert (SealedContent.objects.count(), WrappedKey.objects.count()) == (0, 0)
    known = queries.deposit_by_code(code)
    assert (known.reason, known.destroyed_at, known.destroyed_by) == ("mistake", EVENING, ODILE.login)
    assert acts_on(code) == [("DocumentDestroyed", {"reason": "mistake"})]
    with pytest.raises(rules.DepositDestroyed):
        queries.content_of(code)
    with pytest.raises(rules.DepositDestroyed):
        destroy(code)


def test_a_frozen_document_is_destroyed_by_nobody_until_the_dispute_is_over():
    code = keep(DAY)
    services.freeze(code=code, dispute="  TA  2017-114 ", **SIGNED)
    assert services.sweep(at=EVENING + timedelta(days=400)) == 0
    with pytest.raises(rules.DepositFrozen) as refusal:
        destroy(code)
    assert "TA 2017-114" in str(refusal.value)
    services.unfreeze(code=code, **SIGNED)
    assert acts_on(code) == [("DocumentFrozen", {}), ("DocumentUnfrozen", {})]  # whose dispute is for its page alone
    assert services.sweep(at=EVENING + timedelta(days=400)) == 1


@pytest.mark.parametrize(
    ("dispute", "refusal"), [("  ", rules.DisputeUnsaid), ("le candidat 01234567890", TextNamesCandidate)]
)
def test_a_freeze_says_which_dispute_and_no_candidate(dispute, refusal):
    with pytest.raises(refusal):
        services.freeze(code=keep(), dispute=dispute, **SIGNED)


def test_one_dispute_at_a_time_keeps_a_document():
    code = keep()
    with pytest.raises(rules.DepositNotFrozen):
        services.unfreeze(code=code, **SIGNED)
    services.freeze(code=code, dispute="TA 1", **SIGNED)
    with pytest.raises(rules.DepositFrozen):
        services.freeze(code=code, dispute="TA 2", **SIGNED)


def test_a_destroyed_document_is_neither_frozen_nor_dated():
    code = keep()
    destroy(code)
    with pytest.raises(rules.DepositDestroyed):
        services.freeze(code=code, dispute="TA 1", **SIGNED)
    with pytest.raises(rules.DepositDestroyed):
        services.date_destruction(code=code, destroy_on=DAY + timedelta(days=1), **SIGNED)


def test_documents_are_destroyed_on_their_day_by_the_clock_of_the_session():
    due, later, never = keep(date(2017, 6, 2)), keep(date(2017, 6, 3)), keep()
    almost = EVENING.replace(year=2017, month=6, day=1, hour=21, minute=59)  # in UTC: 23 h 59 in Paris
    assert services.sweep(at=almost) == 0
    assert services.sweep(at=almost + timedelta(minutes=1)) == 1
    assert [is_there(code) for code in (due, later, never)] == [False, True, True]
    assert acts_on(due) == [("DocumentDestroyed", {"reason": "due"})]
    assert queries.deposit_by_code(due).destroyed_by == "massicot"


def test_the_day_of_a_document_moves_with_that_of_its_session():
    code = keep(DAY)
    services.date_destruction(code=code, destroy_on=DAY + timedelta(days=9), **SIGNED)
    assert services.sweep(at=EVENING) == 0
    assert services.sweep(at=EVENING + timedelta(days=9)) == 1
    assert acts_on(code)[0][1] == {"destroy_on": "2017-05-19", "destroy_on_before": "2017-05-10"}


@pytest.mark.parametrize("days", [0, -1])
def test_no_document_is_destroyed_by_a_day_that_has_come(days):
    code = keep(DAY + timedelta(days=1))
    with pytest.raises(rules.DestructionDayPast):
        services.date_destruction(code=code, destroy_on=DAY + timedelta(days=days), **SIGNED)
    assert queries.deposit_by_code(code).destroy_on == DAY + timedelta(days=1)


def test_without_the_key_nothing_is_kept_and_whoever_hands_it_in_may_go_on(key_in_place):
    code = keep()
    away = key_in_place.rename(key_in_place.with_name("away"))
    with pytest.raises(rules.DocumentsNotKept, match="Go on without the document"):
        keep()
    with pytest.raises(rules.KeyOfDocumentsMissing, match="puts its kept copy back") as missing:
        queries.content_of(code)
    key_in_place.write_text((b"x" * 32).hex(), encoding="ascii")
    with pytest.raises(rules.KeyOfDocumentsMissing):
        queries.content_of(code)
    with pytest.raises(rules.OtherKeyInPlace) as other:
        keep()
    # Whoever hands a document in reads this: nothing in it is of the machine.
    assert not [one for one in (missing, other) if str(key_in_place.parent) in str(one.value)]
    away.replace(key_in_place)
    assert queries.content_of(code) == CERTIFICATE


def test_a_document_put_in_the_place_of_another_opens_to_nobody():
    one, other = keep(), keep(about="absence:13")
    content = SealedContent.objects.get(deposit__code=other).sealed
    SealedContent.objects.filter(deposit__code=one).update(sealed=content)
    with pytest.raises(SealBroken):
        queries.content_of(one)
    wrapped = WrappedKey.objects.get(deposit__code=other).wrapped
    WrappedKey.objects.filter(deposit__code=one).update(wrapped=wrapped)
    with pytest.raises(SealBroken):
        queries.content_of(one)


def test_each_document_has_a_key_of_its_own():
    key = Key(b"k" * 32)
    first, second = (rules.seal(key, "D-ABCDEFGHJK", b"the same") for _ in range(2))
    assert first.content != second.content
    with pytest.raises(SealBroken):
        rules.unseal(key, "D-ABCDEFGHJK", rules.Sealed(first.content, second.wrapped_key))
