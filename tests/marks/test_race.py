"""Two people on one batch at the same instant: first the race without the guard, then that the guard holds."""

from threading import Barrier
from uuid import uuid4

import pytest
from django.db import transaction

from massicot.audit import queries as audit
from massicot.core.draws import from_system
from massicot.marks import queries, rules, services
from massicot.marks.models import Credential, Lock, Mark, MarkChange, Save, SignInAttempts
from massicot.marks.rules import lines, sheets
from massicot.marks.rules.sheets import SHEET
from tests.cast import MARC, TYPING
from tests.racing import WAIT_S, at_once, meanwhile, somebody_waits

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]

ROUNDS = 10


def test_without_the_guard_one_of_two_changes_is_lost(desk):
    number = desk.wood.numbers[0]
    desk.wood.save((number, "12", ""))
    both_have_read = Barrier(2)

    @transaction.atomic
    def change(hundredths):
        mark = Mark.objects.get(number=number)
        assert mark.hundredths == 1200
        both_have_read.wait()
        Mark.objects.filter(number=number).update(hundredths=hundredths)
        return "saved"

    assert at_once(lambda: change(1300), lambda: change(1400)) == ["saved", "saved"]


def test_of_two_changes_of_one_line_one_wins_and_the_other_learns_it(desk):
    number, current = desk.wood.numbers[0], ""
    for rank in range(ROUNDS):
        ours, theirs = ("13", "14") if rank % 2 else ("15", "16")
        answers = at_once(
            lambda value=ours, seen=current: desk.wood.save((number, value, seen)),
            lambda value=theirs, seen=current: desk.wood.save((number, value, seen)),
        )
        (winner,) = [rank for rank, answer in enumerate(answers) if answer.saved]
        current = (ours, theirs)[winner]
        assert answers[1 - winner].refused[0].current == current
    assert MarkChange.objects.count() == ROUNDS - 1
    assert audit.first_broken_link() is None


def test_one_save_sent_twice_at_once_has_one_effect_and_one_answer(desk):
    for number in desk.wood.numbers:
        save_id = uuid4()
        first, second = at_once(
            *[lambda line=(number, "12", ""), key=save_id: desk.wood.save(line, save_id=key)] * 2,
        )
        assert lines.write_answer(first) == lines.write_answer(second)
    saves = [line for line in audit.acts_of(desk.wood.subject) if line.act == "MarksSaved"]
    assert (Save.objects.count(), len(saves)) == (8, 8)


def test_a_save_and_a_lock_at_once_leave_a_lock_that_tells_the_truth(desk):
    desk.wood.fill()
    saved, locked = at_once(
        lambda: desk.wood.save((desk.wood.numbers[0], "13", "12")), lambda: desk.wood.lock("8", "96")
    )
    if isinstance(locked, Lock):
        assert isinstance(saved, rules.BatchIsLocked)
    else:
        assert isinstance(locked, rules.SumDiffers)
        assert queries.totals_of(desk.wood.batch.pk).sum_hundredths == 9700


def test_two_locks_at_once_make_one(desk):
    desk.wood.fill()
    answers = at_once(*[lambda: desk.wood.lock("8", "96")] * 2)
    assert sorted(type(answer).__name__ for answer in answers) == ["BatchIsLocked", "Lock"]


def test_wrong_sign_ins_at_once_do_not_slip_past_the_count(desk):
    identifier = desk.world.sheets[desk.wood.batch.code].identifier

    def wrong():
        return services.open_batch(site="A02", identifier=identifier, password="WRONG", at=TYPING)

    answers = at_once(*[wrong] * 12)
    checked = sum(isinstance(answer, sheets.SheetUnknown) for answer in answers)
    assert checked == SHEET.free + 1
    assert SignInAttempts.objects.get().failures == checked


def test_a_sheet_signed_in_twice_at_once_opens_for_both(desk):
    sheet = desk.world.sheets[desk.wood.batch.code]
    typed = {name: getattr(sheet, name) for name in ("site", "identifier", "password")}
    with pytest.raises(sheets.SheetUnknown):
        services.open_batch(**typed | {"password": "AAAAA-AAAAA-AAAA"}, at=TYPING)
    cleared = Barrier(2, timeout=WAIT_S)

    @transaction.atomic
    def end_of_the_first():
        SignInAttempts.objects.all().delete()
        cleared.wait()
        assert somebody_waits()

    def second():
        cleared.wait()
        return services.open_batch(**typed, at=TYPING).batch

    assert at_once(end_of_the_first, second) == [None, desk.wood.batch]


def test_of_two_who_print_one_sheet_at_once_each_draws_and_one_sheet_opens(desk):
    code = desk.wood.subject.removeprefix("batch:")

    def print_again():
        return services.print_sheet(
            batch_code=code, portal_address="http://127.0.0.1/saisie/", draw=from_system(), by=MARC, at=TYPING
        )

    for _ in range(ROUNDS):
        assert len(at_once(print_again, print_again)) == 2
    assert Credential.objects.filter(batch__code=code, is_revoked=False).count() == 1
    assert Credential.objects.filter(batch__code=code).count() == 2 * ROUNDS + 1


def test_a_button_pressed_twice_at_once_prints_one_sheet(desk):
    code = desk.wood.batch.code

    def press():
        return services.print_sheets(
            printings={code: 1}, portal_address="http://127.0.0.1/saisie/", draw=from_system(), by=MARC, at=TYPING
        )

    answers = at_once(press, press)
    assert sorted(type(answer).__name__ for answer in answers) == ["SheetPrintedMeanwhile", "bytes"]
    assert Credential.objects.filter(batch__code=code).count() == 2


def test_a_sheet_printed_while_a_mark_is_saved_waits_for_the_save(desk):
    code = desk.wood.batch.code

    def print_again():
        return services.print_sheet(
            batch_code=code, portal_address="http://127.0.0.1/saisie/", draw=from_system(), by=MARC, at=TYPING
        )

    _, printed = meanwhile(lambda: desk.wood.save((desk.wood.numbers[0], "12", "")), print_again)
    assert len(printed) == 2
    assert Mark.objects.filter(number=desk.wood.numbers[0]).exists()
