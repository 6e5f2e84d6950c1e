"""Batches sent back to the exam office by specialty, scripts in no batch scanned as they lie, all of it received and boxed."""

from collections.abc import Iterator

from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.consignments.rules.despatch import AllBut
from massicot.consignments.rules.returns import Departure, ReturnCounts, counts_in
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.marks.models import Lock
from massicot.rehearsal import world
from massicot.shelves import services as shelves
from massicot.shelves.queries.boxes import to_box
from massicot.shelves.queries.returns import piles_of
from massicot.shelves.rules.boxes import BoxChoice
from massicot.shelves.rules.returns import ReturnChoice

CLERK, FITS = Actor("clerk@perrin.invalid"), 500
_SUMS = ("numeric_lines", "sum_hundredths", "absent_lines", "blank_lines", "typed_lines", "typed_sum_hundredths")


def send_back(piles) -> Iterator[None]:
    """Lock the batches, take them back, send a parcel of each specialty, receive and box it, step by step."""
    for batch in piles.made:
        sums = dict.fromkeys(_SUMS, 0)
        Lock.objects.create(batch=batch, author="bench", digest="", locked_at=piles.next_instant(), **sums)
    yield from piles.take_back()
    paper = exams.paper_by_code(piles.day.paper.session.code, piles.day.paper.code)
    for pile in piles_of(paper, piles.made[0].centre_uai, piles.next_instant()):
        code = _send(piles, paper, pile)
        yield
        _receive(piles, code)
        yield
    _box(piles, paper)


def _send(piles, paper, pile) -> str:
    lying = [number for own in piles.piles.values() for number in own]
    loose = sorted((script.number for script in pile.loose), key=lying.index)
    counted = ReturnCounts(len(pile.ready), sum(batch.scripts for batch in pile.ready) + len(loose))
    choice = ReturnChoice(specialties=[pile.specialty_code], scripts=loose)
    packed = {"centre_uai": piles.made[0].centre_uai, "choice": choice, "counted": counted}
    parcel = shelves.pack_return(paper=paper, **packed, by=CLERK, at=piles.next_instant())
    left = Departure(carrier="Messageries", tracking="", seal="", counted=counted.scripts, left_at=piles.next_instant())
    consignments.send_return(code=parcel.code, departure=left, by=CLERK, at=piles.next_instant())
    return parcel.code


def _receive(piles, code: str) -> None:
    said = {"code": code, "by": world.CASEWORKER}
    consignments.receive_return(at=piles.next_instant(), **said)
    held = parcels.return_by_code(code)
    counted = ReturnCounts(held.envelopes, held.announced)
    consignments.tick_return_all_but(counted=counted, lacking=AllBut([], ""), at=piles.next_instant(), **said)


def _box(piles, paper) -> None:
    received = to_box(paper)
    counted = counts_in([(thing.kind, thing.count) for thing in received])
    choice = BoxChoice(specialties=sorted({thing.specialty_code for thing in received}), fits=FITS)
    said = {"paper": paper, "by": world.CASEWORKER}
    codes = shelves.make_boxes(choice=choice, counted=counted, at=piles.next_instant(), **said)
    shelves.shelve_boxes(boxes=codes, shelf="cellar / rack 3", at=piles.next_instant(), **said)
