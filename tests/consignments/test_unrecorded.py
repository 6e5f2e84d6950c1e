"""A parcel that is here though nobody recorded that it left: received, its centre told, its departure told later."""

from datetime import timedelta
from uuid import uuid4

import pytest

from massicot.anonymity import queries as anonymity_reads
from massicot.anonymity.rules.day import NumbersHaveLeft, ParcelsLeft
from massicot.audit import queries as audit
from massicot.commands.worker import reminders
from massicot.consignments import queries, rules, services
from massicot.consignments.rules import parcels
from massicot.consignments.rules.arrival import DepartureUnrecorded, LeftAfterItArrived
from massicot.consignments.rules.despatch import AllBut
from massicot.consignments.rules.reception import Verdict
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind, Place
from massicot.post.models import Letter
from massicot.results import queries as results
from massicot.results import services as result_acts
from massicot.scripts import queries as scripts
from tests import world
from tests.cast import ARRIVAL, CEDRES, CLAIRE, EVENING, MARC, MORNING, MURIERS

pytestmark = pytest.mark.django_db


def come(code):
    return services.receive_unrecorded(code=code, by=MARC, at=ARRIVAL)


def gaps(packed, kind):
    return [gap.subject for gap in results.ladder(packed.paper).gaps if gap.kind == kind]


def test_a_parcel_that_is_here_is_received_and_its_departure_is_unknown(packed):
    with pytest.raises(DepartureUnrecorded):
        services.receive_parcel(code=packed.code, by=MARC, at=ARRIVAL)
    parcel = come(packed.code.lower())
    assert (parcel.sent_at, parcel.arrived_at, parcel.has_left) == (None, ARRIVAL, True)
    assert {ledger.where(ItemKind.SCRIPT, number).place for number in packed.numbers} == {Place.MARKING_CENTRE}
    assert gaps(packed, "departure-unknown") == [packed.code]
    assert gaps(packed, "not-sent") == [packed.other]
    assert audit.acts_of(f"parcel:{packed.code}")[-1].act == "ParcelCameUnrecorded"


def test_its_exam_centre_is_written_to_once(packed):
    come(packed.code)
    (letter,) = Letter.objects.all()
    assert (letter.to, packed.code in letter.subject) == (CLAIRE.login, True)
    with pytest.raises(rules.AlreadyReceived):
        come(packed.code)
    assert Letter.objects.count() == 1


def test_all_that_ends_at_a_departure_has_ended(packed):
    come(packed.code)
    with pytest.raises(rules.AlreadySent):
        services.unpack_parcel(code=packed.code, reason="Une de plus", by=CLAIRE, at=ARRIVAL)
    with pytest.raises(ParcelsLeft):
        result_acts.reopen_day(paper=packed.paper, centre_uai=CEDRES, reason="Un absent", by=CLAIRE, at=ARRIVAL)
    with pytest.raises(NumbersHaveLeft):
        anonymity_reads.check_before_despatch(packed.paper, CEDRES, written_off=0)
    centre = next(one for one in results.count_paper(packed.paper).centres if one.uai == CEDRES)
    assert (centre.sent, centre.arrived, centre.late) == (1, 1, 0)


def test_no_letter_of_the_deadline_asks_for_what_has_arrived(packed):
    world.packed_for_the_hub(packed.world)
    for parcel in queries.parcels_of(packed.paper.pk, CEDRES):
        come(parcel.code)
    Letter.objects.all().delete()
    reminders.write_due(ARRIVAL + timedelta(hours=2))
    assert [letter.to for letter in Letter.objects.all() if letter.to == CLAIRE.login] == []


def test_the_departure_is_told_afterwards_and_the_gap_closes(packed):
    come(packed.code)
    with pytest.raises(LeftAfterItArrived):
        world.send(packed.code, at=ARRIVAL + timedelta(minutes=1))
    assert queries.parcel_by_code(packed.code).sent_at is None
    world.send(packed.code, at=MORNING)
    assert gaps(packed, "departure-unknown") == []
    assert [event.act for event in ledger.story_of(ItemKind.PARCEL, packed.code)] == ["made-up", "came-unrecorded"]
    assert ledger.where(ItemKind.PARCEL, packed.code).place == Place.MARKING_CENTRE


def test_one_that_was_sent_meanwhile_is_received_like_any_other(packed):
    world.send(packed.code)
    come(packed.code)
    assert [event.act for event in ledger.story_of(ItemKind.PARCEL, packed.code)] == ["made-up", "sent", "arrived"]
    assert not Letter.objects.exists()


def test_a_script_of_it_found_elsewhere_is_a_stray_like_any_other(packed):
    world.send(packed.other)
    services.receive_parcel(code=packed.other, by=MARC, at=ARRIVAL)
    stray = packed.numbers[0]
    with pytest.raises(parcels.NotSent):
        services.receive_stray(found_in=packed.other, number=stray, by=MARC, at=ARRIVAL)
    come(packed.code)
    services.receive_stray(found_in=packed.other, number=stray, by=MARC, at=ARRIVAL)
    assert queries.strays(packed.paper.pk) == [stray]


def test_its_note_is_printed_with_what_is_known(packed):
    come(packed.code)
    assert services.print_note(code=packed.code).startswith(b"%PDF")


def test_a_script_that_was_left_out_and_lay_in_another_parcel_is_received_once_its_centre_has_packed_it():
    built = world.sat()
    lost = next(iter(scripts.in_hand_of_centre(built.paper.pk, CEDRES)))
    where = {"paper": built.paper, "centre_uai": CEDRES, "by": CLAIRE, "at": EVENING}
    route, lacking = world.on_site_route(built), AllBut([lost], "Mme Second")
    first = services.pack_numbered(route=route, counted=5, lacking=lacking, **where)
    other = services.pack_numbered(route=route, counted=6, **(where | {"centre_uai": MURIERS, "by": CLAIRE}))
    for code in (first.code, other.code):
        world.send(code)
        services.receive_parcel(code=code, by=MARC, at=ARRIVAL)
    scanned = services.scan_script(code=other.code, number=lost, scan_id=uuid4(), by=MARC, at=ARRIVAL)
    assert (scanned.verdict, scanned.centre) == (Verdict.NOT_PACKED, CEDRES)
    second = services.pack_numbered(route=route, counted=1, numbers=[lost], **where)
    services.receive_unrecorded(code=second.code, by=MARC, at=ARRIVAL)
    services.tick_scripts(code=second.code, numbers=[lost], by=MARC, at=ARRIVAL)
    assert ledger.where(ItemKind.SCRIPT, lost).place == Place.MARKING_CENTRE


def test_a_letter_about_a_departure_that_is_told_since_does_not_leave(packed):
    come(packed.code)
    assert Letter.objects.get().state == "waiting"
    world.send(packed.other)
    assert Letter.objects.get().state == "waiting"
    world.send(packed.code)
    assert Letter.objects.get().state == "given-up"
