"""Third act: parcels arrive at the marking centre, at the scan hub and outside, and are ticked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.consignments.rules.outside import ParcelAcknowledgement
from massicot.consignments.rules.rungs import MISSING_SCRIPT
from massicot.consignments.rules.seals import SealSeen, SealState
from massicot.core.refused import N_
from massicot.exams.rules import RouteKind
from massicot.rehearsal import cast, reports
from massicot.rehearsal import parcel_mishaps as mishaps
from massicot.rehearsal.world import World


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
    befallen = mishaps.draw_mishaps(world, {*late.values(), *lost.values()})
    coming = [parcel for parcel in parcels.parcels_of(world.paper.pk) if parcel.code != befallen.lost_parcel]
    told = [parcel.code for parcel in coming if parcel.seal and parcel.route_kind == RouteKind.ON_SITE]
    arrival = NotAsAnnounced(
        {*late, *lost}, befallen.mislaid, mishaps.broken_seal(world, told), mishaps.short_of_papers(world, told)
    )
    for parcel in world.watched(coming, N_("Parcels")):
        at = (parcel.sent_at or world.calendar.sent) + world.calendar.travel
        if parcel.route_kind != RouteKind.OUTSIDE:
            _receive(parcel, arrival, at)
        elif are_cases_ended:
            _acknowledge(parcel, at)
    world.plant(MISSING_SCRIPT.name, lost)
    mishaps.receive_signed_away(world)
    aside = mishaps.set_aside(world)
    if not are_cases_ended:
        return
    for number, code in late.items():
        consignments.find_script(code=code, number=number, by=cast.MARKING_CENTRE, at=world.calendar.found)
    mishaps.exchange(world, befallen)
    mishaps.lose(world, befallen)
    mishaps.settle(world, aside)
    mishaps.end_troubles(world)
    reports.follow_incidents(world)
    world.plant("found-script", late)


def _receive(parcel: Any, arrival: NotAsAnnounced, at: datetime) -> None:
    """Receive a parcel, count its papers, tell its seal, tick its scripts or count them."""
    receive = consignments.receive_parcel if parcel.sent_at else consignments.receive_unrecorded
    receive(code=parcel.code, by=cast.MARKING_CENTRE, at=at)
    reports.count_papers(parcel.code, at, lacking=int(parcel.code in arrival.short_of_papers))
    _read_seal(parcel, at, is_broken=parcel.code in arrival.broken_seals)
    if parcel.route_kind == RouteKind.ON_SITE:
        _tick(parcel, arrival.missing, arrival.mislaid, at)
    else:
        counts = parcels.counts_of(parcel)
        consignments.acknowledge_counts(code=parcel.code, counts=counts, by=cast.MARKING_CENTRE, at=at)


def _read_seal(parcel: Any, at: datetime, *, is_broken: bool) -> None:
    """Tell the seal of a parcel as it was told at its departure, or broken; one that left unrecorded has none."""
    seen = SealSeen(SealState.INTACT, parcel.seal) if parcel.seal else SealSeen(SealState.NONE)
    if is_broken:
        seen = SealSeen(SealState.BROKEN, remark="Coupé net, le paquet fermé d’un ruban adhésif.")
    consignments.read_seal(code=parcel.code, seen=seen, by=cast.MARKING_CENTRE, at=at)


def _acknowledge(parcel: Any, at: datetime) -> None:
    """Write down at the office what an outside centre acknowledges."""
    said = ParcelAcknowledgement(cast.OUTSIDE_CENTRE, at)
    counts = parcels.counts_of(parcel)
    consignments.acknowledge_outside(code=parcel.code, said=said, counts=counts, by=cast.CASEWORKER, at=at)


def _tick(parcel: Any, missing: Collection[str], mislaid: Collection[str], at: datetime) -> None:
    numbers = [row.number for row in parcels.contents_of(parcel)]
    consignments.tick_scripts(
        code=parcel.code,
        numbers=[number for number in numbers if number not in missing and number not in mislaid],
        by=cast.MARKING_CENTRE,
        at=at,
    )
    for number in sorted(set(numbers).intersection(missing)):
        consignments.declare_missing(code=parcel.code, number=number, by=cast.MARKING_CENTRE, at=at)
    if not set(numbers).intersection(mislaid):
        consignments.close_reception(code=parcel.code, by=cast.MARKING_CENTRE, at=at)


def _looked_for(world: World) -> tuple[dict[str, str], dict[str, str]]:
    """Choose the script that is ticked short then found, and the one that is lost, with their parcels."""
    packed = sorted(parcels.parcel_and_tick(world.paper.pk).items())
    if not world.has_faults:
        return {}, {}
    late, lost = ({packed[rank][0]: packed[rank][1][0]} for rank in world.draw("looked-for").distinct(len(packed), 2))
    return late, lost
