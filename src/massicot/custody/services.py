"""Writes of the ledger: an event and the current row, moved together; lower services of the acts of other areas.

They join the transaction of the act that calls them, without a savepoint of their own: what they refuse refuses it all.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from massicot.core.actor import Actor
from massicot.custody import rules
from massicot.custody.models import Event, Item
from massicot.custody.rules import Act, ItemKind, Place, Spot
from massicot.store.writes import insert_rows, swap_all, swap_one

_ITEM = ("kind", "ref", "place", "place_ref", "inside", "cell", "since")
_EVENT = (
    "kind",
    "ref",
    "act",
    "from_place",
    "from_ref",
    "to_place",
    "to_ref",
    "inside",
    "count",
    "seal",
    "at",
    "by",
)
_NAMED_AT_ONCE = 1000
"""Things that one statement names, of many."""


@transaction.atomic(savepoint=False)
def appear(
    *,
    kind: ItemKind,
    refs: Sequence[str],
    act: Act,
    spot: Spot,
    inside: str = "",
    cells: Mapping[str, str] | None = None,
    count: int = 1,
    counts: Mapping[str, int] | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Enter new things into the ledger where they first appear, scripts with the cell of each; raise MoveForbidden.

    Each is of `count` scripts, or of as many as `counts` says of it.
    """
    cell_of = cells or {}
    for ref in refs[:1]:
        rules.check_move(act, ref, None, spot.place)
    insert_rows(Item, _ITEM, ((kind, ref, spot.place, spot.ref, inside, cell_of.get(ref, ""), at) for ref in refs))
    count_of = counts or {}
    tail = (act, "", "", spot.place, spot.ref, inside)
    rows = ((kind, ref, *tail, count_of.get(ref, count), "", at, by.login) for ref in refs)
    insert_rows(Event, _EVENT, rows)


@transaction.atomic(savepoint=False)
def move(
    *,
    kind: ItemKind,
    ref: str,
    act: Act,
    origin: Spot,
    destination: Spot,
    count: int = 1,
    seal: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Move one thing, and all that it holds with it; raise NotThere when it is no longer at its origin.

    Nor is what lies inside another thing, which goes where that goes.
    """
    rules.check_move(act, ref, origin.place, destination.place)
    there = {"place": destination.place, "place_ref": destination.ref, "since": at}
    item = Item.objects.filter(kind=kind, ref=ref, place=origin.place, place_ref=origin.ref, inside="")
    swap_one(item, rules.NotThere(ref=ref), **there)
    Item.objects.filter(inside=ref).update(**there)
    _record_events(
        kind=kind, refs=[ref], act=act, origin=origin, spot=destination, count=count, seal=seal, by=by, at=at
    )


@transaction.atomic(savepoint=False)
def move_with_batches(
    *,
    kind: ItemKind = ItemKind.PARCEL,
    counts: Mapping[str, int],
    act: Act,
    origin: Spot,
    destination: Spot,
    seal: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Move parcels or boxes, each of so many scripts, the batches in them and the scripts in these, all or none.

    Raise NotThere as `move` does.
    """
    refs = list(counts)
    rules.check_move(act, refs[0], origin.place, destination.place)
    there = {"place": destination.place, "place_ref": destination.ref, "since": at}
    items = Item.objects.filter(kind=kind, ref__in=refs, place=origin.place, place_ref=origin.ref, inside="")
    swap_all(items, len(refs), rules.NotThere(ref=", ".join(refs)), **there)
    held = Item.objects.filter(inside__in=refs)
    held.update(**there)
    # Named one by one: a database that is handed the question instead looks for its answer again and again.
    for some in _some_of(list(held.filter(kind=ItemKind.BATCH).values_list("ref", flat=True))):
        Item.objects.filter(kind=ItemKind.SCRIPT, inside__in=some).update(**there)
    tail = (act, origin.place, origin.ref, destination.place, destination.ref, "")
    insert_rows(Event, _EVENT, ((kind, ref, *tail, count, seal, at, by.login) for ref, count in counts.items()))


@transaction.atomic(savepoint=False)
def move_all(
    *,
    refs: Sequence[str],
    kind: ItemKind = ItemKind.SCRIPT,
    act: Act,
    origin: Spot,
    destination: Spot,
    inside_before: str = "",
    inside_after: str = "",
    count: int = 1,
    by: Actor,
    at: datetime,
) -> None:
    """Move scripts, or batches of `count` scripts with these, one by one in a single step, all or none.

    Raise NotThere when one is no longer where it was.
    """
    if not refs:
        return
    rules.check_move(act, refs[0], origin.place, destination.place)
    items = Item.objects.filter(kind=kind, ref__in=refs, place=origin.place, place_ref=origin.ref, inside=inside_before)
    refusal = rules.NotThere(ref=refs[0] if len(refs) == 1 else f"{refs[0]}…{refs[-1]}")
    swap_all(
        items,
        len(refs),
        refusal,
        place=destination.place,
        place_ref=destination.ref,
        inside=inside_after,
        since=at,
    )
    if kind is ItemKind.BATCH and origin != destination:
        there = {"place": destination.place, "place_ref": destination.ref, "since": at}
        Item.objects.filter(kind=ItemKind.SCRIPT, inside__in=refs).update(**there)
    _record_events(
        kind=kind,
        refs=refs,
        act=act,
        origin=origin,
        spot=destination,
        inside=inside_after,
        count=count,
        by=by,
        at=at,
    )


@transaction.atomic(savepoint=False)
def move_stray(
    *, ref: str, origin: Spot, inside_before: str, destination: Spot, found_in: str, by: Actor, at: datetime
) -> None:
    """Move a script out of the parcel that announced it, wherever that is: it lay in another one, which is told."""
    rules.check_move(Act.STRAY, ref, origin.place, destination.place)
    item = Item.objects.filter(
        kind=ItemKind.SCRIPT, ref=ref, place=origin.place, place_ref=origin.ref, inside=inside_before
    )
    there = {"place": destination.place, "place_ref": destination.ref}
    swap_one(item, rules.NotThere(ref=ref), inside="", since=at, **there)
    Event.objects.create(
        kind=ItemKind.SCRIPT,
        ref=ref,
        act=Act.STRAY,
        from_place=origin.place,
        from_ref=origin.ref,
        to_place=destination.place,
        to_ref=destination.ref,
        found_in=found_in,
        count=1,
        at=at,
        by=by.login,
    )


@transaction.atomic(savepoint=False)
def put_inside(
    *,
    kind: ItemKind = ItemKind.SCRIPT,
    contents: Mapping[str, Sequence[str]],
    counts: Mapping[str, int] | None = None,
    act: Act,
    spot: Spot,
    by: Actor,
    at: datetime,
) -> None:
    """Put what lies loose in one place into things at that place (holder → references), all or none.

    `counts`: of how many scripts each is, where it is none itself. One statement for each holder, and one for all the
    events; raise NotThere when something no longer lies there.
    """
    rules.check_move(act, "", spot.place, spot.place)
    count_of = counts or {}
    loose = Item.objects.filter(kind=kind, place=spot.place, place_ref=spot.ref, inside="")
    for holder, refs in contents.items():
        swap_all(loose.filter(ref__in=refs), len(refs), rules.NotThere(ref=holder), inside=holder, since=at)
    tail = (act, spot.place, spot.ref, spot.place, spot.ref)
    rows = (
        (kind, ref, *tail, holder, count_of.get(ref, 1), "", at, by.login)
        for holder, refs in contents.items()
        for ref in refs
    )
    insert_rows(Event, _EVENT, rows)


@transaction.atomic(savepoint=False)
def destroy_things(*, kind: ItemKind, counts: Mapping[str, int], certificate: str, by: Actor, at: datetime) -> None:
    """Record that things, each of so many scripts, are destroyed, from wherever each lies at the office, all or none.

    They are written in order of their references whatever held them. Raise NotThere when one is not at the office.
    """
    origins = _origins(kind, sorted(counts))
    if lacking := sorted(counts.keys() - origins.keys()):
        raise rules.NotThere(ref=lacking[0])
    by_origin: dict[Spot, list[str]] = {}
    for ref, origin in origins.items():
        by_origin.setdefault(origin, []).append(ref)
    there = {"place": Place.DESTROYED, "place_ref": certificate, "inside": "", "since": at}
    for origin, refs in by_origin.items():
        for some in _some_of(refs):
            rows = Item.objects.filter(kind=kind, ref__in=some, place=origin.place, place_ref=origin.ref)
            swap_all(rows, len(some), rules.NotThere(ref=f"{some[0]}…{some[-1]}"), **there)
    end = (Place.DESTROYED, certificate, "")
    events = (
        (kind, ref, Act.DESTROYED, origin.place, origin.ref, *end, counts[ref], "", at, by.login)
        for ref, origin in origins.items()
    )
    insert_rows(Event, _EVENT, events)


@transaction.atomic(savepoint=False)
def withdraw(*, kind: ItemKind, refs: Sequence[str], spot: Spot) -> None:
    """Take things off the ledger that are no more, a parcel opened again; what happened to them stays written."""
    Item.objects.filter(kind=kind, ref__in=refs, place=spot.place, place_ref=spot.ref, inside="").delete()


@transaction.atomic(savepoint=False)
def unnumber(*, refs: Sequence[str], spot: Spot) -> None:
    """Take a centre's scripts off the ledger with their whole story: its day is opened again.

    The one case where events go: numbered anew together, all have the same story. A number whose story began later
    than the others' would be the one of the candidate who was added meanwhile, whom the journal names.
    """
    withdraw(kind=ItemKind.SCRIPT, refs=refs, spot=spot)
    Event.objects.filter(kind=ItemKind.SCRIPT, ref__in=refs).delete()


def _some_of(refs: Sequence[str]) -> Iterator[Sequence[str]]:
    """Part things into as many as one statement names."""
    return (refs[start : start + _NAMED_AT_ONCE] for start in range(0, len(refs), _NAMED_AT_ONCE))


def _origins(kind: ItemKind, refs: Sequence[str]) -> dict[str, Spot]:
    """Map those of some things that are at the office, in the order given, to where each is there."""
    at_office = Item.objects.filter(kind=kind, place__in=rules.MOVES[Act.DESTROYED][0])
    origins: dict[str, Spot] = {}
    for some in _some_of(refs):
        rows = at_office.filter(ref__in=some).values_list("ref", "place", "place_ref")
        origins |= {ref: Spot(Place(place), place_ref) for ref, place, place_ref in rows}
    return {ref: origins[ref] for ref in refs if ref in origins}


def _record_events(
    *,
    kind: ItemKind,
    refs: Sequence[str],
    act: Act,
    origin: Spot,
    spot: Spot,
    inside: str = "",
    count: int = 1,
    seal: str = "",
    by: Actor,
    at: datetime,
) -> None:
    tail = (act, origin.place, origin.ref, spot.place, spot.ref, inside, count, seal, at, by.login)
    insert_rows(Event, _EVENT, ((kind, ref, *tail) for ref in refs))
