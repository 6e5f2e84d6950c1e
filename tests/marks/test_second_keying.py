"""A batch typed twice: blind, by another person, settled from the paper, locked once nothing differs."""

from types import SimpleNamespace
from uuid import uuid4

import pytest

from massicot.audit import queries as audit
from massicot.core.marks import Code, MarkNotOnScale
from massicot.marks import queries, rules, services
from massicot.marks.models import Lock, Mark, MarkChange, Save, SecondMark, Settlement
from massicot.marks.rules import BatchStanding, keyings, lines
from tests.cast import ODILE, TYPING
from tests.marks import second_acts
from tests.marks.second_acts import CHARLIE, SecondSheet, settle
from tests.marks.typing_acts import days_later


@pytest.fixture
def twice(desk):
    """The woodwork batch, asked to be typed twice, open for both keyings."""
    second_acts.ask(desk.world.paper.pk)
    return SimpleNamespace(first=desk.wood, second=SecondSheet(desk.wood.batch), paper=desk.world.paper)


@pytest.fixture
def differing(twice):
    """Both keyings complete: the third line is 12 in one and 13 in the other."""
    number = twice.first.numbers[2]
    twice.first.fill()
    twice.second.fill(**{number: "13"})
    return SimpleNamespace(**vars(twice), number=number)


def standing(paper, batch):
    """Tell the standing of a batch."""
    return queries.standing_of(batch, paper, TYPING)


def test_neither_keying_touches_the_other(twice):
    number = twice.first.numbers[0]
    twice.first.save((number, "12", ""))
    answer = twice.second.save((number, "13", ""))
    assert (answer.saved, answer.refused, answer.remaining) == ([number], [], 7)
    assert (Mark.objects.get().hundredths, SecondMark.objects.get().hundredths) == (1200, 1300)
    assert (SecondMark.objects.get().author, Mark.objects.get().author) == (CHARLIE, "BOB")
    assert queries.second_grid_of(twice.second.credential_id).lines[0].value == "13"
    assert queries.grid_of(twice.first.credential_id).lines[0].value == "12"


def test_what_the_second_keying_is_told_is_its_own(twice):
    number = twice.first.numbers[0]
    twice.first.save((number, "12", ""))
    twice.second.save((number, "13", ""))
    (refused,) = twice.second.save((number, "14", "12")).refused
    assert (refused.current, type(refused.reason)) == ("13", lines.LineChangedMeanwhile)


def test_a_second_save_counts_once_and_its_slips_are_journalled(twice):
    number, save_id = twice.first.numbers[0], uuid4()
    one = twice.second.save((number, "13", ""), save_id=save_id)
    assert twice.second.save((number, "13", ""), save_id=save_id) == one
    with pytest.raises(rules.SaveIdReused):
        twice.second.save((number, "14", "13"), save_id=save_id)
    twice.second.save((number, "CB", "13"))
    twice.second.save((number, "", "CB"))
    facts = [line for line in audit.acts_of(twice.first.subject) if line.act == "MarksKeyedAgain"]
    assert [line.facts.count(number) for line in facts] == [1, 1, 1]
    assert audit.first_broken_link() is None
    assert (SecondMark.objects.count(), MarkChange.objects.count(), Save.objects.count()) == (0, 0, 3)


def test_the_scale_and_the_register_hold_for_the_second_keying_too(twice):
    first, second = twice.first.numbers[:2]
    refused = twice.second.save((first, "21", ""), (second, "AB", ""), ("00000001A", "12", "")).refused
    assert [type(one.reason) for one in refused] == [
        MarkNotOnScale,
        lines.AbsentButWritten,
        lines.NumberNotInBatch,
    ]


@pytest.mark.parametrize("name", ["BOB", "bob", "Bob Badiane", "badiane  bob", "B.O.B.", "Badiane", "Mme BADIANE"])
def test_whoever_marked_the_batch_does_not_type_it_again(twice, name):
    with pytest.raises(rules.KeyerMarked):
        services.name_keyer(credential_id=twice.second.credential_id, name=name)
    with pytest.raises(rules.KeyerMarked):
        twice.second.save((twice.first.numbers[0], "12", ""), name=name)


def test_a_second_keying_is_signed(twice):
    assert services.name_keyer(credential_id=twice.second.credential_id, name="  Zoé  ZEST ") == "Zoé ZEST"
    assert services.name_keyer(credential_id=twice.second.credential_id, name="Paul Badiane") == "Paul Badiane"
    with pytest.raises(rules.KeyerMissing):
        services.name_keyer(credential_id=twice.second.credential_id, name=" - ")


def test_a_batch_locks_once_it_is_typed_twice_and_nothing_differs(differing):
    with pytest.raises(keyings.DifferencesLeft) as refused:
        differing.first.lock("8", "96")
    assert refused.value.values == {"count": 1}
    settle(differing.first, differing.number, "13", "12", "13")
    assert differing.first.lock("8", "97").sum_hundredths == 9700


def test_a_lock_waits_for_the_second_keying_and_says_so(twice):
    twice.first.fill()
    twice.second.save((twice.first.numbers[0], "12", ""))
    with pytest.raises(keyings.SecondKeyingMissing) as refused:
        twice.first.lock("8", "96")
    assert refused.value.values == {"count": 7}
    twice.second.fill()
    assert isinstance(twice.first.lock("8", "96"), Lock)


def test_a_third_value_is_settled_and_all_three_are_kept(differing):
    kept = settle(differing.first, differing.number, "14", "12", "13")
    assert (kept.first, kept.second, kept.settled, kept.author) == ("12", "13", "14", "BOB")
    assert Mark.objects.get(number=differing.number).hundredths == 1400
    assert SecondMark.objects.get(number=differing.number).hundredths == 1300
    (change,) = queries.changes_of(differing.number)
    assert (change.before, change.after) == ("12", "14")
    assert "DifferenceSettled" in [line.act for line in audit.acts_of(differing.first.subject)]
    assert differing.first.lock("8", "98")


def test_the_first_value_may_be_right(differing):
    settle(differing.first, differing.number, "12", "12", "13")
    assert not MarkChange.objects.exists()
    assert differing.first.lock("8", "96")


@pytest.mark.parametrize("who", ["first", "second"])
def test_a_line_that_changes_after_it_was_settled_is_compared_anew(differing, who):
    settle(differing.first, differing.number, "14", "12", "13")
    sheet, seen = (differing.first, "14") if who == "first" else (differing.second, "13")
    sheet.save((differing.number, "15", seen))
    with pytest.raises(keyings.DifferencesLeft):
        differing.first.lock("8", "98")
    pair = ("15", "13") if who == "first" else ("14", "15")
    settle(differing.first, differing.number, "15", *pair)
    assert Settlement.objects.count() == 2
    assert differing.first.lock("8", "99")


def test_a_mark_and_a_code_differ(twice):
    number = twice.first.numbers[2]
    twice.first.fill(**{number: "CB"})
    twice.second.fill()
    assert standing(twice.paper, twice.first.batch) == BatchStanding.DIFFERING
    settle(twice.first, number, "CB", "CB", "12")
    assert standing(twice.paper, twice.first.batch) == BatchStanding.COMPLETE
    assert SecondMark.objects.get(number=number).settled_code == Code.BLANK


def test_what_cannot_be_settled_is_refused(differing):
    number, other = differing.number, differing.first.numbers[0]
    refusals = {
        (number, "14", "12", "14"): keyings.DifferenceChangedMeanwhile,
        (other, "14", "12", "12"): keyings.KeyingsAgree,
        ("00000001A", "14", "12", "13"): lines.NumberNotInBatch,
        (number, "", "12", "13"): MarkNotOnScale,
        (number, "AB", "12", "13"): lines.AbsentButWritten,
    }
    for line, refusal in refusals.items():
        with pytest.raises(refusal):
            settle(differing.first, *line)
    assert not Settlement.objects.exists()


def test_nothing_is_settled_before_both_are_complete(twice, desk):
    number = twice.first.numbers[0]
    twice.first.fill()
    twice.second.save((number, "13", ""))
    with pytest.raises(keyings.KeyingsIncomplete):
        settle(twice.first, number, "13", "12", "13")
    services.release_batch(batch_code=desk.water.batch.code, reason="Saisie unique", by=ODILE, at=TYPING)
    with pytest.raises(keyings.SecondKeyingNotAsked):
        settle(desk.water, desk.water.numbers[0], "13", "12", "13")


def test_a_locked_or_a_closed_batch_takes_no_second_mark(twice):
    with pytest.raises(rules.EntryClosed):
        twice.second.save((twice.first.numbers[0], "12", ""), at=days_later(20))
    twice.first.fill()
    twice.second.fill()
    twice.first.lock("8", "96")
    with pytest.raises(rules.BatchIsLocked):
        twice.second.save((twice.first.numbers[0], "13", "12"))


def test_a_batch_tells_what_its_two_keyings_wait_for(twice):
    batch, numbers = twice.first.batch, twice.first.numbers
    assert standing(twice.paper, batch) == BatchStanding.UNTOUCHED
    twice.first.fill()
    assert standing(twice.paper, batch) == BatchStanding.KEYED_ONCE
    twice.second.fill(**{numbers[0]: "13"})
    assert standing(twice.paper, batch) == BatchStanding.DIFFERING
    settle(twice.first, numbers[0], "14", "12", "13")
    assert standing(twice.paper, batch) == BatchStanding.COMPLETE
    told = queries.office_batch(twice.paper, batch).keyings
    assert (told.is_asked, told.lines, told.typed, told.differences, told.authors) == (True, 8, 8, [], [CHARLIE])
    assert [one.settled for one in told.settled] == ["14"]
