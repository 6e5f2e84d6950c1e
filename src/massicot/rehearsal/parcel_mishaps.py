"""What befalls parcels: on their way, and as they are received; each is met by the act that the desks have for it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.consignments.rules import Tick
from massicot.consignments.rules.rungs import DEPARTURE_UNKNOWN, LEFT_OUT, MISSING_SCRIPT
from massicot.consignments.rules.seals import SealEnd
from massicot.core.checks import check_letter
from massicot.core.draws import Draw
from massicot.rehearsal import cast
from massicot.rehearsal.world import World
from massicot.scripts import queries as scripts
from massicot.setasides import services as setasides
from massicot.setasides.rules import Oddity, Oddment, SlipEnd, SlipOutcome

PARCELS_NEEDED = 3
"""Two that exchange a script, and one that is lost."""

SHELF = "Armoire du secrétariat, chemise 1"
"""Where scripts lie that are set aside."""


@dataclass(frozen=True, slots=True)
class Mishaps:
    """What befalls the parcels: scripts by the parcel where they lie, and the parcel that never arrives."""

    mislaid: Mapping[str, str] = field(default_factory=dict)
    lost_parcel: str = ""


def unrecorded(world: World, codes: Sequence[str]) -> list[str]:
    """Choose the parcel that leaves without anybody recording it; none where there are few."""
    if not world.is_heavy or len(codes) < PARCELS_NEEDED:
        return []
    left = [codes[world.draw("unrecorded").below(len(codes))]]
    world.plant(DEPARTURE_UNKNOWN.name, left)
    return left


def draw_mishaps(world: World, spared: Collection[str]) -> Mishaps:
    """Choose what befalls the parcels, those already unlucky left alone."""
    sent = (parcel for parcel in parcels.numbered_parcels(world.paper.pk) if parcel.sent_at)
    codes = [parcel.code for parcel in sent if parcel.code not in spared]
    if not world.is_heavy or len(codes) < PARCELS_NEEDED:
        return Mishaps()
    chosen = [codes[rank] for rank in world.draw("mishaps").distinct(len(codes), PARCELS_NEEDED)]
    # The parcel in which a script lies that was signed as not there arrives.
    arriving = set(_signed_away(world).values())
    first, second, lost = sorted(chosen, key=lambda code: code not in arriving)
    return Mishaps({_one_of(world, first): second, _one_of(world, second): first}, lost)


def exchange(world: World, mishaps: Mishaps) -> None:
    """Receive the scripts that lay in each other's parcel, and close both receptions."""
    at = world.calendar.found
    for number, found_in in mishaps.mislaid.items():
        consignments.receive_stray(found_in=found_in, number=number, by=cast.MARKING_CENTRE, at=at)
    for code in mishaps.mislaid.values():
        consignments.close_reception(code=code, by=cast.MARKING_CENTRE, at=at)
    world.plant("stray-script", mishaps.mislaid)


def lose(world: World, mishaps: Mishaps) -> None:
    """Declare the parcel that never arrived lost, with all that was in it."""
    if not mishaps.lost_parcel:
        return
    parcel = consignments.declare_parcel_lost(
        code=mishaps.lost_parcel,
        reason="Le transporteur ne retrouve pas le paquet.",
        by=cast.MARKING_CENTRE,
        at=world.calendar.found,
    )
    world.plant("lost-parcel", [parcel.code])
    world.plant(MISSING_SCRIPT.name, [row.number for row in parcels.contents_of(parcel)])


def receive_signed_away(world: World) -> None:
    """Scan what was signed as not there and lies in the parcel of its centre: it is received."""
    came = _signed_away(world)
    for number, code in came.items():
        scan_id = UUID(int=world.draw("signed away", number).below(2**128))
        consignments.scan_script(
            code=code, number=number, scan_id=scan_id, by=cast.MARKING_CENTRE, at=world.calendar.found
        )
    world.plant("found-script", came)


def set_aside(world: World) -> list[str]:
    """Set aside a script of each kind that nobody knows what to do with; none without heavy faults."""
    if not world.is_heavy:
        return []
    ticks = sorted(parcels.parcel_and_tick(world.paper.pk).items())
    received = [number for number, (_, tick) in ticks if tick == Tick.RECEIVED]
    draw = world.draw("set aside")
    seen = (
        Oddment(Oddity.UNREADABLE, SHELF, remark="Étiquette arrachée."),
        Oddment(Oddity.NUMBERLESS, SHELF, remark="Glissée entre deux paquets."),
        Oddment(Oddity.DOUBLED, SHELF, number=received[draw.below(len(received))]),
        Oddment(Oddity.FOREIGN, SHELF, number=_foreign_number(draw), remark="D’une autre session."),
    )
    codes = [_slip(world, oddment, world.calendar.found) for oddment in seen]
    world.plant("set-aside", codes)
    return codes


def settle(world: World, aside: Sequence[str]) -> None:
    """Send what was set aside back to its centre; one comes back, under a slip that names the old one."""
    _send_back(world, aside, world.calendar.found)
    if aside:
        back = Oddment(Oddity.UNREADABLE, SHELF, remark="Revenue par la navette.", follows=aside[0])
        code = _slip(world, back, world.calendar.batched)
        world.plant("set-aside", [code])
        _send_back(world, [code], world.calendar.batched)


def broken_seal(world: World, codes: Sequence[str]) -> list[str]:
    """Choose the parcel that arrives with its seal broken; none without heavy faults."""
    return _one_parcel(world, "broken seal", codes, "seal-trouble")


def short_of_papers(world: World, codes: Sequence[str]) -> list[str]:
    """Choose the parcel that arrives without a copy of a room report; none without heavy faults."""
    return _one_parcel(world, "papers short", codes, "papers-short")


def end_troubles(world: World) -> None:
    """Let the office end what was told of seals, and go without the papers that did not come."""
    said: dict[str, Any] = {"by": cast.CASEWORKER, "at": world.calendar.batched}
    for trouble in parcels.seal_troubles(world.paper.pk):
        remark = "Le transporteur a ouvert le paquet au tri, devant témoin."
        consignments.end_seal_trouble(code=trouble.parcel.code, end=SealEnd.EXPLAINED, remark=remark, **said)
    for code in parcels.short_of_papers(world.paper.pk):
        consignments.waive_papers(code=code, reason="Copie reçue par courriel, vue par le bureau.", **said)


def _one_parcel(world: World, use: str, codes: Sequence[str], kind: str) -> list[str]:
    chosen = [codes[world.draw(use).below(len(codes))]] if world.is_heavy and codes else []
    world.plant(kind, chosen)
    return chosen


def _slip(world: World, oddment: Oddment, at: datetime) -> str:
    row = setasides.set_aside(
        paper=world.paper, centre_uai=world.marking_centre, oddment=oddment, by=cast.MARKING_CENTRE, at=at
    )
    return row.code


def _send_back(world: World, aside: Sequence[str], at: datetime) -> None:
    uai = parcels.parcels_of(world.paper.pk)[0].centre_uai
    outcome = SlipOutcome(SlipEnd.RETURNED, uai, "Rendue par la navette : le centre l’a reconnue comme un brouillon.")
    for code in aside:
        setasides.settle_set_aside(code=code, outcome=outcome, by=cast.MARKING_CENTRE, at=at)


def _foreign_number(draw: Draw) -> str:
    """Draw a number that reads well, and is another session's."""
    digits = draw.below(10**8)
    return f"{digits:08d}{check_letter(digits)}"


def _signed_away(world: World) -> dict[str, str]:
    """Map the scripts that were signed as not there, and are, to the parcels in which they lie."""
    left_out = parcels.left_out_of(world.paper.pk)
    numbers = [number for number in left_out if f"{LEFT_OUT.name}:{number}" not in world.planted]
    centres = scripts.centres_of(numbers)
    codes = {parcel.centre_uai: parcel.code for parcel in parcels.numbered_parcels(world.paper.pk)}
    return {number: codes[centres[number]] for number in numbers}


def _one_of(world: World, code: str) -> str:
    numbers = [row.number for row in parcels.contents_of(parcels.parcel_by_code(code))]
    return numbers[world.draw("mislaid", code).below(len(numbers))]
