"""The rungs of what comes back after the marking: not yet due, due, whole, gap; the lifting waits for none of them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.batches.rules import Witnessed
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.consignments.rules.despatch import AllBut
from massicot.consignments.rules.returns import ReturnCounts
from massicot.consignments.rules.rungs import BackState
from massicot.core.ladder import DueDay, GapState, due_day
from massicot.exams import queries as exams
from massicot.exams.models import Paper
from massicot.marks import services as marks
from massicot.results import queries, services
from massicot.results.rules import Decision, ladder
from massicot.results.rules.decisions import GapUnknown, SheetNotDecided
from massicot.results.rules.exports import ExportKind
from massicot.shelves import services as shelves
from tests import going_back, later_world
from tests.cast import KEY, MARC, ODILE, PERRIN
from tests.going_back import CAME
from tests.keeping import kept
from tests.results.sound_paper import NUMBERS, with_back, with_sheet

pytestmark = pytest.mark.django_db
DAY = datetime(2017, 6, 9, 15, tzinfo=UTC)
BEFORE = DAY - timedelta(seconds=1)
GIVEN_UP = "Perdu par la messagerie."

built = kept(going_back.locked_and_back)


def gaps_of(facts):
    return [gap.key for rung in ladder.rungs(facts) for gap in rung.gaps]


def rung(built, name, at):
    """Count one rung at an instant: both sources, and its gaps with their states."""
    counted = queries.ladder_at(exams.paper_by_id(built.paper.pk), at).rung(name)
    return counted.expected, counted.found, {gap.key: gap.state for gap in counted.gaps}


def returned(built, at=BEFORE):
    return rung(built, "scripts returned", at)


def sheets(built, at=BEFORE):
    return rung(built, "sheets received", at)


@pytest.mark.parametrize(("by", "at", "day"), [
    (None, DAY, DueDay.UNSAID), (DAY, None, DueDay.TO_COME), (DAY, BEFORE, DueDay.TO_COME), (DAY, DAY, DueDay.OVER),
])  # fmt: skip
def test_a_day_is_to_come_until_its_instant(by, at, day):
    assert due_day(by, at) is day


@pytest.mark.parametrize("state", [BackState.DUE, BackState.LOST])
@pytest.mark.parametrize("ref", ["B-1", NUMBERS[4]])
def test_before_the_day_nothing_is_a_gap_and_without_a_day_what_is_lost_alone(ref, state):
    facts = with_back(ref, state=state, there=0)
    assert gaps_of(replace(facts, return_day=DueDay.TO_COME)) == []
    assert len(gaps_of(replace(facts, return_day=DueDay.UNSAID))) == (state is BackState.LOST)
    assert len(gaps_of(facts)) == 1


def test_a_sheet_given_up_is_decided_with_its_reason_and_no_sheet_is_overdue_without_a_day():
    assert gaps_of(replace(with_sheet(), return_day=DueDay.UNSAID)) == []
    assert gaps_of(replace(with_sheet(GIVEN_UP), return_day=DueDay.TO_COME)) == []
    [gap] = [gap for rung in ladder.rungs(replace(with_sheet(GIVEN_UP), return_day=DueDay.UNSAID)) for gap in rung.gaps]
    assert (gap.state, gap.reason) == (GapState.DECIDED, GIVEN_UP)


def test_nothing_is_due_before_its_batch_is_locked(built):
    for batch in batches.batches_of(built.paper.pk):
        services.unlock_batch(batch_code=batch.code, reason="Total", by=ODILE, at=CAME)
    assert (returned(built, DAY), sheets(built, DAY)) == ((0, 0, {}), (0, 0, {}))


def test_what_is_locked_is_due_and_overdue_once_the_day_is_over(built):
    first, second = (batch.code for batch in batches.batches_of(built.paper.pk))
    assert (returned(built), sheets(built)) == ((12, 0, {}), (2, 0, {}))
    assert returned(built, DAY)[2] == dict.fromkeys((f"not-returned:{code}" for code in (first, second)), "open")
    assert sheets(built, DAY)[2] == dict.fromkeys((f"sheet-not-received:{code}" for code in (first, second)), "open")
    Paper.objects.update(return_by=None)
    assert (returned(built, DAY), sheets(built, DAY)) == ((12, 0, {}), (2, 0, {}))


def come_back_but_one(built):
    """Let both batches come back but the first, which is missing; give its code."""
    first, second = batches.batches_of(built.paper.pk)
    code = going_back.receive(going_back.send(going_back.pack(built))).code
    lacking = AllBut([first.code], "Mme Roux")
    counted = ReturnCounts(1, second.in_hand)
    consignments.tick_return_all_but(code=code, counted=counted, lacking=lacking, by=ODILE, at=CAME)
    return first.code


def test_what_a_closed_parcel_lacks_is_named_as_lost_and_once_it_is_found_all_is_whole(built):
    lost = come_back_but_one(built)
    parcel = going_back.the_parcel(built)
    here = returned(built)[1]
    assert returned(built, DAY) == (12, here, {f"not-returned:{lost}": "open"})
    going_back.close(parcel.code)
    assert (returned(built), returned(built, DAY)) == ((12, here, {}), (12, here, {f"batch-lost-back:{lost}": "open"}))
    consignments.find_return_content(code=parcel.code, ref=lost, by=ODILE, at=DAY)
    assert returned(built, DAY) == (12, 12, {})


def test_what_lies_in_a_lost_parcel_is_lost_until_it_comes(built):
    parcel = going_back.send(going_back.pack(built))
    assert set(returned(built, DAY)[2].values()) == {"open"}
    consignments.lose_return(code=parcel.code, reason="Perdu", by=ODILE, at=going_back.OVERDUE)
    assert {key.partition(":")[0] for key in returned(built, DAY)[2]} == {"batch-lost-back"}
    going_back.receive(parcel, at=going_back.OVERDUE)
    assert {key.partition(":")[0] for key in returned(built, DAY)[2]} == {"not-returned"}


def test_a_script_that_lies_in_no_batch_is_due_too(built):
    batch = batches.batches_of(built.paper.pk)[0]
    number = batches.numbers_of(batch.pk)[-1]
    batch_acts.withdraw_script(code=batch.code, number=number, reason="Fraude", by=ODILE, at=going_back.PACKED)
    assert returned(built)[:2] == (12, 0)
    assert f"script-not-returned:{number}" in returned(built, DAY)[2]
    code = going_back.receive(going_back.send(going_back.pack(built, scripts=[number]))).code
    consignments.miss_return(code=code, ref=number, reason="Pas dans le paquet", by=ODILE, at=CAME)
    going_back.close(code)
    assert f"script-lost-back:{number}" in returned(built, DAY)[2]


def test_sheets_come_back_and_one_that_is_given_up_is_decided(built):
    first, second = (batch.code for batch in batches.batches_of(built.paper.pk))
    shelves.give_up_sheet(paper=built.paper, code="1", reason=GIVEN_UP, by=ODILE, at=CAME)
    shelves.receive_sheet(paper=built.paper, code="2", by=ODILE, at=CAME)
    assert (sheets(built), sheets(built, DAY)) == ((2, 1, {}), (2, 1, {f"sheet-given-up:{first}": "decided"}))
    with pytest.raises(SheetNotDecided):
        decide(built, f"sheet-given-up:{first}", "1/0")
    shelves.take_back_sheet(paper=built.paper, code="2", reason="Un autre", by=ODILE, at=CAME)
    assert sheets(built, DAY)[2][f"sheet-not-received:{second}"] == "open"
    for code in ("1", "2"):
        shelves.receive_sheet(paper=built.paper, code=code, by=ODILE, at=DAY)
    assert sheets(built, DAY) == (2, 2, {})


def decide(built, key, seen, at=DAY):
    said = {"decision": Decision.ACCEPTED, "reason": "Introuvable.", "by": ODILE, "at": at}
    services.decide_gap(paper=built.paper, key=key, seen=seen, **said)


def test_a_batch_that_never_came_back_is_decided_and_no_mark_changes(built):
    lost = come_back_but_one(built)
    size = batches.batch_by_code(lost).in_hand
    going_back.close(going_back.the_parcel(built).code)
    with pytest.raises(GapUnknown):
        decide(built, f"batch-lost-back:{lost}", f"{size}/0", at=BEFORE)
    decide(built, f"batch-lost-back:{lost}", f"{size}/0")
    assert returned(built, DAY)[2] == {f"batch-lost-back:{lost}": "decided"}
    later_world.lift(built)
    assert b"MQ" not in marks_of(built)


def test_neither_the_lifting_nor_the_tables_wait_for_what_comes_back(built):
    going_back.close(close_without_the_first(built))
    Paper.objects.update(return_by=None)
    assert len(queries.ladder(exams.paper_by_id(built.paper.pk)).open_gaps) == 1
    later_world.lift(built)
    assert queries.is_lifted(built.paper)
    assert marks_of(built)


def marks_of(built):
    return services.export_table(paper=built.paper, kind=ExportKind.MARKS, key=KEY, by=ODILE, at=DAY)


def close_without_the_first(built):
    come_back_but_one(built)
    return going_back.the_parcel(built).code


def test_a_script_found_once_its_batch_went_back_is_still_in_it_and_goes_back_by_its_number(built):
    batch = batches.batches_of(built.paper.pk)[0]
    number = batches.numbers_of(batch.pk)[-1]
    lacking = {"code": batch.code, "counted": batch.in_hand - 1, "missing": number}
    batch_acts.miss_at_desk(**lacking, signed=Witnessed("Cherchée", "Mme Roux"), by=MARC, at=going_back.PACKED)
    assert rung(built, "in batches", DAY) == (12, 11, {f"missing-in-batch:{number}": "open"})
    going_back.pack(built)
    marks.find_short(shortage_id=batches.open_shortage(number).pk, by=MARC, at=going_back.PACKED)
    assert rung(built, "in batches", DAY) == (12, 12, {})
    assert returned(built)[:2] == (12, 0)


def given_up(built):
    return {ref for ref, row in parcels.returned_from(built.paper.pk, PERRIN).items() if row.is_given_up}


def test_what_was_given_up_with_its_parcel_is_looked_for_anew_once_that_comes(built):
    parcel = going_back.send(going_back.pack(built))
    consignments.lose_return(code=parcel.code, reason="Perdu", by=ODILE, at=going_back.OVERDUE)
    lost = batches.batches_of(built.paper.pk)[0]
    decide(built, f"batch-lost-back:{lost.code}", f"{lost.in_hand}/0")
    assert given_up(built) == {lost.code}
    going_back.receive(parcel, at=going_back.OVERDUE)
    assert given_up(built) == set()
