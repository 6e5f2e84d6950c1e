"""Names typed where the checks of a room, boxes of strips and seals have free texts, for the leak test."""

from dataclasses import replace

from massicot.anonymity import queries
from massicot.anonymity import services as anonymity
from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.candidates import services as attendance
from massicot.candidates.rules.checks import Scrutiny
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.consignments.rules.despatch import AllBut
from massicot.consignments.rules.seals import SealEnd, SealSeen, SealState
from massicot.marks import services as marks
from massicot.roomreports import services as reports
from massicot.shelves import services as shelves
from tests import boxing, going_back, shelving, world
from tests.cast import ARRIVAL, CEDRES, CLAIRE, EVENING, MARC, MARKING, ODILE, TYPING, candidate_number


def check_the_room(built, name):
    """Check the room of Les Cèdres by persons who are called like candidates, and find a name on a script."""
    where = {"paper": built.paper, "centre_uai": CEDRES, "room": "A1", "by": CLAIRE, "at": EVENING}
    attendance.compare_labels(stuck_by=f"{name} one", compared_by=f"{name} two", **where)
    found = {"candidate_number": candidate_number(1), "check": Scrutiny.NO_SIGN, "text": f"{name} in the margin"}
    reports.note_finding(**found, **where)


def box_anew(built, name):
    """Close the box of strips again without one, for which somebody looked who is called like a candidate."""
    where = {"paper": built.paper, "centre_uai": CEDRES, "by": CLAIRE, "at": EVENING}
    (ref,) = queries.boxes_of_centre(built.paper, CEDRES)
    anonymity.unbox_strips(ref=ref, reason=f"{name} lay elsewhere", **where)
    pile, lost = boxing.next_box(built), boxing.in_no_box(built)[1]
    lacking = AllBut([lost], f"{name} looked")
    anonymity.box_strips(box=replace(pile, count=pile.count - 1, kept_in=f"{name} has it", lacking=lacking), **where)


def count_an_envelope(built, name):
    """Count an envelope for which somebody looked who is called like a candidate, and open it again."""
    (*_, batch) = batches.batches_of(built.paper.pk)
    (*_, lost) = batches.numbers_of(batch.pk)
    act = {"code": batch.code, "by": MARC, "at": MARKING}
    marks.seal_all_but(counted=batch.size - 1, lacking=AllBut([lost], f"{name} looked"), **act)
    marks.find_short(shortage_id=batches.open_shortage(lost).pk, by=MARC, at=MARKING)
    batch_acts.unseal_batch(reason=f"{name} doubts", **act)
    return built


def follow_a_seal(built, name):
    """Tell a broken seal, which the office ends in words that name a candidate."""
    code = parcels.parcels_of(built.paper.pk, CEDRES)[0].code
    consignments.read_seal(code=code, seen=SealSeen(SealState.BROKEN), by=MARC, at=ARRIVAL)
    said = {"end": SealEnd.EXPLAINED, "remark": f"{name} carried it", "by": ODILE, "at": TYPING}
    consignments.end_seal_trouble(code=code, **said)


def send_back(built):
    """Send one batch back to the exam office, where it is looked for in vain."""
    batch = batches.batches_of(built.paper.pk)[-1]
    world.give_back(batch)
    parcel = going_back.send(going_back.pack(built, batches=[batch.code]))
    going_back.receive(parcel)
    consignments.miss_return(code=parcel.code, ref=batch.code, reason="Le carton est vide", by=ODILE, at=TYPING)


def shelve(built, name):
    """Find that batch, box it, open the box again for a reason that names somebody, and put another on a shelf."""
    said, paper = {"by": ODILE, "at": TYPING}, built.paper
    parcel = going_back.the_parcel(built)
    consignments.find_return_content(code=parcel.code, ref=batches.batches_of(paper.pk)[-1].code, **said)
    shelving.make(paper)
    shelves.open_box(paper=paper, box="1B", reason=f"{name} wrote it wrongly", **said)
    [code] = shelving.make(paper)
    shelving.shelve(paper, code)
