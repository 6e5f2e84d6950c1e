"""Two clerks of one exam centre at the same time, where names and numbers meet; the race, then the guard."""

import threading
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from massicot.anonymity import queries, rules, services
from massicot.anonymity.rules.strips import FiledBox
from massicot.candidates import queries as candidates
from massicot.candidates.rules import DayIsClosed, OffList
from massicot.candidates.services import reopen_centre_day
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.custody import queries as ledger
from massicot.custody import services as custody
from massicot.custody.rules import Act, ItemKind, Place, Spot
from massicot.exams import queries as exams
from massicot.scripts import queries as scripts
from massicot.scripts import services as script_acts
from tests import boxing, cast, world
from tests.cast import CEDRES, CLAIRE, EVENING, KEY
from tests.consignments.test_race_packing import bare_parcel
from tests.racing import WAIT_S, at_once

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]

ROUNDS = 5


@pytest.fixture
def keyed():
    """Les Cèdres keyed and confirmed; the day is open."""
    built = world.prepared()
    world.key_room(built, CEDRES, absent=(2,), blank=(5,))
    return built


def spares(built):
    return queries.unused_spares(built.paper, CEDRES, queries.sealer_of(built.paper, KEY))


def add(built, rank, number):
    one = OffList(
        candidate_number=cast.candidate_number(rank),
        surname="TARDIF",
        first_names="Léo",
        born_on=date(1997, 2, 1),
        specialty_code="90002",
        room="A1",
    )
    services.add_off_list(
        paper=built.paper, centre_uai=CEDRES, candidate=one, number=number, key=KEY, by=CLAIRE, at=EVENING
    )


def box(built, filed):
    return services.box_strips(paper=built.paper, centre_uai=CEDRES, box=filed, by=CLAIRE, at=EVENING)


def piles(built):
    """Part the sorted strips in two boxes."""
    first, *_, last = sorted(scripts.in_hand_of_centre(built.paper.pk, CEDRES))
    left = boxing.next_box(built, 4)
    right = next(number for number in boxing.in_no_box(built) if number > left.last)
    assert first == left.first
    return left, FiledBox(first=right, last=last, count=2, kept_in=boxing.KEPT_IN, reason=boxing.UNCOMPARED)


def take_back(built, ref):
    services.unbox_strips(paper=built.paper, centre_uai=CEDRES, ref=ref, reason="Misread", by=CLAIRE, at=EVENING)


def close(built, strips=6, **more):
    counts = {"items_in_hand": 6, "labels_used": 6, "strips_boxed": strips}
    services.close_day(paper=built.paper, centre_uai=CEDRES, **counts, **more, key=KEY, by=CLAIRE, at=EVENING)


def reopen(built):
    services.reopen_day_unchecked_decisions(
        paper=built.paper, centre_uai=CEDRES, reason="misread", by=CLAIRE, at=EVENING
    )


def pack(built, count=2):
    """Pack the scripts that go to the hub, which bear no number."""
    route, counts = exams.specialty_routes(built.paper, EVENING)["90003"], {"90003": count}
    where = {"paper": built.paper, "centre_uai": CEDRES, "route": route}
    return services.pack_counted(**where, counts=counts, seen={}, by=CLAIRE, at=EVENING)


def kinds_of(outcomes):
    return sorted(type(outcome).__name__ for outcome in outcomes)


def test_without_the_guard_two_boxes_of_strips_would_have_one_reference(keyed):
    counted = threading.Barrier(2, timeout=WAIT_S)
    spot = Spot(Place.EXAM_CENTRE, CEDRES)
    prefix = rules.strips_prefix("BTS-2017", "CGE", CEDRES)

    def box_unguarded(count):
        ref = f"{prefix}{len(ledger.boxed_strips(prefix)) + 1}"
        counted.wait()
        with transaction.atomic():
            custody.appear(
                kind=ItemKind.STRIPS, refs=[ref], act=Act.BOXED, spot=spot, count=count, by=CLAIRE, at=EVENING
            )

    with pytest.raises(IntegrityError):
        at_once(lambda: box_unguarded(4), lambda: box_unguarded(2))


def test_two_who_box_strips_at_once_have_a_box_each(keyed):
    close(keyed)
    left, right = piles(keyed)
    for _ in range(ROUNDS):
        refs = at_once(lambda: box(keyed, left), lambda: box(keyed, right))
        assert len(set(refs)) == 2
        assert queries.boxed_strips(keyed.paper) == {CEDRES: 6}
        for ref in refs:
            take_back(keyed, ref)


def test_two_who_box_the_same_strips_at_once_box_them_once(keyed):
    close(keyed)
    everything = boxing.next_box(keyed)
    outcomes = at_once(lambda: box(keyed, everything), lambda: box(keyed, everything))
    assert kinds_of(outcomes) == ["BoxesOverlap", "str"]
    assert queries.boxed_strips(keyed.paper) == {CEDRES: 6}


def test_without_the_guard_two_boxes_would_hold_the_same_strips(keyed):
    close(keyed)
    looked = threading.Barrier(2, timeout=WAIT_S)
    left, _ = piles(keyed)

    def file_unguarded(rank):
        with transaction.atomic():
            assert scripts.strip_boxes(keyed.paper.pk, CEDRES) == []
            looked.wait()
            where = {"paper_id": keyed.paper.pk, "centre_uai": CEDRES, "ref": f"S-{rank}"}
            script_acts.file_strips(**where, ends=(left.first, left.last), count=4, kept_in=boxing.KEPT_IN, lacking={})

    at_once(lambda: file_unguarded(1), lambda: file_unguarded(2))
    assert len(scripts.strip_boxes(keyed.paper.pk, CEDRES)) == 2


def test_two_boxes_closed_at_once_never_overlap(keyed):
    close(keyed, strips=12, gap_reason="the strips of two papers, cut together")
    left, _ = piles(keyed)
    for _ in range(ROUNDS):
        outcomes = at_once(lambda: box(keyed, left), lambda: box(keyed, left))
        assert kinds_of(outcomes) == ["BoxesOverlap", "str"]
        take_back(keyed, next(iter(queries.boxes_of_centre(keyed.paper, CEDRES))))


def test_two_who_take_one_box_back_at_once_take_it_back_once(keyed):
    close(keyed)
    ref = box(keyed, boxing.next_box(keyed))
    outcomes = at_once(*[lambda: take_back(keyed, ref)] * 2)
    assert kinds_of(outcomes) == ["BoxNotThere", "NoneType"]
    assert queries.boxed_strips(keyed.paper) == {}


def test_one_spare_number_is_given_to_one_of_two_candidates(keyed):
    spare = spares(keyed)[0]
    outcomes = at_once(lambda: add(keyed, 41, spare), lambda: add(keyed, 42, spare))
    assert kinds_of(outcomes) == ["NoneType", "NotASpare"]
    assert len(candidates.entry_rows(keyed.paper, None, CEDRES)) == 9


def test_one_candidate_off_the_list_is_entered_once(keyed):
    first, second, _ = spares(keyed)
    outcomes = at_once(lambda: add(keyed, 41, first), lambda: add(keyed, 41, second))
    assert kinds_of(outcomes) == ["NoneType", "OnThisRegister"]
    assert len(spares(keyed)) == 2


def test_two_who_close_or_open_a_day_at_once_do_it_once(keyed):
    for _ in range(ROUNDS):
        closings = at_once(*[lambda: close(keyed)] * 2)
        assert kinds_of(closings) == [DayIsClosed.__name__, "NoneType"]
        openings = at_once(*[lambda: reopen(keyed)] * 2)
        assert kinds_of(openings) == ["DayNotClosed", "NoneType"]


def test_without_the_guard_a_parcel_would_be_made_of_a_day_that_is_open_again(keyed):
    close(keyed)
    looked = threading.Barrier(2, timeout=WAIT_S)

    def pack_unguarded():
        with transaction.atomic():
            assert candidates.is_day_closed(keyed.paper.pk, CEDRES)
            looked.wait()
            return bare_parcel(keyed, 1)

    def reopen_unguarded():
        with transaction.atomic():
            assert parcels.parcels_of(keyed.paper.pk, CEDRES) == []
            looked.wait()
            reopen_centre_day(paper=keyed.paper, centre_uai=CEDRES)

    at_once(pack_unguarded, reopen_unguarded)
    assert not candidates.is_day_closed(keyed.paper.pk, CEDRES)
    assert parcels.parcels_of(keyed.paper.pk, CEDRES)


def test_a_parcel_without_numbers_and_a_day_opened_again_at_once_are_one_or_the_other(keyed):
    for _ in range(ROUNDS):
        close(keyed)
        outcomes = at_once(lambda: pack(keyed), lambda: reopen(keyed))
        assert kinds_of(outcomes) in (["DayNotClosedYet", "NoneType"], ["Parcel", "ParcelsMade"])
        made = parcels.parcels_of(keyed.paper.pk, CEDRES)
        assert bool(made) == candidates.is_day_closed(keyed.paper.pk, CEDRES)
        for parcel in made:
            consignments.unpack_parcel(code=parcel.code, reason="Test", by=CLAIRE, at=EVENING)
            reopen(keyed)


def test_a_candidate_off_the_list_and_a_closing_at_once_end_in_one_count(keyed):
    spare = spares(keyed)[0]
    outcomes = at_once(lambda: add(keyed, 41, spare), lambda: close(keyed))
    assert kinds_of(outcomes) in (["NoneType", "RoomsNotCounted"], [DayIsClosed.__name__, "NoneType"])
    assert candidates.is_day_closed(keyed.paper.pk, CEDRES) == (outcomes[1] is None)
