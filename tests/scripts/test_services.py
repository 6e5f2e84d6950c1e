"""Scripts are inserted sorted and settled a whole centre at a time; reads by number, centre and kind."""

import pytest

from massicot.exams.models import Paper
from massicot.scripts import queries, rules, services
from massicot.scripts.models import Script
from massicot.scripts.rules import Drawn, ScriptKind, Settled
from tests import world
from tests.cast import CEDRES, MURIERS
from tests.keeping import kept

pytestmark = pytest.mark.django_db

prepared = kept(world.prepared)


def settle(built, numbers, kind=ScriptKind.WRITTEN):
    settled = {number: Settled("90002", kind, b"12345678") for number in numbers}
    services.settle_centre(paper_id=built.paper.pk, centre_uai=CEDRES, settled=settled)


def test_numbers_are_inserted_in_their_own_order(prepared):
    drawn = [Drawn(number, "9900009R") for number in ("30000000A", "10000000A")]
    services.insert_drawn(paper_id=prepared.paper.pk, drawn=drawn)
    rows = Script.objects.filter(centre_uai="9900009R").order_by("pk")
    assert list(rows.values_list("number", flat=True)) == ["10000000A", "30000000A"]


def test_a_centre_is_settled_whole(prepared):
    numbers = queries.numbers_of_centre(prepared.paper.pk, CEDRES)
    settle(prepared, numbers)
    assert set(queries.kinds_of(numbers).values()) == {ScriptKind.WRITTEN}
    assert queries.in_hand_of_centre(prepared.paper.pk, CEDRES) == dict.fromkeys(numbers, "90002")
    assert queries.in_hand_of_centre(prepared.paper.pk, MURIERS) == {}
    assert queries.numbers_in_hand(prepared.paper.pk) == set(numbers)


def test_a_centre_is_settled_by_rows_inserted_anew_in_the_order_of_the_numbers(prepared):
    numbers = queries.numbers_of_centre(prepared.paper.pk, CEDRES)
    last = Script.objects.order_by("pk").last().pk
    settle(prepared, list(reversed(numbers)))
    rows = Script.objects.filter(pk__gt=last).order_by("pk")
    assert list(rows.values_list("number", flat=True)) == numbers
    services.unsettle_centre(paper_id=prepared.paper.pk, centre_uai=CEDRES)
    assert set(Script.objects.values_list("specialty_code", "kind")) == {("", ScriptKind.DRAWN)}
    assert {bytes(token) for token in Script.objects.values_list("pupil_token", flat=True)} == {b""}
    assert queries.numbers_of_centre(prepared.paper.pk, CEDRES) == numbers


@pytest.mark.parametrize("left_out", [1, -1])
def test_some_of_a_centre_are_never_settled_without_the_others(prepared, left_out):
    numbers = queries.numbers_of_centre(prepared.paper.pk, CEDRES)
    some = numbers[1:] if left_out > 0 else [*numbers, "00000042W"]
    with pytest.raises(rules.CentreNotWhole):
        settle(prepared, some)
    assert queries.numbers_in_hand(prepared.paper.pk) == set()


def test_the_kind_of_one_script_is_corrected_and_no_other(prepared):
    number, *others = queries.numbers_of_centre(prepared.paper.pk, CEDRES)
    before = queries.kinds_of(others)
    services.correct_kind(number=number, kind=ScriptKind.WRITTEN)
    assert (queries.kinds_of([number]), queries.kinds_of(others)) == ({number: ScriptKind.WRITTEN}, before)


def test_a_script_is_found_by_its_number_as_typed(prepared):
    number = queries.numbers_of_centre(prepared.paper.pk, CEDRES)[0]
    assert queries.script_by_number(f" {number[:4]} {number[4:].lower()}").number == number
    with pytest.raises(rules.NumberUnknown):
        queries.script_by_number("00000042W")
    with pytest.raises(rules.NumberMistyped):
        queries.script_by_number(number[:-1])


def test_numbers_are_counted_by_centre_specialty_and_kind(prepared):
    drawn = {(CEDRES, "", ScriptKind.DRAWN): 9, (MURIERS, "", ScriptKind.DRAWN): 9}
    assert queries.kinds_by_cell(prepared.paper.pk) == drawn
    settle(prepared, queries.numbers_of_centre(prepared.paper.pk, CEDRES))
    settled = {(CEDRES, "90002", ScriptKind.WRITTEN): 9, (MURIERS, "", ScriptKind.DRAWN): 9}
    assert queries.kinds_by_cell(prepared.paper.pk) == settled
    assert len(queries.numbers_of_kind(prepared.paper.pk, ScriptKind.WRITTEN)) == 9
    assert [row[0] for row in queries.drawn_rows(prepared.paper.pk)] == sorted(queries.taken_numbers())


def test_strips_that_are_not_there_are_told_of_their_paper(prepared):
    other = Paper.objects.get(pk=prepared.paper.pk)
    other.pk, other.code, other._state.adding = None, "AUTRE", True
    other.save()
    lacking = {prepared.paper.pk: "10000000A", other.pk: "20000000A"}
    for paper, number in lacking.items():
        where = {"paper_id": paper, "centre_uai": CEDRES, "ref": f"S-{number}", "kept_in": "Coffre"}
        services.file_strips(**where, ends=(number, number), count=1, lacking={number: "Mme Second"})
    for paper, number in lacking.items():
        assert queries.strips_lacking(paper) == {number: (CEDRES, f"S-{number}", "Mme Second")}


def test_cells_of_one_are_told_where_a_day_is_closed(prepared):
    assert queries.cells_of_one(prepared.paper.pk) == []
    first, second, *others = queries.numbers_of_centre(prepared.paper.pk, CEDRES)
    settled = {number: Settled("90001", ScriptKind.WRITTEN, b"12345678") for number in others}
    settled[first] = Settled("90001", ScriptKind.BLANK, b"12345678")
    settled[second] = Settled("", ScriptKind.SPARE, b"12345678")
    services.settle_centre(paper_id=prepared.paper.pk, centre_uai=CEDRES, settled=settled)
    assert queries.cells_of_one(prepared.paper.pk) == [(CEDRES, "90001", ScriptKind.BLANK)]
