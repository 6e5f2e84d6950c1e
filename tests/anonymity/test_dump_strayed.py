"""Scripts that strayed, people in other rooms, batches regrouped: a copy of every table tells nobody's number."""

from dataclasses import replace
from uuid import UUID

import pytest

from massicot.anonymity import services as anonymity
from massicot.batches import services as batch_acts
from massicot.batches.rules import SplitChoice
from massicot.candidates import queries as candidates
from massicot.candidates import services as attendance
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.consignments.rules.despatch import AllBut
from massicot.consignments.rules.papers import PaperCounts
from massicot.consignments.rules.seals import SealEnd, SealSeen, SealState
from massicot.marks import services as marks
from massicot.scripts import queries as scripts
from massicot.setasides import services as setasides
from massicot.setasides.rules import Oddity, Oddment, SlipEnd, SlipOutcome
from tests import later_world, world
from tests.anonymity import attacker, crowd
from tests.anonymity.scoring import IN_CROWD, LUCK, right
from tests.cast import ARRIVAL, CEDRES, CLAIRE, EVENING, KEY, MARC, MARKING, MORNING, ODILE, PERRIN, candidate_number
from tests.keeping import kept
from tests.short_batches import SIGNED

pytestmark = pytest.mark.django_db

IN_B2 = range(401, 404)
LATE, MOVED, MOVED_BACK = 125, 126, 127


def after_everything_strayed():
    """A day with people in other rooms; scripts left out, signed away, lost and set aside; batches split and merged."""
    built = crowd.prepared()
    world.key_room(built, CEDRES, absent=(2, 110), blank=(5,))
    seat_in_other_rooms(built)
    anonymity.close_day(paper=built.paper, centre_uai=CEDRES, **counts_of(built), key=KEY, by=CLAIRE, at=EVENING)
    lost, away, *others = crowded(built)
    file_the_strips(built, others[0])
    leave_out(built, lost, away)
    receive(built, away, others)
    set_aside(built, others[1])
    regroup(built, others[2])
    return built


def seat_in_other_rooms(built):
    """Note a late arrival of the crowd, move one of it to another room for good, and another one there and back."""
    where = {"paper": built.paper, "centre_uai": CEDRES, "by": CLAIRE, "at": EVENING}
    crowd.import_ranks(built, dict.fromkeys(IN_B2, (CEDRES, "90001")), key=KEY, room="B2")
    attendance.note_late_arrival(candidate_number=candidate_number(LATE), minutes=20, **where)
    for rank in (MOVED, MOVED_BACK):
        attendance.move_to_room(candidate_number=candidate_number(rank), room="B2", seat="", **where)
    attendance.move_back(candidate_number=candidate_number(MOVED_BACK), **where)
    for room, unkeyed in (("A1", 1), ("B2", len(IN_B2))):
        counted = candidates.rooms_of(built.paper, CEDRES)[room].scripts + unkeyed
        attendance.confirm_room(room=room, others_present=unkeyed, counted=counted, **where)


def counts_of(built):
    on_site = world.exams.on_site_specialties(built.paper, EVENING)
    items = len(candidates.entry_rows(built.paper, on_site, CEDRES))
    return dict.fromkeys(("items_in_hand", "labels_used", "strips_boxed"), items)


def crowded(built):
    truth = later_world.truth(built)
    return [truth[who] for who in sorted(IN_CROWD)]


def file_the_strips(built, lost):
    """Close a box without one strip, which is found."""
    box = world.boxing.next_box(built)
    lacking = AllBut([lost], "Mme Second")
    short = replace(box, count=box.count - 1, lacking=lacking)
    where = {"paper": built.paper, "centre_uai": CEDRES, "by": CLAIRE, "at": EVENING}
    anonymity.box_strips(box=short, **where)
    anonymity.find_strip(number=lost, **where)


def leave_out(built, *numbers):
    """Pack all but some scripts, with the papers of the centre, and send the parcel."""
    route = world.on_site_route(built)
    counted = len(scripts.in_hand_of_centre(built.paper.pk, CEDRES)) - len(numbers)
    said = {"counted": counted, "lacking": AllBut(list(numbers), "Mme Second")}
    where = {"paper": built.paper, "centre_uai": CEDRES, "by": CLAIRE}
    code = consignments.pack_numbered(route=route, **said, **where, at=EVENING).code
    consignments.enclose_papers(code=code, rooms=2, counts=PaperCounts(2, 2), by=CLAIRE, at=EVENING)
    consignments.find_left_out(number=numbers[0], **where, at=MORNING)


def receive(built, away, others):
    """Receive a parcel that nobody sent: a script that was signed away, one not found, all the others on one count."""
    (parcel,) = parcels.parcels_of(built.paper.pk, CEDRES)
    desk = {"code": parcel.code, "by": MARC, "at": ARRIVAL}
    consignments.receive_unrecorded(**desk)
    consignments.read_seal(seen=SealSeen(SealState.BROKEN, remark="Ruban coupé"), **desk)
    consignments.end_seal_trouble(end=SealEnd.EXPLAINED, remark="Au tri", **{**desk, "by": ODILE})
    consignments.count_papers(seen=None, counts=PaperCounts(2, 1), **desk)
    consignments.waive_papers(reason="Copie vue par le bureau", **{**desk, "by": ODILE})
    consignments.scan_script(number=away, scan_id=UUID(int=7), **desk)
    for code, waiting in parcels.ticks_by_specialty(parcel).items():
        lacking = [others[3]] if code == "90001" else []
        counted = sum(waiting.values()) - len(lacking)
        said = {"counted": counted, "lacking": AllBut(lacking, "M. Brun" if lacking else "")}
        consignments.receive_all_but(specialty_code=code, **said, **desk)
    consignments.close_reception(**desk)
    consignments.find_script(number=others[3], **desk)


def set_aside(built, number):
    """Set aside a script that is there twice, put it elsewhere, and let its centre take note of its end."""
    oddment = Oddment(oddity=Oddity.DOUBLED, place="Étagère", number=number)
    slip = setasides.set_aside(paper=built.paper, centre_uai=PERRIN, oddment=oddment, by=MARC, at=MARKING).code
    setasides.move_set_aside(code=slip, place="Coffre", by=MARC, at=MARKING)
    setasides.settle_set_aside(
        code=slip, outcome=SlipOutcome(SlipEnd.RETURNED, CEDRES, "Un brouillon"), by=MARC, at=MARKING
    )
    setasides.acknowledge_set_aside(code=slip, centre_uai=CEDRES, by=CLAIRE, at=MARKING)


def regroup(built, number):
    """Make the batches without a script that nobody finds, split the first one and merge its parts."""
    desk = {"by": MARC, "at": MARKING}
    where = {"paper": built.paper, "centre_uai": PERRIN}
    batch_acts.miss_loose(missing=number, signed=SIGNED, **where, **desk)
    first, *_ = batch_acts.make_batches(**where, **desk)
    parts = marks.split_batch(code=first.code, choice=SplitChoice(from_line=5), reason="Trempée", **desk)
    marks.merge_batches(codes=[part.code for part in parts], reason="Séchée", **desk)


built = kept(after_everything_strayed)


def test_the_order_of_rows_tells_nothing(built):
    tried = attacker.by_order(attacker.take_dump())
    assert len(tried) >= 2
    assert all(len(right(built, guesses).keys() & IN_CROWD) <= LUCK for guesses in tried)


@pytest.mark.parametrize(
    "attack",
    [attacker.by_row, attacker.by_instant, attacker.by_transaction, attacker.by_line_and_subject],
)
def test_nothing_belongs_to_one_candidate_and_one_number(built, attack):
    assert attack(attacker.take_dump()) == {}


def test_no_block_of_numbers_is_that_of_who_came(built):
    assert attacker.by_block(attacker.take_dump(), CEDRES) == {}


PLAYED = {
    *("LateArrivalNoted", "MovedToRoom", "MovedBack", "StripFound", "LeftOutFound", "AbsentCame"),
    *("PapersEnclosed", "PapersCame", "PapersWaived", "SealRead", "SealTroubleEnded", "ScriptFound"),
    *("ScriptSetAside", "SetAsidePlaced", "SetAsideSettled", "SetAsideAcknowledged", "BatchSplit", "BatchMerged"),
}


def test_every_act_was_played(built):
    assert PLAYED - {row["act"] for row in attacker.take_dump()["audit_journalline"]} == set()
