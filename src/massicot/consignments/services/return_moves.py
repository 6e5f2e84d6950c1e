"""What the acts on a return parcel share: where it is, how it is held, how it moves with what is in it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from massicot.consignments.models import ReturnContent, ReturnParcel
from massicot.consignments.queries import returns as queries
from massicot.consignments.rules import return_arrivals as arrivals
from massicot.consignments.rules import returns as rules
from massicot.consignments.rules.returns import ContentKind, ReturnLine
from massicot.core.actor import Actor
from massicot.custody import queries as ledger
from massicot.custody import services as custody
from massicot.custody.rules import Act, ItemKind, Place, Spot
from massicot.exams import queries as exams

OFFICE = Spot(Place.OFFICE)
MISSING = Spot(Place.MISSING)

_KINDS = {ContentKind.BATCH: ItemKind.BATCH, ContentKind.SCRIPT: ItemKind.SCRIPT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One step of some things in the ledger, out of one thing into another."""

    act: Act
    origin: Spot
    destination: Spot
    before: str = ""
    after: str = ""


def return_subject(parcel: ReturnParcel) -> str:
    """Name a return parcel as the journal does."""
    return f"parcel:{parcel.code}"


def store_of(centre_uai: str) -> Spot:
    """Name a marking centre as the ledger does."""
    return Spot(Place.MARKING_CENTRE, centre_uai)


def aside_of(centre_uai: str) -> Spot:
    """Name the place where a marking centre puts things aside for the exam office."""
    return Spot(Place.ASIDE, centre_uai)


def on_its_way(parcel: ReturnParcel) -> Spot:
    """Say with whom a return parcel that was sent is."""
    return Spot(Place.CARRIER, parcel.carrier)


def seen_before(parcel: ReturnParcel) -> Spot:
    """Say where a return parcel was last seen before it arrived: on its way, lost, or at its centre."""
    if parcel.sent_at is None:
        return store_of(parcel.centre_uai)
    return on_its_way(parcel) if parcel.lost_at is None else MISSING


def hold_open_return(code: str) -> ReturnParcel:
    """Hold a return parcel that arrived and is not closed, inside the act that does something with it.

    Raise ReturnUnknown, ReturnNotArrived or ReturnIsClosed.
    """
    parcel = queries.hold_return(code)
    check_arrived(parcel)
    if parcel.closed_at is not None:
        raise arrivals.ReturnIsClosed(code=parcel.code)
    return parcel


def check_arrived(parcel: ReturnParcel) -> None:
    """Refuse what is for a return parcel that is at the exam office; raise ReturnNotArrived."""
    if parcel.arrived_at is None:
        raise arrivals.ReturnNotArrived(code=parcel.code)


def check_awaited(parcel: ReturnParcel) -> None:
    """Refuse what is for a return parcel that has not arrived; raise ReturnReceivedAlready."""
    if parcel.arrived_at is not None:
        raise rules.ReturnReceivedAlready(code=parcel.code, arrived=local_at(parcel, parcel.arrived_at))


def carry_back(parcel: ReturnParcel, act: Act, origin: Spot, destination: Spot, *, by: Actor, at: datetime) -> None:
    """Move a return parcel with all that is in it, under its seal; the outer act holds it and records why."""
    custody.move_with_batches(
        counts={parcel.code: parcel.announced},
        act=act,
        origin=origin,
        destination=destination,
        seal=parcel.seal,
        by=by,
        at=at,
    )


def move_contents(rows: Collection[ReturnContent], move: Move, *, by: Actor, at: datetime) -> None:
    """Move things that are in a return parcel, or come into it or out of it; the outer act says why."""
    move_things([(ContentKind(row.kind), row.ref, row.count) for row in rows], move, by=by, at=at)


def move_lines(lines: Collection[ReturnLine], move: Move, *, by: Actor, at: datetime) -> None:
    """Move what goes into a return parcel; the outer act says why."""
    move_things([(line.kind, line.ref, line.count) for line in lines], move, by=by, at=at)


def move_things(things: Iterable[tuple[ContentKind, str, int]], move: Move, *, by: Actor, at: datetime) -> None:
    """Move batches and scripts, each with its count; those of one kind and one count in one step."""
    alike: dict[tuple[ContentKind, int], list[str]] = {}
    for kind, ref, count in things:
        alike.setdefault((kind, count), []).append(ref)
    for (kind, count), refs in sorted(alike.items()):
        custody.move_all(
            kind=_KINDS[kind],
            refs=sorted(refs),
            act=move.act,
            origin=move.origin,
            destination=move.destination,
            inside_before=move.before,
            inside_after=move.after,
            count=count,
            by=by,
            at=at,
        )


def held_in(row: ReturnContent) -> str:
    """Name what a thing received at the office lies in there; empty when it lies in nothing."""
    item = ledger.where(_KINDS[ContentKind(row.kind)], row.ref)
    return item.inside if item and item.place in (Place.OFFICE, Place.SHELF) else ""


def local_at(parcel: ReturnParcel, at: datetime) -> datetime:
    """Give an instant on the clock of the session of a return parcel."""
    return exams.local(exams.paper_by_id(parcel.paper_id), at)
