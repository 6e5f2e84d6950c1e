"""Reads of boxes at the exam office: what may go into one, what lies in each, where each stands."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Aggregate, Count, Exists, F, Min, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from massicot.batches import queries as batches
from massicot.consignments import queries as parcels
from massicot.consignments.rules.returns import ContentKind
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind, Place
from massicot.exams.queries import Paper
from massicot.shelves import models
from massicot.shelves.models import BoxContent, SheetReceipt
from massicot.shelves.queries.sheet_boxes import sheets_in_boxes
from massicot.shelves.queries.slips import count_away
from massicot.shelves.rules.boxes import BoxKind, BoxUnknown, Received, box_code, box_number, box_prefix
from massicot.shelves.rules.sheet_boxes import BoxedSheets
from massicot.store.prepared import Question

KeptBox = models.KeptBox
"""The row that pages are handed; the table itself is imported by this area only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelvedBox:
    """One box: what lies in it, on which shelf it stands (empty in the office), since when.

    `certificate`: by which something of it was destroyed, the last time; `destroyed_by`: by which all of it was.
    `away`: how many scripts of what lies in it are out or missing, by the reference of each thing; `sheets`: what a box
    of mark sheets holds, which has neither contents nor scripts, None of a box of scripts.
    """

    code: str
    contents: Sequence[BoxContent]
    shelf: str
    since: datetime
    away: Mapping[str, int]
    destroyed_by: str = ""
    sheets: BoxedSheets | None = None

    @property
    def number(self) -> str:
        return box_number(self.code)

    @property
    def specialties(self) -> list[str]:
        return sorted({thing.specialty_code for thing in self.contents})

    @property
    def batches(self) -> list[str]:
        return sorted(thing.ref for thing in self.contents if thing.kind == ContentKind.BATCH)

    @property
    def loose(self) -> list[str]:
        return sorted(thing.ref for thing in self.contents if thing.kind == ContentKind.SCRIPT)

    @property
    def scripts(self) -> int:
        return sum(thing.count for thing in self.contents)

    @property
    def there(self) -> int:
        """Count the scripts that lie in it now."""
        return self.scripts - sum(self.away.values())

    def things(self) -> list[tuple[ContentKind, str, int]]:
        """List what lies in it now, each with its scripts that do: no script in no batch that is away."""
        counts = ((ContentKind(row.kind), row.ref, row.count - self.away.get(row.ref, 0)) for row in self.contents)
        return [(kind, ref, count) for kind, ref, count in counts if count or kind is ContentKind.BATCH]

    @property
    def certificate(self) -> str:
        return self.destroyed_by or max((thing.certificate for thing in self.contents), default="")


@dataclass(frozen=True, slots=True)
class ShelvedAt:
    """In which box a script lies, and on which shelf that stands; empty in the office."""

    box: str
    shelf: str


def _of(rows: QuerySet[Any], value: Aggregate, nothing: Value) -> Coalesce:
    """Write what is worked out of what lies in a box as a value of the statement that lists boxes."""
    own: QuerySet[Any] = rows.filter(box=OuterRef("pk")).order_by().values("box")
    return Coalesce(Subquery(own.annotate(value=value).values("value")), nothing)


class BoxOrders:
    """By what a list of boxes is sorted, beside their numbers: worked out by the database, for the list as a whole."""

    SPECIALTY = _of(BoxContent.objects.all(), Min("specialty_code"), Value(""))
    BATCH = _of(BoxContent.objects.all(), Min("ref"), Value(""))
    SCRIPTS = _of(BoxContent.objects.all(), Sum("count"), Value(0))
    SHEETS = _of(SheetReceipt.objects.all(), Count("pk"), Value(0))
    SHELF = Coalesce(
        Subquery(ledger.things_at(ItemKind.BOX, Place.SHELF).filter(ref=OuterRef("code")).values("place_ref")),
        Value(""),
    )


def listed_boxes(paper: Paper) -> QuerySet[KeptBox]:
    """Find the boxes of a paper, in the order of their numbers, in which they were made."""
    return KeptBox.objects.filter(paper=paper).order_by("pk")


def count_on_no_shelf(paper: Paper) -> dict[BoxKind, int]:
    """Map the kinds of which a paper has boxes to how many of them stand in the office, on no shelf."""
    return {BoxKind(kind): count for kind, count in _ON_NO_SHELF.ask(paper_id=paper.pk)}


def shelved(rows: Sequence[KeptBox]) -> list[ShelvedBox]:
    """Tell of some boxes, in their order, what lies in each and where it stands."""
    return _shelved(rows, count_away({box.paper_id for box in rows})) if rows else []


def to_box(paper: Paper) -> list[Received]:
    """List what is received of a paper at the office and lies in no box."""
    rows = _IN_NO_BOX.ask(paper_id=paper.pk)
    away = count_away([paper.pk]) if rows else Counter[str]()
    return [Received(ContentKind(kind), ref, code, count, away[ref]) for kind, ref, code, count in rows]


def specialties_to_box(paper: Paper) -> list[str]:
    """List the specialties of which something received lies in no box."""
    return sorted({code for _, _, code, _ in _IN_NO_BOX.ask(paper_id=paper.pk)})


def count_to_box_by_paper() -> QuerySet[Any]:
    """Count by paper (`paper_id`, `things`) what is received at the office and lies in no box."""
    rows: QuerySet[Any] = _received_in_no_box().annotate(paper_id=F("parcel__paper_id"))
    counted: QuerySet[Any] = rows.values("paper_id").annotate(things=Count("pk"))
    return counted


def count_boxed_by_paper() -> QuerySet[Any]:
    """Count by paper (`paper_id`, `scripts`) what lies in boxes and was left out of no destruction."""
    rows: QuerySet[Any] = BoxContent.objects.filter(certificate="").order_by().annotate(paper_id=F("box__paper_id"))
    counted: QuerySet[Any] = rows.values("paper_id").annotate(scripts=Sum("count"))
    return counted


def boxes_on_no_shelf() -> QuerySet[KeptBox]:
    """Find the boxes that stand in the office, on no shelf."""
    return KeptBox.objects.filter(Exists(_in_office())).order_by()


def boxes_of(paper: Paper) -> list[ShelvedBox]:
    """List the boxes of a paper, in the order of their numbers."""
    return shelved(list(listed_boxes(paper)))


def box_by_code(paper: Paper, code: str) -> ShelvedBox:
    """Fetch a box of a paper; raise BoxUnknown."""
    [box] = boxes_by_code(paper, [code])
    return box


def boxes_by_code(paper: Paper, codes: Sequence[str]) -> list[ShelvedBox]:
    """Fetch boxes of a paper, in the order given; raise BoxUnknown."""
    boxes = {box.code: box for box in shelved(list(KeptBox.objects.filter(paper=paper, code__in=codes)))}
    for code in codes:
        if code not in boxes:
            raise BoxUnknown(code=code)
    return [boxes[code] for code in codes]


def paper_of_box(code: str) -> int:
    """Tell of which paper a box is; raise BoxUnknown."""
    paper_id: int | None = KeptBox.objects.filter(code=code).values_list("paper_id", flat=True).first()
    if paper_id is None:
        raise BoxUnknown(code=code)
    return paper_id


def sheets_of_box(code: str) -> BoxedSheets | None:
    """Tell what a box of mark sheets holds; None of a box of scripts."""
    box = KeptBox.objects.filter(code=code, kind=BoxKind.SHEETS).first()
    return sheets_in_boxes([box.pk], [box.paper_id]).get(box.pk) if box else None


def named_boxes(paper_id: int) -> QuerySet[Any]:
    """List the boxes of a paper, by code, for whoever prints their labels; they stand in no centre."""
    is_empty = Exists(ledger.things_at(ItemKind.BOX, Place.DESTROYED).filter(ref=OuterRef("code")))
    rows = KeptBox.objects.filter(~is_empty, paper_id=paper_id).order_by("code")
    named: QuerySet[Any] = rows.annotate(uai=Value(""), name=F("code"))
    return named


def shelves_known() -> list[str]:
    """List the shelves on which boxes stand now, for whoever types one."""
    return ledger.refs_of_places(ItemKind.BOX, Place.SHELF)


def shelved_at(number: str) -> ShelvedAt | None:
    """Tell in which box a script lies, in its batch or alone, and where that stands; None of one that lies in none."""
    batch = batches.batch_of_number(number)
    refs = [number, batch.code] if batch else [number]
    content = BoxContent.objects.filter(ref__in=refs).select_related("box").order_by("-kind").first()
    if content is None:
        return None
    if content.certificate and ledger.is_destroyed(number):
        return None
    item = ledger.where(ItemKind.BOX, content.box.code)
    return ShelvedAt(content.box.code, item.place_ref if item else "")


def contents_of_paper(paper: Paper) -> dict[str, BoxContent]:
    """Map what lies in the boxes of a paper to what is written of it, its box with it."""
    rows = BoxContent.objects.filter(box__paper=paper).select_related("box").order_by("ref")
    return {row.ref: row for row in rows}


def next_codes(paper: Paper, count: int) -> list[str]:
    """Give the codes of the next boxes of a paper, which is held: one that was opened again gives its to no other."""
    name = name_on_labels(paper)
    made = ledger.count_made_up(ItemKind.BOX, box_prefix(name))
    return [box_code(name, rank) for rank in range(made + 1, made + count + 1)]


def name_on_labels(paper: Paper) -> str:
    """Name a paper as the codes of its boxes do."""
    return f"{paper.session.code}-{paper.code}"


def subject_of(paper: Paper) -> str:
    """Name the shelves of a paper as the journal does."""
    return f"shelves:{paper.session.code}/{paper.code}"


def _in_office() -> QuerySet[Any]:
    return ledger.things_at(ItemKind.BOX, Place.OFFICE).filter(ref=OuterRef("code"))


def _received_in_no_box() -> QuerySet[Any]:
    boxed = BoxContent.objects.filter(kind=OuterRef("kind"), ref=OuterRef("ref"))
    return parcels.received_rows().filter(~Exists(boxed))


def _kinds(paper_id: int) -> QuerySet[Any, tuple[str, int]]:
    kinds: QuerySet[Any, Any] = KeptBox.objects.filter(paper_id=paper_id).order_by().values_list("kind")
    counted: QuerySet[Any, tuple[str, int]] = kinds.annotate(count=Count("pk", filter=Exists(_in_office())))
    return counted


_CONTENTS = Question(lambda box_ids: BoxContent.objects.filter(box__in=box_ids).order_by("ref"))
_ON_NO_SHELF: Question[tuple[str, int]] = Question(_kinds)
_IN_NO_BOX: Question[tuple[str, str, str, int]] = Question(
    lambda paper_id: (
        _received_in_no_box()
        .filter(parcel__paper_id=paper_id)
        .order_by("pk")
        .values_list("kind", "ref", "specialty_code", "count")
    )
)


def _shelved(boxes: Sequence[KeptBox], away: Counter[str]) -> list[ShelvedBox]:
    contents: dict[int, list[BoxContent]] = {box.pk: [] for box in boxes}
    for thing in _CONTENTS.ask(box_ids=list(contents)):
        contents[thing.box_id].append(thing)
    spots = ledger.spots_of(ItemKind.BOX, [box.code for box in boxes])
    of_sheets = {box.pk for box in boxes if box.kind == BoxKind.SHEETS}
    sheets = dict.fromkeys(of_sheets, BoxedSheets())
    if of_sheets:
        sheets |= sheets_in_boxes(of_sheets, {box.paper_id for box in boxes})
    return [
        ShelvedBox(
            code=box.code,
            contents=contents[box.pk],
            away=_away_from(contents[box.pk], away),
            shelf=spots[box.code].place_ref if spots[box.code].place == Place.SHELF else "",
            since=spots[box.code].since,
            destroyed_by=spots[box.code].place_ref if spots[box.code].place == Place.DESTROYED else "",
            sheets=sheets.get(box.pk),
        )
        for box in boxes
    ]


def _away_from(contents: Iterable[BoxContent], away: Counter[str]) -> dict[str, int]:
    """Pick what is away of some contents; what a destruction left of one was counted without what was away."""
    return {row.ref: away[row.ref] for row in contents if away[row.ref] and not row.certificate}
