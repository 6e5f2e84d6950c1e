"""Reads of the ledger: where a thing is, how it came there, what it holds."""

from collections.abc import Collection

from django.db.models import Count, Exists, OuterRef, QuerySet, Value

from massicot.custody.models import Event, Item
from massicot.custody.rules import Act, ItemKind, Place, Spot
from massicot.store.prepared import Question

_NAMED_AT_ONCE = 1000
"""Batches that one question names, of the many that lie at the office."""

TABLES = (Item._meta.db_table, Event._meta.db_table)
"""The ledger's tables, for whoever erases what they said before."""

LAST_HOLDER_OF_BATCH: Question[tuple[str]] = Question(
    lambda code: _hand_outs_of(code).order_by("-pk").values_list("to_ref")[:1]
)
"""Who holds a batch, or held it last; nobody when it was never handed out."""


def where(kind: ItemKind, ref: str) -> Item | None:
    """Fetch where a thing is now."""
    return Item.objects.filter(kind=kind, ref=ref).first()


def spots_of(kind: ItemKind, refs: Collection[str]) -> dict[str, Item]:
    """Map things to where each is now."""
    return {item.ref: item for item in Item.objects.filter(kind=kind, ref__in=refs)}


def find(ref: str) -> Item | None:
    """Fetch where a thing is now, whatever it is."""
    return Item.objects.filter(ref=ref).order_by("kind").first()


def story_of(kind: ItemKind, ref: str) -> list[Event]:
    """List what happened to a thing, oldest first, with the moves of what held it while it was inside.

    A script inside a batch goes where the parcel of that batch goes.
    """
    own = list(Event.objects.filter(kind=kind, ref=ref).order_by("pk"))
    return sorted([*own, *_carried(own, None)], key=lambda event: event.pk)


def count_moves(refs: Collection[str]) -> dict[str, int]:
    """Count how often each of some scripts was moved, by an event of its own."""
    rows = Event.objects.filter(kind=ItemKind.SCRIPT, ref__in=refs).order_by("ref").values_list("ref")
    return dict.fromkeys(refs, 0) | dict(rows.annotate(count=Count("*")))


def last_event(kind: ItemKind, ref: str, acts: Collection[Act]) -> Event | None:
    """Fetch the last of some acts on a thing: who did it, and when."""
    return Event.objects.filter(kind=kind, ref=ref, act__in=acts).order_by("-pk").first()


def count_loose(refs: Collection[str], spot: Spot) -> int:
    """Count the scripts that lie in one place, in no batch and in no parcel."""
    rows = Item.objects.filter(kind=ItemKind.SCRIPT, place=spot.place, place_ref=spot.ref, inside="")
    return rows.filter(ref__in=refs).count()


def ever_inside(refs: Collection[str], holders: Collection[str]) -> list[tuple[str, str]]:
    """List those of some scripts that were ever put into some things: holder, script."""
    rows = Event.objects.filter(kind=ItemKind.SCRIPT, ref__in=refs, inside__in=holders)
    return list(rows.order_by("inside", "ref").values_list("inside", "ref").distinct())


def contents_of(ref: str) -> list[str]:
    """List the scripts that a parcel or a batch holds now, ascending."""
    return list(Item.objects.filter(inside=ref).order_by("ref").values_list("ref", flat=True))


def contents_at_office(holders: Collection[str]) -> dict[str, list[str]]:
    """Map some batches that lie at the exam office to the scripts that each holds now, ascending."""
    contents: dict[str, list[str]] = {holder: [] for holder in holders}
    names = sorted(contents)
    for start in range(0, len(names), _NAMED_AT_ONCE):
        some = names[start : start + _NAMED_AT_ONCE]
        rows = Item.objects.filter(inside__in=some, place__in=(Place.OFFICE, Place.SHELF)).order_by("ref")
        for holder, ref in rows.values_list("inside", "ref"):
            contents[holder].append(ref)
    return contents


def holder_of_batch(code: str) -> str:
    """Name the marker who holds a batch now; empty when nobody does."""
    item = where(ItemKind.BATCH, code)
    return item.place_ref if item and item.place == Place.MARKER else ""


def last_holder_of_batch(code: str) -> str:
    """Name the marker who holds a batch, or who held it last; empty when it was never handed out."""
    return next((ref for (ref,) in LAST_HOLDER_OF_BATCH.ask(code=code)), "")


def refs_at(kind: ItemKind, place: Place, place_ref: str, inside: str = "") -> list[str]:
    """List what is in one place and in nothing else there, ascending."""
    rows = Item.objects.filter(kind=kind, place=place, place_ref=place_ref, inside=inside)
    return list(rows.order_by("ref").values_list("ref", flat=True))


def loose_places(places: Collection[Place], place_ref: str) -> dict[str, Place]:
    """Map the scripts that lie in nothing else to where they are, among some places of one centre."""
    rows = Item.objects.filter(kind=ItemKind.SCRIPT, place__in=places, place_ref=place_ref, inside="")
    return {ref: Place(place) for ref, place in rows.values_list("ref", "place")}


def is_destroyed(number: str) -> bool:
    """Say whether a script was destroyed."""
    item = where(ItemKind.SCRIPT, number)
    return item is not None and item.place == Place.DESTROYED


def things_at(kind: ItemKind, place: Place) -> QuerySet[Item]:
    """Find the things of one kind in one place, for a later area that counts its own among them."""
    return Item.objects.filter(kind=kind, place=place).order_by()


def refs_of_places(kind: ItemKind, place: Place) -> list[str]:
    """List which places of one kind hold a thing of one kind now, ascending."""
    rows = Item.objects.filter(kind=kind, place=place).order_by("place_ref")
    return list(rows.values_list("place_ref", flat=True).distinct())


def count_loose_by_cell(spot: Spot) -> dict[str, int]:
    """Count by their cell the scripts that lie in one place, in no batch and in no parcel."""
    return dict(LOOSE.ask(place=str(spot.place), place_ref=spot.ref))


def count_made_up(kind: ItemKind, ref_prefix: str) -> int:
    """Count the parcels or batches ever made whose reference starts so."""
    return Event.objects.filter(kind=kind, act=Act.MADE_UP, ref__startswith=ref_prefix).count()


def boxed_strips(ref_prefix: str) -> dict[str, int]:
    """Map each box of header strips there is whose reference starts so to the strips counted into it."""
    counts: dict[str, int] = {}
    for ref, count in _STRIPS_THERE.ask(ref_prefix=ref_prefix):
        counts[ref] = counts.get(ref, 0) + count
    return counts


def count_ever_boxed(ref_prefix: str) -> int:
    """Count the boxes of header strips ever filed whose reference starts so, those taken back too."""
    return Event.objects.filter(kind=ItemKind.STRIPS, act=Act.BOXED, ref__startswith=ref_prefix).count()


def loose_rows(place: str, place_ref: str) -> QuerySet[Item, tuple[str, int]]:
    """Count by cell the scripts that lie loose in one place, for a later area that adds to them."""
    # Only scripts have a cell; nothing is asked for that the index does not hold.
    rows = Item.objects.filter(place=place, place_ref=place_ref, inside="", cell__gt="")
    return rows.order_by("cell").values_list("cell").annotate(count=Count("*"))


LOOSE = Question(loose_rows)
"""How many scripts lie in one place in no batch and in no parcel, by their cell."""


def _strips_there(ref_prefix: str) -> QuerySet[Event, tuple[str, int]]:
    is_there = Exists(Item.objects.filter(kind=ItemKind.STRIPS, ref=OuterRef("ref")))
    # How a name begins is a value of the statement's own: the ORM would write the value and a sign into one.
    rows = Event.objects.filter(is_there, kind=ItemKind.STRIPS, act__in=(Act.BOXED, Act.ADDED))
    return rows.filter(ref__startswith=Value(ref_prefix)).order_by("pk").values_list("ref", "count")


_STRIPS_THERE: Question[tuple[str, int]] = Question(_strips_there)
"""What was filed into each box of header strips that is there, in its order."""


def _hand_outs_of(code: str) -> QuerySet[Event]:
    return Event.objects.filter(kind=ItemKind.BATCH, ref=code, act=Act.HANDED_OUT)


def _carried(own: list[Event], until: int | None) -> list[Event]:
    """List the moves of what held a thing, and of what held that, until the thing was out of it."""
    carried: list[Event] = []
    for holder, since, end in _stays_inside(own, until):
        moves = _between(holder, since, end)
        carried += [*moves, *_carried(moves, end)]
    return carried


def _stays_inside(own: list[Event], until: int | None) -> list[tuple[str, int, int | None]]:
    ends = [*(event.pk for event in own[1:]), until]
    # Where nothing happened, nothing lies in anything: then there is one end and no beginning.
    return [(event.inside, event.pk, end) for event, end in zip(own, ends, strict=False) if event.inside]


def _between(holder: str, since: int, until: int | None) -> list[Event]:
    events = Event.objects.filter(ref=holder, pk__gt=since).order_by("pk")
    return list(events.filter(pk__lt=until) if until else events)
