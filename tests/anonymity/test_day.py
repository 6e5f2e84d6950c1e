"""A centre's day: closed on its counts, opened again, candidates off the list."""

import json
from datetime import date

import pytest

from massicot.anonymity import queries, rules, services
from massicot.anonymity.rules import day, numbers
from massicot.anonymity.rules import strips as strip_rules
from massicot.anonymity.rules.strips import BoxesOverlap
from massicot.audit import queries as audit
from massicot.candidates import queries as candidates
from massicot.candidates import rules as candidate_rules
from massicot.candidates import services as attendance
from massicot.candidates.rules import Attendance, CountsDiffer, DayIsClosed, DayNotClosed, NotAllKeyed, OffList
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.core.keys import Key
from massicot.custody import queries as ledger
from massicot.custody import services as custody
from massicot.custody.rules import Act, ItemKind, Place, Spot
from massicot.scripts import queries as scripts
from massicot.scripts.models import Script
from massicot.scripts.queries import FiledStrips
from massicot.scripts.rules import PUPIL_KEY, NumberMistyped, ScriptKind, pupil_token, salt_of
from massicot.shelves import queries as shelves
from tests import cast, later_world, world
from tests.boxing import box
from tests.cast import CEDRES, CLAIRE, EVENING, KEY, MORNING, MURIERS, PREPARED

pytestmark = pytest.mark.django_db


def close(built, counts=(6, 6, 6), gap_reason="", key=KEY, at=EVENING):
    items, labels, strips = counts
    services.close_day(
        paper=built.paper,
        centre_uai=CEDRES,
        items_in_hand=items,
        labels_used=labels,
        strips_boxed=strips,
        gap_reason=gap_reason,
        key=key,
        by=CLAIRE,
        at=at,
    )


def reopen(built, centre=CEDRES):
    services.reopen_day_unchecked_decisions(
        paper=built.paper, centre_uai=centre, reason="one misread", by=CLAIRE, at=MORNING
    )


def add(built, rank, number, specialty="90002", centre=CEDRES):
    leo = {"surname": "TARDIF", "first_names": "Léo", "born_on": date(1997, 2, 1), "origin_uai": MURIERS}
    one = OffList(candidate_number=cast.candidate_number(rank), specialty_code=specialty, room="A1", **leo)
    services.add_off_list(
        paper=built.paper, centre_uai=centre, candidate=one, number=number, key=KEY, by=CLAIRE, at=EVENING
    )


def spares(built, centre=CEDRES):
    return queries.unused_spares(built.paper, centre, queries.sealer_of(built.paper, KEY))


def kind_of(built, rank):
    number = later_world.number_of(built, rank)
    return scripts.kinds_of([number])[number]


@pytest.fixture
def keyed():
    """Les Cèdres keyed: rank 2 absent, rank 5 blank; the day is open."""
    built = world.prepared()
    world.key_room(built, CEDRES, absent=(2,), blank=(5,))
    return built


def test_closing_the_day_settles_what_each_number_is(keyed):
    close(keyed)
    kinds = [kind_of(keyed, rank) for rank in (1, 2, 5)]
    assert kinds == [ScriptKind.WRITTEN, ScriptKind.PLACEHOLDER, ScriptKind.BLANK]
    held = scripts.in_hand_of_centre(keyed.paper.pk, CEDRES)
    assert ledger.refs_at(ItemKind.SCRIPT, Place.EXAM_CENTRE, CEDRES) == list(held)
    assert set(scripts.kinds_of(spares(keyed)).values()) == {ScriptKind.SPARE}
    assert kind_of(keyed, 9) is ScriptKind.DRAWN


@pytest.mark.parametrize("counts", [(5, 6, 6), (6, 7, 6), (6, 6, 5)])
def test_a_count_that_differs_is_found_or_signed(keyed, counts):
    with pytest.raises(CountsDiffer):
        close(keyed, counts)
    with pytest.raises(CountsDiffer):
        close(keyed, counts, gap_reason="  ")
    assert ledger.refs_at(ItemKind.SCRIPT, Place.EXAM_CENTRE, CEDRES) == []
    close(keyed, counts, gap_reason="counted three times")
    (line,) = [line for line in audit.acts_of(candidates.day_subject(keyed.paper, CEDRES)) if line.act == "DayClosed"]
    assert "counted three times" in line.facts


def test_a_day_does_not_close_before_everybody_is_keyed_nor_twice(keyed):
    with pytest.raises(NotAllKeyed):
        world.close_day(keyed, MURIERS)
    close(keyed)
    with pytest.raises(DayIsClosed):
        close(keyed)


def test_the_wrong_key_closes_nothing(keyed):
    with pytest.raises(rules.WrongKey):
        close(keyed, key=Key(b"another key of thirty-two bytes!"))
    assert candidates.closing_counts(keyed.paper.pk) == {}
    close(keyed)


def test_a_day_opened_again_takes_a_correction_and_settles_all_anew(keyed):
    close(keyed)
    reopen(keyed)
    assert ledger.refs_at(ItemKind.SCRIPT, Place.EXAM_CENTRE, CEDRES) == []
    assert set(Script.objects.values_list("specialty_code", "kind")) == {("", ScriptKind.DRAWN)}
    attendance.correct_attendance(
        paper=keyed.paper,
        centre_uai=CEDRES,
        candidate_number=cast.candidate_number(2),
        seen=Attendance.ABSENT,
        attendance=Attendance.PRESENT,
        reason="signed on another line",
        by=CLAIRE,
        at=MORNING,
    )
    attendance.count_room(paper=keyed.paper, centre_uai=CEDRES, room="A1", counted=8, by=CLAIRE, at=MORNING)
    close(keyed, at=MORNING)
    assert kind_of(keyed, 2) is ScriptKind.WRITTEN
    stories = {len(ledger.story_of(ItemKind.SCRIPT, number)) for number in scripts.numbers_in_hand(keyed.paper.pk)}
    assert stories == {1}


def test_only_a_closed_day_is_opened_again(keyed):
    with pytest.raises(DayNotClosed):
        reopen(keyed)
    close(keyed)
    reopen(keyed)
    with pytest.raises(DayNotClosed):
        reopen(keyed)


def test_a_day_stays_closed_once_its_scripts_are_packed():
    built = world.packed()
    with pytest.raises(day.ParcelsMade) as refused:
        reopen(built)
    assert refused.value.values == {"centre": CEDRES}
    for parcel in parcels.parcels_of(built.paper.pk, CEDRES):
        consignments.unpack_parcel(code=parcel.code, reason="to correct the register", by=CLAIRE, at=EVENING)
    reopen(built)
    assert not candidates.is_day_closed(built.paper.pk, CEDRES)


def test_a_candidate_off_the_list_has_the_spare_that_was_stuck_on(keyed):
    spare = spares(keyed)[1]
    add(keyed, 41, f" {spare.lower()} ")
    attendance.count_room(paper=keyed.paper, centre_uai=CEDRES, room="A1", counted=8, by=CLAIRE, at=EVENING)
    close(keyed, (7, 7, 7))
    assert later_world.number_of(keyed, 41) == spare
    assert scripts.kinds_of([spare]) == {spare: ScriptKind.WRITTEN}
    assert scripts.specialties_of([spare]) == {spare: "90002"}
    token = scripts.tokens_of_written([spare])[spare]
    assert token == pupil_token(KEY.sub_key(PUPIL_KEY), spare, MURIERS, salt_of(token))


def test_a_number_that_is_no_spare_of_the_centre_is_refused(keyed):
    taken = later_world.number_of(keyed, 1)
    for number in (taken, spares(keyed, MURIERS)[0], "00000042W"):
        with pytest.raises(numbers.NotASpare):
            add(keyed, 41, number)
    with pytest.raises(NumberMistyped):
        add(keyed, 41, "00000042A")
    used = spares(keyed)[0]
    add(keyed, 41, used)
    with pytest.raises(numbers.NotASpare):
        add(keyed, 42, used)
    assert len(candidates.entry_rows(keyed.paper, None, CEDRES)) == 9


def test_a_candidate_off_the_list_of_a_scanned_specialty_has_no_number(keyed):
    add(keyed, 41, "", specialty="90003")
    assert cast.candidate_number(41) not in later_world.truth(keyed)
    assert len(spares(keyed)) == 3


def test_a_number_is_given_where_one_is_needed_and_nowhere_else(keyed):
    with pytest.raises(numbers.SpareMissing, match="90002 are numbered"):
        add(keyed, 41, " ")
    with pytest.raises(numbers.NumberNotWanted, match="90003 are not numbered"):
        add(keyed, 41, spares(keyed)[0], specialty="90003")
    assert len(candidates.entry_rows(keyed.paper, None, CEDRES)) == 8


def test_nobody_takes_a_spare_before_the_numbers_are_drawn():
    with pytest.raises(numbers.NotPrepared):
        add(world.opened(), 41, "00000042W")


def test_a_day_is_not_opened_again_over_a_parcel_of_scripts_without_numbers():
    built = world.sat()
    parcel = world.packed_for_the_hub(built)
    with pytest.raises(day.ParcelsMade) as refused:
        reopen(built)
    assert refused.value.values == {"centre": CEDRES}
    consignments.unpack_parcel(code=parcel.code, reason="To correct", by=CLAIRE, at=MORNING)
    reopen(built)
    assert not candidates.is_day_closed(built.paper.pk, CEDRES)


def test_a_day_is_not_opened_again_once_a_parcel_has_left():
    built = world.sat()
    world.send(world.packed_for_the_hub(built).code)
    with pytest.raises(day.ParcelsLeft) as refused:
        reopen(built)
    assert refused.value.values["centre"] == CEDRES
    assert candidates.is_day_closed(built.paper.pk, CEDRES)


def test_strips_are_boxed_and_counted(keyed):
    close(keyed)
    refs = [box(keyed, count) for count in (4, 2)]
    assert refs == [f"S-BTS-2017-CGE-{CEDRES}-1", f"S-BTS-2017-CGE-{CEDRES}-2"]
    assert queries.boxed_strips(keyed.paper) == {CEDRES: 6}


def test_boxes_hold_no_more_strips_than_were_counted_at_the_closing(keyed):
    with pytest.raises(strip_rules.StripsNotCounted):
        box(keyed, 4)
    close(keyed)
    box(keyed, 4)
    with pytest.raises(rules.StripsBoxedBeyond) as refused:
        box(keyed, 3)
    assert refused.value.values == {"cut": 6, "boxed": 4, "left": 2, "count": 3}
    assert queries.boxed_strips(keyed.paper) == {CEDRES: 4}
    reopen(keyed)
    with pytest.raises(strip_rules.StripsNotCounted):
        box(keyed, 2)


def take_back_box(built, ref, reason="The same strips, typed twice"):
    services.unbox_strips(paper=built.paper, centre_uai=CEDRES, ref=ref, reason=reason, by=CLAIRE, at=MORNING)


def test_a_box_that_was_filed_twice_is_taken_back_with_a_reason(keyed):
    close(keyed)
    first, twice = box(keyed, 3), box(keyed, 3)
    with pytest.raises(candidate_rules.CorrectionReasonMissing):
        take_back_box(keyed, twice, " ")
    take_back_box(keyed, twice)
    assert queries.boxes_of_centre(keyed.paper, CEDRES) == {first: 3}
    assert queries.boxed_strips(keyed.paper) == {CEDRES: 3}
    assert scripts.strips_filed([CEDRES], shelves.papers_destroyed()) == {
        (keyed.paper.pk, CEDRES): FiledStrips(boxed=3, lacking=[])
    }
    line = audit.acts_of(candidates.day_subject(keyed.paper, CEDRES))[-1]
    assert json.loads(line.facts) == {"ref": twice, "count": 3, "reason": "The same strips, typed twice"}
    assert box(keyed, 3) == f"S-BTS-2017-CGE-{CEDRES}-3"
    with pytest.raises(BoxesOverlap):
        box(keyed, 1)


def test_a_box_that_is_not_there_is_not_taken_back(keyed):
    close(keyed)
    ref = box(keyed, 3)
    take_back_box(keyed, ref)
    for gone in (ref, f"S-BTS-2017-CGE-{CEDRES}-9", f"S-BTS-2017-CGE-{MURIERS}-1"):
        with pytest.raises(strip_rules.BoxNotThere):
            take_back_box(keyed, gone)
    assert [line.act for line in audit.acts_of(candidates.day_subject(keyed.paper, CEDRES))].count("StripsUnboxed") == 1


def test_a_day_opened_again_opens_its_boxes(keyed):
    close(keyed)
    ref = box(keyed, 6)
    reopen(keyed)
    assert queries.boxed_strips(keyed.paper) == {}
    assert scripts.strip_boxes(keyed.paper.pk, CEDRES) == []
    with pytest.raises(strip_rules.BoxNotThere):
        take_back_box(keyed, ref)
    close(keyed)
    assert box(keyed, 6) == f"S-BTS-2017-CGE-{CEDRES}-2"


def test_strips_of_a_session_whose_code_goes_on_are_not_counted_with_these(keyed):
    ref = rules.strips_prefix("BTS-2017-CGE", "MATHS", CEDRES) + "1"
    spot = Spot(Place.EXAM_CENTRE, CEDRES)
    custody.appear(kind=ItemKind.STRIPS, refs=[ref], act=Act.BOXED, spot=spot, count=9, by=CLAIRE, at=EVENING)
    assert queries.boxed_strips(keyed.paper) == {}


def test_the_list_of_names_and_numbers_is_printed_under_trace(keyed):
    services.print_anonymity_list(paper=keyed.paper, centre_uai=CEDRES, key=KEY, by=CLAIRE, at=PREPARED)
    line = audit.acts_of(candidates.day_subject(keyed.paper, CEDRES))[-1]
    assert (line.act, line.by) == ("ListPrinted", CLAIRE.login)
