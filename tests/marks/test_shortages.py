"""The line of a script that is missing: on the sheet, at the portal, at the lock, and once the office decides."""

from types import SimpleNamespace

import pytest

from massicot.batches import queries as batches
from massicot.batches.rules import Acknowledgement
from massicot.core.ladder import GapState
from massicot.marks import queries, rules, services
from massicot.marks.models import Credential, SecondMark
from massicot.marks.rules import ReferralAnswer
from massicot.results import queries as results
from massicot.results import services as result_acts
from massicot.results.rules import Decision
from tests import world
from tests.batches.test_shortages import find, return_short, sealed_without_the_third
from tests.cast import ODILE, TYPING
from tests.marks import second_acts
from tests.marks.typing_acts import Sheet


def decide(built, number, decision=Decision.LOST):
    key = f"missing-in-batch:{number}"
    (gap,) = (gap for gap in results.ladder(built.paper).gaps if gap.key == key)
    said = {"decision": decision, "reason": "Introuvable.", "by": ODILE, "at": TYPING}
    result_acts.decide_gap(paper=built.paper, key=key, seen=gap.figures, **said)


def gaps(built):
    return {gap.key: gap.state for rung in results.ladder(built.paper).rungs for gap in rung.gaps}


@pytest.fixture
def struck(db):
    """The wood envelope closed without its third script, and in Bob's hands."""
    built = world.batched()
    number = sealed_without_the_third(built)
    wood = batches.batches_of(built.paper.pk)[0]
    world.lend(wood, "BOB")
    return SimpleNamespace(built=built, number=number, sheet=Sheet(wood, world.open_sheet(built, wood.code)))


def test_a_struck_line_is_not_typed_and_the_batch_locks_without_it(struck):
    lines = {line.number: line.rank for line in queries.grid_of(struck.sheet.credential_id).lines}
    assert struck.number not in lines
    assert list(lines.values()) == [1, 2, 4, 5, 6, 7, 8]
    (refused,) = struck.sheet.save((struck.number, "12", "")).refused
    assert refused.number == struck.number
    struck.sheet.fill("12")
    struck.sheet.lock("7", "84")
    keys = gaps(struck.built)
    assert keys[f"missing-in-batch:{struck.number}"] is GapState.OPEN
    code = struck.sheet.batch.code
    assert not {f"sheet:{code}", f"not-locked:{code}", f"totals:{code}", f"unmarked:{code}"} & keys.keys()


def test_a_struck_script_is_in_no_batch_only_once_it_is_found(struck):
    assert f"not-in-batch:{struck.number}" not in gaps(struck.built)
    find(struck.number)
    keys = gaps(struck.built)
    assert f"not-in-batch:{struck.number}" in keys
    assert f"missing-in-batch:{struck.number}" not in keys
    assert {event.key for event in results.ladder(struck.built.paper).events} >= {f"found-script:{struck.number}"}


def test_a_line_that_is_put_back_counts_on_the_sheet_again(db):
    built = world.batched()
    number = sealed_without_the_third(built)
    credential = Credential.objects.get(batch__code="B-BTS-2017-CGE-0001", is_revoked=False)
    assert credential.lines == 7
    find(number)
    credential.refresh_from_db()
    assert credential.lines == 8


def test_a_mark_that_was_typed_stays_when_the_script_is_lost(desk):
    desk.wood.fill("12")
    number = desk.wood.numbers[0]
    return_short(desk.wood.batch, number, 7, Acknowledgement("BOB", 7))
    decide(desk.world, number, Decision.ACCEPTED)
    desk.wood.lock("8", "96")
    keys = gaps(desk.world)
    assert keys[f"missing-in-batch:{number}"] is GapState.DECIDED
    assert queries.signed_marks(desk.world.paper.pk, [number])[number].hundredths == 1200


def test_a_mark_of_the_second_keying_stays_when_the_script_is_lost(desk):
    number = desk.wood.numbers[0]
    second_acts.ask(desk.world.paper.pk)
    second_acts.SecondSheet(desk.wood.batch).fill("12")
    return_short(desk.wood.batch, number, 7)
    decide(desk.world, number, Decision.ACCEPTED)
    assert SecondMark.objects.filter(number=number).exists()
    desk.wood.fill("12")
    desk.wood.lock("8", "96")
    assert queries.signed_marks(desk.world.paper.pk, [number])[number].hundredths == 1200


def test_a_mark_that_was_referred_stays_when_the_script_is_lost(desk, absent_number):
    desk.water.save(*((number, "12", "") for number in desk.water.numbers if number != absent_number))
    said = {"credential_id": desk.water.credential_id, "number": absent_number, "value": "09"}
    referral = services.refer_line(**said, at=TYPING)
    return_short(desk.water.batch, absent_number, 3)
    decide(desk.world, absent_number, Decision.ACCEPTED)
    answer = {"answer": ReferralAnswer.MARKER_RIGHT, "reason": "Vu au registre", "by": ODILE, "at": TYPING}
    services.answer_referral(referral_id=referral.pk, **answer)
    desk.water.lock("4", "45")
    assert queries.signed_marks(desk.world.paper.pk, [absent_number])[absent_number].hundredths == 900


def test_a_line_that_is_emptied_after_the_decision_is_struck_as_the_batch_is_locked(desk):
    desk.wood.fill("12")
    lost = desk.wood.numbers[0]
    return_short(desk.wood.batch, lost, 7, Acknowledgement("BOB", 7))
    decide(desk.world, lost, Decision.ACCEPTED)
    desk.wood.save((lost, "", "12"))
    desk.wood.save((lost, "13", ""))
    desk.wood.save((lost, "", "13"))
    code = desk.wood.batch.code
    assert queries.office_batch(desk.world.paper, batches.batch_by_code(code)).remaining == 0
    typed = queries.grid_to_type(queries.live_credential(desk.wood.credential_id))
    assert (typed.remaining, [line.number for line in typed.lines if line.is_given_up]) == (0, [lost])
    desk.wood.lock("7", "84")
    keys = gaps(desk.world)
    assert keys[f"missing-in-batch:{lost}"] is GapState.DECIDED
    assert not {f"sheet:{code}", f"not-locked:{code}", f"totals:{code}", f"unmarked:{code}"} & keys.keys()


def test_a_batch_of_which_every_line_is_emptied_after_the_decision_is_not_waited_for(desk, absent_number):
    numbers = desk.water.numbers
    typed = {number: "AB" if number == absent_number else "12" for number in numbers}
    desk.water.save(*((number, value, "") for number, value in typed.items()))
    return_short(desk.water.batch, " ".join(numbers), 0, Acknowledgement("BOB", 0))
    for number in numbers:
        decide(desk.world, number, Decision.ACCEPTED)
    desk.water.save(*((number, "", value) for number, value in typed.items()))
    desk.water.lock("0", "0")
    assert not any(key.startswith("not-locked:B-BTS-2017-CGE-0002") for key in gaps(desk.world))


def test_a_line_that_was_never_typed_is_struck_once_the_office_decides(desk):
    lost, *others = desk.wood.numbers
    desk.wood.save(*((number, "12", "") for number in others))
    return_short(desk.wood.batch, lost, 7)
    with pytest.raises(rules.LinesEmpty):
        desk.wood.lock("7", "84")
    decide(desk.world, lost)
    desk.wood.lock("7", "84")
    assert gaps(desk.world)[f"missing-in-batch:{lost}"] is GapState.DECIDED
    assert batches.apart_at({desk.wood.batch.centre_uai}).short.total() == 0


def test_a_mark_on_the_paper_sheet_is_typed_though_its_script_is_lost(desk, grid):
    lost = desk.wood.numbers[0]
    return_short(desk.wood.batch, lost, 7)
    desk.wood.fill("12")
    assert grid(desk.wood)[lost] == "12"
    desk.wood.lock("8", "96")


def test_a_batch_whose_only_scripts_are_lost_is_unmade_as_the_office_decides(desk):
    numbers = desk.water.numbers
    return_short(desk.water.batch, " ".join(numbers), 0)
    for number in numbers:
        decide(desk.world, number)
    assert [batch.code for batch in batches.batches_of(desk.world.paper.pk)] == [desk.wood.batch.code]
    assert not any(key.startswith("not-locked:B-BTS-2017-CGE-0002") for key in gaps(desk.world))


def test_a_script_decided_lost_and_found_waits_for_a_word_of_the_office(desk):
    lost = desk.wood.numbers[0]
    return_short(desk.wood.batch, lost, 7)
    decide(desk.world, lost)
    key = f"missing-in-batch:{lost}"
    assert results.found_by_now({key}) == set()
    assert results.decision_on_missing(desk.world.paper, lost) is not None
    find(lost)
    assert results.found_by_now({key}) == {key}
    assert results.there_after_all(desk.world.paper, results.ladder(desk.world.paper).gaps) == [key]
