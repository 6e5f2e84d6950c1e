"""Third act: parcels arrive at the marking centre, at the scan hub and outside, and are ticked; what befalls them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.consignments.rules import Tick
from massicot.consignments.rules.arrival import ParcelAcknowledgement
from massicot.consignments.rules.rungs import DEPARTURE_UNKNOWN, LEFT_OUT, MISSING_SCRIPT
from massicot.consignments.rules.seals import SealEnd, SealSeen, SealState
from massicot.core.codes import check_letter
from massicot.core.draws import Draw
from massicot.core.refused import N_
from massicot.exams.rules import RouteKind
from massicot.rehearsal import reports
from massicot.rehearsal.world import CASEWORKER, OUTSIDE_CENTRE, World, marking_head
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


def choose_unrecorded(world: World, codes: Sequence[str]) -> list[str]:
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
        consignments.receive_stray(found_in=found_in, number=number, by=world.head, at=at)
    for code in mishaps.mislaid.values():
        consignments.close_reception(code=code, by=world.head, at=at)
    world.plant("stray-script", mishaps.mislaid)


def lose(world: World, mishaps: Mishaps) -> None:
    """Declare the parcel that never arrived lost, with all that was in it."""
    if not mishaps.lost_parcel:
        return
    parcel = consignments.declare_parcel_lost(
        code=mishaps.lost_parcel,
        reason="Le transporteur ne retrouve pas le paquet.",
        by=world.head,
        at=world.calendar.found,
    )
    world.plant("lost-parcel", [parcel.code])
    world.plant(MISSING_SCRIPT.name, [row.number for row in parcels.contents_of(parcel)])


def receive_signed_away(world: World) -> None:
    """Scan what was signed as not there and lies in the parcel of its centre: it is received."""
    came = _signed_away(world)
    for number, code in came.items():
        scan_id = UUID(int=world.draw("signed away", number).below(2**128))
        consignments.scan_script(code=code, number=number, scan_id=scan_id, by=world.head, at=world.calendar.found)
    world.plant("found-script", came)


def set_aside(world: World) -> list[str]:
    """Set aside a script of each kind that nobody knows what to do with; none without heavy faults."""
    if not world.is_heavy:
        return []
    ticks = sorted(parcels.parcel_and_tick(world.paper.pk).items())
    received = [number for number, (_, tick) in ticks if tick == Tick.RECEIVED]
    draw = world.draw("set aside")
    seen = (
        Oddment(oddity=Oddity.UNREADABLE, place=SHELF, remark="Étiquette arrachée."),
        Oddment(oddity=Oddity.NUMBERLESS, place=SHELF, remark="Glissée entre deux paquets."),
        Oddment(oddity=Oddity.DOUBLED, place=SHELF, number=received[draw.below(len(received))]),
        Oddment(oddity=Oddity.FOREIGN, place=SHELF, number=_foreign_number(draw), remark="D’une autre session."),
    )
    codes = [_slip(world, oddment, world.calendar.found) for oddment in seen]
    world.plant("set-aside", codes)
    return codes


def settle(world: World, aside: Sequence[str]) -> None:
    """Send what was set aside back to its centre; one comes back, under a slip that names the old one."""
    _send_back(world, aside, world.calendar.found)
    if aside:
        back = Oddment(oddity=Oddity.UNREADABLE, place=SHELF, remark="Revenue par la navette.", follows=aside[0])
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
    said: dict[str, Any] = {"by": CASEWORKER, "at": world.calendar.batched}
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
    row = setasides.set_aside(paper=world.paper, centre_uai=world.marking_centre, oddment=oddment, by=world.head, at=at)
    return row.code


def _send_back(world: World, aside: Sequence[str], at: datetime) -> None:
    uai = parcels.parcels_of(world.paper.pk)[0].centre_uai
    outcome = SlipOutcome(SlipEnd.RETURNED, uai, "Rendue par la navette : le centre l’a reconnue comme un brouillon.")
    for code in aside:
        setasides.settle_set_aside(code=code, outcome=outcome, by=world.head, at=at)


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


@dataclass(frozen=True, slots=True)
class NotAsAnnounced:
    """What is not as it was announced: scripts missing, scripts in another parcel, seals, papers."""

    missing: Collection[str]
    mislaid: Collection[str]
    broken_seals: Collection[str]
    short_of_papers: Collection[str]


def receive_parcels(world: World, *, are_cases_ended: bool) -> None:
    """Receive and tick every parcel; one script is found later, one never; what befell others is met, or left open."""
    late, lost = _looked_for(world)
    befallen = draw_mishaps(world, {*late.values(), *lost.values()})
    coming = [parcel for parcel in parcels.parcels_of(world.paper.pk) if parcel.code != befallen.lost_parcel]
    told = [parcel.code for parcel in coming if parcel.seal and parcel.route_kind == RouteKind.ON_SITE]
    arrival = NotAsAnnounced({*late, *lost}, befallen.mislaid, broken_seal(world, told), short_of_papers(world, told))
    for parcel in world.go_through(coming, N_("Parcels")):
        at = (parcel.sent_at or world.calendar.sent) + world.calendar.travel
        if parcel.route_kind != RouteKind.OUTSIDE:
            _receive(parcel, arrival, at)
        elif are_cases_ended:
            _acknowledge(parcel, at)
    world.plant(MISSING_SCRIPT.name, lost)
    receive_signed_away(world)
    aside = set_aside(world)
    if not are_cases_ended:
        return
    for number, code in late.items():
        head = marking_head(parcels.parcel_by_code(code).destination_uai)
        consignments.find_script(code=code, number=number, by=head, at=world.calendar.found)
    exchange(world, befallen)
    lose(world, befallen)
    settle(world, aside)
    end_troubles(world)
    reports.follow_incidents(world)
    world.plant("found-script", late)


def _receive(parcel: Any, arrival: NotAsAnnounced, at: datetime) -> None:
    """Receive a parcel, count its papers, tell its seal, tick its scripts or count them."""
    receive = consignments.receive_parcel if parcel.sent_at else consignments.receive_unrecorded
    receive(code=parcel.code, by=marking_head(parcel.destination_uai), at=at)
    reports.count_papers(parcel.code, at, lacking=int(parcel.code in arrival.short_of_papers))
    _read_seal(parcel, at, is_broken=parcel.code in arrival.broken_seals)
    if parcel.route_kind == RouteKind.ON_SITE:
        _tick(parcel, arrival.missing, arrival.mislaid, at)
    else:
        counts = parcels.counts_of(parcel)
        consignments.acknowledge_counts(code=parcel.code, counts=counts, by=marking_head(parcel.destination_uai), at=at)


def _read_seal(parcel: Any, at: datetime, *, is_broken: bool) -> None:
    """Tell the seal of a parcel as it was told at its departure, or broken; one that left unrecorded has none."""
    seen = SealSeen(SealState.INTACT, parcel.seal) if parcel.seal else SealSeen(SealState.NONE)
    if is_broken:
        seen = SealSeen(SealState.BROKEN, remark="Coupé net, le paquet fermé d’un ruban adhésif.")
    consignments.read_seal(code=parcel.code, seen=seen, by=marking_head(parcel.destination_uai), at=at)


def _acknowledge(parcel: Any, at: datetime) -> None:
    """Write down at the office what an outside centre acknowledges."""
    said = ParcelAcknowledgement(OUTSIDE_CENTRE, at)
    counts = parcels.counts_of(parcel)
    consignments.acknowledge_outside(code=parcel.code, said=said, counts=counts, by=CASEWORKER, at=at)


def _tick(parcel: Any, missing: Collection[str], mislaid: Collection[str], at: datetime) -> None:
    numbers = [row.number for row in parcels.contents_of(parcel)]
    consignments.tick_scripts(
        code=parcel.code,
        numbers=[number for number in numbers if number not in missing and number not in mislaid],
        by=marking_head(parcel.destination_uai),
        at=at,
    )
    for number in sorted(set(numbers).intersection(missing)):
        consignments.declare_missing(code=parcel.code, number=number, by=marking_head(parcel.destination_uai), at=at)
    if not set(numbers).intersection(mislaid):
        consignments.close_reception(code=parcel.code, by=marking_head(parcel.destination_uai), at=at)


def _looked_for(world: World) -> tuple[dict[str, str], dict[str, str]]:
    """Choose the script that is ticked short then found, and the one that is lost, with their parcels."""
    packed = sorted(parcels.parcel_and_tick(world.paper.pk).items())
    if not world.has_faults:
        return {}, {}
    late, lost = ({packed[rank][0]: packed[rank][1][0]} for rank in world.draw("looked-for").distinct(len(packed), 2))
    return late, lost
