"""More numbers for a centre whose reserve is used up, or that had nobody when the numbers were drawn."""

import json

import pytest
import zxingcpp

from massicot.anonymity import queries, rules, services
from massicot.anonymity.models import Link
from massicot.anonymity.rules import numbers as number_rules
from massicot.audit import queries as audit
from massicot.candidates import queries as candidates
from massicot.candidates import services as candidate_acts
from massicot.candidates.rules import DayIsClosed, OffList
from massicot.core import draws
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.scripts.models import Script
from tests import world
from tests.anonymity.test_prepare import import_late, late_table
from tests.cast import CEDRES, CLAIRE, EVENING, KEY, MURIERS, ODILE, PREPARED, TILLEULS
from tests.documents.reading import Reader
from tests.keeping import kept

pytestmark = pytest.mark.django_db

built = kept(world.prepared)


def drawn(built):
    return set(Script.objects.values_list("number", flat=True))


def draw_more(built, centre=CEDRES, count=4, reason="Réserve épuisée.", total=None, by=ODILE):
    return services.draw_more(
        paper=built.paper,
        centre_uai=centre,
        count=count,
        total=len(drawn(built)) if total is None else total,
        reason=reason,
        key=KEY,
        draw=draws.from_seed(2, "more"),
        by=by,
        at=EVENING,
    )


def unused(built, centre=CEDRES):
    return queries.unused_spares(built.paper, centre, queries.sealer_of(built.paper, KEY))


def print_labels(built, numbers, centre=CEDRES):
    whose = {"paper": built.paper, "centre_uai": centre, "numbers": numbers}
    return services.print_reserve(**whose, key=KEY, by=ODILE, at=EVENING)


def ask(built, by=CLAIRE):
    services.ask_for_numbers(paper=built.paper, centre_uai=CEDRES, key=KEY, by=by, at=EVENING)


def off_list(number=""):
    person = {"surname": "SAULE", "first_names": "Lou", "born_on": PREPARED.date().replace(year=1997)}
    return OffList(candidate_number="02199999999", specialty_code="90001", room="A1", **person)


def test_more_numbers_are_new_and_leave_the_others_as_they_were(built):
    before, rows = drawn(built), set(Script.objects.values_list("number", "centre_uai", "specialty_code", "kind"))
    links = set(Link.objects.values_list("number_index", "sealed"))
    more = draw_more(built)
    assert (len(more), len(set(more) & before), drawn(built)) == (4, 0, before | set(more))
    assert rows < set(Script.objects.values_list("number", "centre_uai", "specialty_code", "kind"))
    assert links == set(Link.objects.values_list("number_index", "sealed"))
    assert set(more) <= set(unused(built))


def test_a_table_that_found_the_reserve_too_small_is_imported_once_more_are_drawn(built):
    with pytest.raises(number_rules.NoSpareLeft):
        import_late(built, late_table(31, 32, 33, 34))
    draw_more(built)
    import_late(built, late_table(31, 32, 33, 34))
    assert len(unused(built)) == 3


def test_numbers_are_drawn_for_a_centre_that_had_nobody(built):
    assert unused(built, TILLEULS) == []
    more = draw_more(built, TILLEULS)
    assert unused(built, TILLEULS) == sorted(more)


def test_rows_of_a_centre_stay_in_the_order_of_their_numbers(built):
    draw_more(built)
    rows = Script.objects.filter(centre_uai=CEDRES).order_by("pk").values_list("number", flat=True)
    assert list(rows) == sorted(rows)


def test_the_journal_tells_how_many_and_why_and_no_number(built):
    draw_more(built, reason=" Réserve épuisée. ")
    line = audit.acts_of(exams.subject_of(built.paper))[-1]
    told = {"centre": CEDRES, "numbers": 4, "reason": "Réserve épuisée."}
    assert (line.act, line.by, json.loads(line.facts)) == ("MoreNumbersDrawn", ODILE.login, told)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"reason": " "}, number_rules.DrawReasonMissing),
        ({"count": 0}, number_rules.CountUnlikely),
        ({"count": 501}, number_rules.CountUnlikely),
        ({"total": 3}, number_rules.NumbersDrawnSince),
        ({"centre": "9999999Z"}, number_rules.NotAnExamCentre),
    ],
)
def test_nothing_is_drawn_without_a_reason_twice_or_for_nobody(built, changes, refusal):
    before = drawn(built)
    with pytest.raises(refusal):
        draw_more(built, **changes)
    assert drawn(built) == before


def test_nothing_is_drawn_once_the_day_is_closed(built):
    world.sat(world=built)
    with pytest.raises(DayIsClosed):
        draw_more(built)


def test_only_the_new_labels_are_printed(built):
    more = draw_more(built)
    sheet = Reader(print_labels(built, more))
    assert {code.text for code in sheet.codes(0, zxingcpp.BarcodeFormat.Code128)} == set(more)
    with pytest.raises(number_rules.NotOfTheReserve):
        print_labels(built, more, MURIERS)


def test_whoever_prints_a_reserve_is_told_in_the_journal_with_how_many_labels_and_no_number(built):
    more = draw_more(built)
    print_labels(built, more[:3])
    line = audit.acts_of(candidates.day_subject(built.paper, CEDRES))[-1]
    told = {"centre": CEDRES, "labels": 3}
    assert (line.act, line.by, json.loads(line.facts)) == ("ReservePrinted", ODILE.login, told)


def test_no_label_of_a_reserve_is_printed_once_the_day_is_closed(built):
    world.sat(world=built)
    with pytest.raises(DayIsClosed):
        print_labels(built, unused(built))
    acts = [line.act for line in audit.acts_of(candidates.day_subject(built.paper, CEDRES))]
    assert "ReservePrinted" not in acts


def test_a_centre_without_a_label_left_is_told_what_to_do_and_asks_the_office(built):
    import_late(built, late_table(31, 32, 33))
    entered = {"paper": built.paper, "centre_uai": CEDRES, "candidate": off_list(), "key": KEY}
    with pytest.raises(number_rules.ReserveUsedUp) as refused:
        services.add_off_list(**entered, number="", by=CLAIRE, at=EVENING)
    assert refused.value.values == {"centre": CEDRES}
    ask(built)
    ask(built, by=Actor("other@cedres.invalid"))
    assert [(one.centre_uai, one.asked_by) for one in candidates.numbers_asked([built.paper.pk])] == [
        (CEDRES, CLAIRE.login)
    ]
    more = draw_more(built)
    assert candidates.numbers_asked([built.paper.pk]) == []
    services.add_off_list(**entered, number=more[0], by=CLAIRE, at=EVENING)


def test_a_centre_with_labels_left_asks_for_none(built):
    with pytest.raises(number_rules.LabelsLeft) as refused:
        ask(built)
    assert refused.value.values == {"count": 3}
    assert candidates.numbers_asked([built.paper.pk]) == []


def test_a_request_for_numbers_ends_with_the_day(built):
    import_late(built, late_table(31, 32, 33))
    ask(built)
    world.sat(world=built)
    assert candidates.numbers_asked([built.paper.pk]) == []


def test_a_preview_says_how_many_numbers_each_centre_will_need(built):
    outcome = candidate_acts.preview_candidates(built.session, late_table(31, 32, 33, 34))
    assert queries.numbers_wanted(built.session, outcome.comers) == [("CGE", CEDRES, 4)]
    outcome = candidate_acts.preview_candidates(built.session, late_table(31, specialty="90003"))
    assert queries.numbers_wanted(built.session, outcome.comers) == []


def test_labels_of_the_reserve_are_printed_in_an_order_that_tells_nothing_of_the_numbers(built):
    more = draw_more(built, count=9)
    sealer = queries.sealer_of(built.paper, KEY)
    sheet = Reader(print_labels(built, more))
    codes = sorted(sheet.codes(0, zxingcpp.BarcodeFormat.Code128), key=lambda code: (round(code.top), code.left))
    order = list(dict.fromkeys(code.text for code in codes))
    assert order == rules.shuffled_reserve(sealer, more) != sorted(more)


def test_the_whole_sheet_and_the_list_have_the_reserve_in_the_same_order(built):
    draw_more(built, count=9)
    where = {"paper": built.paper, "centre_uai": CEDRES, "key": KEY, "by": ODILE, "at": EVENING}
    spares = rules.shuffled_reserve(queries.sealer_of(built.paper, KEY), unused(built))
    for pdf in (services.print_labels(**where), services.print_anonymity_list(**where)):
        text = Reader(pdf).text.replace(" ", "")
        assert sorted(spares, key=text.index) == spares
