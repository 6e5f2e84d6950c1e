"""Who is asked to type twice, and the sheet that opens it: drawn once, a credential of its own, revoked alone."""

from types import SimpleNamespace

import pytest

from massicot.accounts.rules import NotFromOffice
from massicot.audit import queries as audit
from massicot.batches import queries as batches
from massicot.core import draws
from massicot.exams import queries as exams
from massicot.marks import queries, rules, services
from massicot.marks.models import Credential, SecondKeying, SecondMark
from massicot.marks.queries import keyings
from massicot.marks.rules import ReferralAnswer, amendments, sheets
from massicot.marks.rules import keyings as keying_rules
from tests import world
from tests.cast import MARC, ODILE, TYPING
from tests.marks import second_acts
from tests.marks.second_acts import SecondSheet, ask, print_again
from tests.marks.typing_acts import days_later

RELEASED = {"reason": "Délai trop court.", "by": ODILE, "at": TYPING}


class Drawn:
    """Draws these numbers in turn, and nothing else."""

    def __init__(self, *numbers):
        self.numbers = list(numbers)

    def below(self, limit):
        assert limit == 100
        return self.numbers.pop(0)


def end(paper_id, seen):
    """End the second keying of a paper as Odile does."""
    return services.end_second_keying(paper=exams.paper_by_id(paper_id), seen=seen, **RELEASED)


def test_each_batch_is_drawn_once_and_a_higher_share_adds(desk):
    paper, wood, water = desk.world.paper.pk, desk.wood.batch, desk.water.batch
    assert ask(paper, 25, draw=Drawn(24, 25)) == [wood.code]
    assert ask(paper, 26, seen=25, draw=Drawn()) == [water.code]
    assert [row.drawn for row in SecondKeying.objects.order_by("batch__sequence")] == [24, 25]
    asked = queries.asked_of(paper)
    assert (asked.percent, asked.batches, asked.chosen, asked.unlocked) == (26, 2, 2, 2)
    acts = [line.act for line in audit.acts_of("paper:BTS-2017/CGE")]
    assert acts.count("SecondKeyingAsked") == 2


def test_a_share_is_never_lowered_and_is_the_one_that_was_seen(desk):
    paper = desk.world.paper.pk
    ask(paper, 50)
    for percent in (0, 50, 101):
        with pytest.raises(keying_rules.ShareNotMore):
            ask(paper, percent, seen=50)
    with pytest.raises(keying_rules.ShareChangedMeanwhile):
        ask(paper, 60, seen=0)
    with pytest.raises(NotFromOffice):
        ask(paper, 60, seen=50, by=MARC)
    with pytest.raises(rules.EntryClosed):
        ask(paper, 60, seen=50, at=days_later(20))
    assert queries.share_of(paper) == 50


def test_a_batch_that_is_locked_is_left_alone(desk):
    desk.wood.fill()
    desk.wood.lock("8", "96")
    assert ask(desk.world.paper.pk) == [desk.water.batch.code]
    assert not keyings.is_asked(desk.wood.batch.pk)


def test_a_batch_made_later_is_drawn_as_its_sheet_is_printed(db):
    built = world.received()
    ask(built.paper.pk, 100)
    world.batched(built)
    assert SecondKeying.objects.filter(is_asked=True).count() == 2
    code = batches.batches_of(built.paper.pk)[0].code
    assert "BatchDrawn" in [line.act for line in audit.acts_of(f"batch:{code}")]
    drawn = list(SecondKeying.objects.order_by("pk").values_list("batch", "drawn"))
    services.print_sheets(printings={code: 1}, portal_address="http://x/", draw=draws.from_seed(5), by=MARC, at=TYPING)
    assert list(SecondKeying.objects.order_by("pk").values_list("batch", "drawn")) == drawn


def test_the_second_sheet_has_a_credential_of_its_own(desk):
    ask(desk.world.paper.pk)
    one = SecondSheet(desk.wood.batch)
    two = SecondSheet(desk.wood.batch)
    with pytest.raises(rules.SheetReplaced):
        one.save((one.numbers[0], "12", ""))
    two.save((one.numbers[0], "12", ""))
    desk.wood.save((one.numbers[0], "12", ""))
    printed = Credential.objects.filter(batch=desk.wood.batch).order_by("keying", "issue")
    assert list(printed.values_list("keying", "issue", "is_revoked")) == [
        ("first", 1, False),
        ("second", 1, True),
        ("second", 2, False),
    ]
    assert (queries.printings_of(desk.wood.batch.pk), queries.second_printings_of(desk.wood.batch.pk)) == (1, 2)
    assert queries.printed_lines(desk.world.paper.pk)[desk.wood.batch.code] == 8


def test_no_credential_does_what_the_other_does(desk):
    ask(desk.world.paper.pk)
    second = SecondSheet(desk.wood.batch)
    line = (desk.wood.numbers[0], "12", "")
    swapped = SimpleNamespace(first=desk.wood.credential_id, second=second.credential_id)
    desk.wood.credential_id, second.credential_id = swapped.second, swapped.first
    for act in (
        lambda: desk.wood.save(line),
        desk.wood.lock,
        lambda: second.save(line),
        lambda: second_acts.settle(desk.wood, line[0], "12", "12", "13"),
        lambda: services.refer_line(credential_id=swapped.second, number=line[0], value="AB", at=TYPING),
        lambda: queries.grid_of(swapped.second),
        lambda: queries.receipt_of(swapped.second),
        lambda: queries.second_grid_of(swapped.first),
    ):
        with pytest.raises(rules.SheetReplaced):
            act()


def test_no_second_sheet_is_printed_unasked_or_twice_for_one_look(desk):
    with pytest.raises(keying_rules.SecondKeyingNotAsked):
        print_again(desk.wood.batch)
    ask(desk.world.paper.pk)
    print_again(desk.wood.batch)
    with pytest.raises(sheets.SheetPrintedMeanwhile):
        services.print_second_sheet(
            batch_code=desk.wood.batch.code, printings=0, portal_address="http://x/", draw=Drawn(), by=MARC, at=TYPING
        )


def test_a_batch_taken_out_by_itself_stays_out_and_keeps_what_was_typed(desk):
    ask(desk.world.paper.pk, 99)
    second = SecondSheet(desk.wood.batch)
    second.save((second.numbers[0], "13", ""))
    services.release_batch(batch_code=desk.wood.batch.code, **RELEASED)
    with pytest.raises(rules.SheetReplaced):
        second.save((second.numbers[1], "13", ""))
    ask(desk.world.paper.pk, 100, seen=99)
    assert not keyings.is_asked(desk.wood.batch.pk)
    assert SecondMark.objects.count() == 1
    assert exams.paper_rows(desk.world.paper.pk).filter(queries.has_marks()).exists()
    desk.wood.fill()
    assert desk.wood.lock("8", "96")
    told = queries.office_batch(desk.world.paper, desk.wood.batch).keyings
    assert (told.is_asked, told.typed, told.reason, told.released_by) == (False, 1, RELEASED["reason"], ODILE.login)


def test_ending_it_takes_out_what_is_not_locked_and_the_same_batches_come_back(desk):
    paper = desk.world.paper.pk
    chosen = ask(paper, 25, draw=Drawn(24, 25))
    second = SecondSheet(desk.wood.batch)
    with pytest.raises(keying_rules.ShareChangedMeanwhile):
        end(paper, 10)
    assert end(paper, 25) == chosen
    assert not queries.asked_of(paper).chosen
    with pytest.raises(rules.SheetReplaced):
        second.save((second.numbers[0], "13", ""))
    assert ask(paper, 25, draw=Drawn()) == chosen


def test_only_the_office_takes_out_and_with_a_reason(desk):
    ask(desk.world.paper.pk)
    code = desk.wood.batch.code
    with pytest.raises(NotFromOffice):
        services.release_batch(batch_code=code, **RELEASED | {"by": MARC})
    with pytest.raises(amendments.ReasonOfTheOfficeMissing):
        services.release_batch(batch_code=code, **RELEASED | {"reason": " "})
    services.release_batch(batch_code=code, **RELEASED)
    with pytest.raises(keying_rules.SecondKeyingNotAsked):
        services.release_batch(batch_code=code, **RELEASED)


def test_a_script_that_leaves_its_batch_leaves_both_keyings(desk, absent_number):
    ask(desk.world.paper.pk)
    second = SecondSheet(desk.water.batch)
    desk.water.fill("12", **{absent_number: ""})
    second.fill("12", **{absent_number: "AB"})
    referral = services.refer_line(credential_id=desk.water.credential_id, number=absent_number, value="12", at=TYPING)
    answer = {"answer": ReferralAnswer.WITHDRAWN, "reason": "À voir", "by": ODILE, "at": TYPING}
    services.answer_referral(referral_id=referral.pk, **answer)
    assert not SecondMark.objects.filter(number=absent_number).exists()
    assert desk.water.lock("3", "36")
