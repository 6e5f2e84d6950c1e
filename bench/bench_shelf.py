"""A paper of national size put away at the exam office: boxed in one act, put on shelves, each at most 5 × the bare writes.

`bench_shelf.py SCRIPTS`: so many scripts in batches of fifty, 200,000 by default, all received.
"""

import time

import ground
import sized

ground.set_up()

import shelved
from django.db import connection, transaction
from opened import AT

from massicot.custody.models import Event, Item
from massicot.shelves.models import BoxContent, KeptBox
from massicot.store.writes import insert_rows

SCRIPTS, AT_MOST = sized.number(200_000, smoke=2_000), 5


def written(since: int) -> list[tuple]:
    """Keep what was written since an event: tables, columns, rows."""
    kept = []
    for model, rows in (
        (Event, Event.objects.filter(pk__gt=since)),
        (KeptBox, KeptBox.objects.all()),
        (BoxContent, BoxContent.objects.all()),
        (Item, Item.objects.filter(kind="box")),
    ):
        names = [name for name in ground.columns_of(model) if model is not Event or name != "id"]
        kept.append((model, names, list(rows.values_list(*names))))
    return kept


def timed(work) -> tuple[float, object]:
    start = time.perf_counter()
    done = work()
    return time.perf_counter() - start, done


def floor(kept, moved) -> None:
    """Write the same rows, and the places of the same things."""
    for model, names, rows in kept:
        insert_rows(model, names, rows)
    for rows, there in moved:
        rows.update(**there)


def beside_the_floor(title, work, moved) -> None:
    """Do an act, take it back, write the same by hand, take that back, and do it again for what follows."""
    since = Event.objects.order_by("-pk").values_list("pk", flat=True).first()
    with transaction.atomic():
        ours, _ = timed(work)
        kept, places = written(since), moved()
        transaction.set_rollback(True)
    with transaction.atomic():
        old = {model for model, *_ in kept[1:]} if KeptBox.objects.exists() else set()
        bare, _ = timed(lambda: floor([one for one in kept if one[0] not in old], places))
        transaction.set_rollback(True)
    ground.tell(f"{title}, {SCRIPTS} scripts, {connection.vendor}", bare, ours, at_most=AT_MOST)


def into_boxes():
    """Tell what lies in which box."""
    held: dict[str, list[str]] = {}
    for ref, inside in Item.objects.filter(kind="batch").exclude(inside="").values_list("ref", "inside"):
        held.setdefault(inside, []).append(ref)
    return [(Item.objects.filter(kind="batch", ref__in=refs), {"inside": box}) for box, refs in held.items()]


def onto_shelves():
    """Tell which boxes stand on which shelf; what lies in their batches is there with them."""
    stand: dict[str, list[str]] = {}
    for ref, shelf in Item.objects.filter(kind="box").values_list("ref", "place_ref"):
        stand.setdefault(shelf, []).append(ref)
    moved = []
    for shelf, boxes in stand.items():
        there = {"place": "shelf", "place_ref": shelf}
        inside = BoxContent.objects.filter(box__code__in=boxes).values_list("ref", flat=True)
        scripts = Item.objects.filter(kind="script", inside__in=list(inside))
        moved += [(Item.objects.filter(kind="box", ref__in=boxes), there), (scripts, there)]
    return moved


paper = shelved.build(SCRIPTS)
beside_the_floor("boxed", lambda: shelved.box_all(paper, AT), into_boxes)
made = shelved.box_all(paper, AT)
beside_the_floor("put on shelves", lambda: shelved.shelve_all(paper, made, AT), onto_shelves)
assert BoxContent.objects.filter(box__paper=paper).count() == len(set(BoxContent.objects.values_list("ref", flat=True)))
sized.end()
