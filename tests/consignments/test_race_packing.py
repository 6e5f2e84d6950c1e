"""Two clerks of one exam centre at the same table: both pack the same scripts, both send the same parcel."""

import threading

import pytest
from django.db import IntegrityError, transaction

from massicot.consignments import queries, rules, services
from massicot.consignments.models import Parcel, ParcelCount, ParcelScript
from massicot.consignments.queries import despatch as despatch_reads
from massicot.consignments.rules import Tick, despatch, parcels
from massicot.core.refused import Refused
from massicot.exams import queries as exams
from massicot.scripts import queries as scripts
from tests import world
from tests.cast import CEDRES, CLAIRE, EVENING, MORNING
from tests.racing import WAIT_S, at_once, meanwhile

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]


@pytest.fixture
def sat():
    return world.sat()


def pack(built):
    where = {"paper": built.paper, "centre_uai": CEDRES, "by": CLAIRE, "at": EVENING}
    return services.pack_numbered(route=world.on_site_route(built), counted=6, **where)


def parcels_of(built):
    return queries.parcels_of(built.paper.pk, CEDRES)


def bare_parcel(built, rank):
    """Make a parcel as a program without guard would, after it has read what is left."""
    return Parcel.objects.create(
        code=f"P-BARE-{rank}",
        paper=built.paper,
        centre_uai=CEDRES,
        route_kind="dematerialised",
        copy_model="CMEN",
        destination_name="Centre",
        announced=2,
        due_at=MORNING,
        packed_at=EVENING,
    )


def count(sat):
    """Count the two scanned scripts into a parcel; nobody holds the day meanwhile, as the act of the desks does."""
    return services.pack_counted_unchecked_day(
        paper=sat.paper,
        centre_uai=CEDRES,
        route=exams.specialty_routes(sat.paper, EVENING)["90003"],
        counts={"90003": 2},
        register={"90003": 2},
        seen={},
        by=CLAIRE,
        at=EVENING,
    )


def test_without_the_guard_counted_scripts_are_packed_twice(sat):
    both_have_read = threading.Barrier(2, timeout=WAIT_S)

    def bare(rank):
        with transaction.atomic():
            left = despatch.remaining({"90003": 2}, despatch_reads.settled_counts(sat.paper.pk, CEDRES))
            both_have_read.wait()
            parcel = bare_parcel(sat, rank)
            ParcelCount.objects.create(parcel=parcel, specialty_code="90003", announced=2, settles=left["90003"])

    at_once(lambda: bare(1), lambda: bare(2))
    assert despatch_reads.settled_counts(sat.paper.pk, CEDRES) == {"90003": 4}


def test_of_two_who_count_the_same_scripts_into_a_parcel_one_is_told(sat):
    answers = meanwhile(lambda: count(sat), lambda: count(sat))
    assert isinstance(answers[1], despatch.PackedMeanwhile)
    assert despatch_reads.settled_counts(sat.paper.pk, CEDRES) == {"90003": 2}
    with pytest.raises(despatch.SpecialtyCountsDiffer):
        world.packed_for_the_hub(sat)


def test_of_two_who_count_at_once_one_parcel_is_made(sat):
    answers = at_once(*[lambda: world.packed_for_the_hub(sat)] * 4)
    refusals = [answer for answer in answers if isinstance(answer, Refused)]
    assert (len(refusals), len(parcels_of(sat))) == (3, 1)


def test_without_the_guard_the_second_who_packs_numbers_meets_an_error(sat):
    numbers = list(scripts.in_hand_of_centre(sat.paper.pk, CEDRES))

    def bare(rank):
        parcel = bare_parcel(sat, rank)
        ParcelScript.objects.bulk_create(
            ParcelScript(parcel=parcel, number=number, specialty_code="90001", tick=Tick.NOT_YET) for number in numbers
        )

    with pytest.raises(IntegrityError):
        meanwhile(lambda: bare(1), lambda: bare(2))


def test_of_two_who_pack_the_same_numbers_one_finds_nothing_left(sat):
    answers = meanwhile(lambda: pack(sat), lambda: pack(sat))
    assert isinstance(answers[1], parcels.NothingToPack)
    assert [parcel.announced for parcel in parcels_of(sat)] == [6]


def test_numbers_and_counts_packed_at_once_make_two_parcels_or_a_sentence(sat):
    first, second = meanwhile(lambda: world.packed_for_the_hub(sat), lambda: pack(sat))
    assert (first.announced, type(second)) == (2, despatch.PackedMeanwhile)
    assert pack(sat).code.endswith("-2")


def test_without_the_guard_a_parcel_is_sent_twice(sat):
    code = world.packed_for_the_hub(sat).code
    both_have_read = threading.Barrier(2, timeout=WAIT_S)

    def bare(carrier):
        parcel = queries.parcel_by_code(code)
        both_have_read.wait()
        if parcel.sent_at is None:
            Parcel.objects.filter(pk=parcel.pk).update(sent_at=MORNING, carrier=carrier)
        return parcel.sent_at

    assert at_once(lambda: bare("A"), lambda: bare("B")) == [None, None]


def test_of_two_who_send_one_parcel_one_is_told_that_it_left(sat):
    code = world.packed_for_the_hub(sat).code
    answers = meanwhile(lambda: world.send(code), lambda: world.send(code))
    assert isinstance(answers[1], rules.AlreadySent)


def test_a_parcel_opened_again_meanwhile_is_neither_sent_nor_opened_once_more(sat):
    def open_again(code):
        services.unpack_parcel(code=code, reason="Une copie de trop", by=CLAIRE, at=EVENING)

    for act in (world.send, open_again):
        code = world.packed_for_the_hub(sat).code
        answers = meanwhile(lambda code=code: open_again(code), lambda act=act, code=code: act(code))
        assert isinstance(answers[1], rules.ParcelUnknown)
    assert parcels_of(sat) == []
