"""Reads of what is destroyed of a paper: what lies in its boxes, its lists, what each destroys and leaves out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import F, Max, Q, QuerySet, Sum

from massicot.batches import queries as batches
from massicot.consignments.rules.returns import ContentKind
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind, Place
from massicot.exams.queries import Paper
from massicot.shelves import models
from massicot.shelves.models import BoxContent, FetchSlip, KeptBox, ListedContent, SparedScript
from massicot.shelves.queries.boxes import to_box
from massicot.shelves.queries.slips import homes_of
from massicot.shelves.rules.boxes import BoxKind
from massicot.shelves.rules.destruction import ListUnknown, ToDestroy, list_code

DestructionList = models.DestructionList
"""The row that pages are handed; the table itself is imported by this area only."""


@dataclass(frozen=True, slots=True)
class BoxedScripts:
    """One batch or loose script in a box, and the numbers that lie in it now, ascending."""

    row: BoxContent
    numbers: Sequence[str]

    def less(self, spared: Collection[str]) -> ToDestroy:
        """Say how many of it are destroyed where some numbers are left out."""
        stay = sum(number in spared for number in self.numbers)
        return ToDestroy(
            box=self.row.box.code,
            kind=ContentKind(self.row.kind),
            ref=self.row.ref,
            specialty_code=self.row.specialty_code,
            count=len(self.numbers) - stay,
            stay=stay,
        )


class BoxedNow(NamedTuple):
    """How many scripts lie in a box or in a batch, and by which certificate others of it were destroyed the last time.

    Empty where none were.
    """

    scripts: int
    certificate: str


def boxed_scripts(paper: Paper) -> list[BoxedScripts]:
    """List what lies in the boxes of a paper, by box and batch, with the numbers that are there now."""
    return _there(BoxContent.objects.filter(box__paper=paper))


def _there(contents: QuerySet[BoxContent]) -> list[BoxedScripts]:
    """List some of what lies in boxes, with the numbers that are there now."""
    things = list(contents.select_related("box").order_by("box__code", "kind", "ref"))
    inside = ledger.contents_at_office([row.ref for row in things if row.kind == ContentKind.BATCH])
    loose = [row.ref for row in things if row.kind == ContentKind.SCRIPT]
    here = {
        ref
        for ref, item in ledger.spots_of(ItemKind.SCRIPT, loose).items()
        if item.place in (Place.OFFICE, Place.SHELF)
    }
    boxed = (
        BoxedScripts(row, inside[row.ref] if row.ref in inside else [row.ref] * (row.ref in here)) for row in things
    )
    return [thing for thing in boxed if thing.numbers]


def boxed_now(ref: str) -> BoxedNow | None:
    """Tell of a box, or of a batch in one, what lies there now; None of what lies in no box."""
    contents = BoxContent.objects.filter(Q(box__code=ref) | Q(ref=ref))
    certificates = set(contents.values_list("certificate", flat=True))
    if not certificates:
        return None
    return BoxedNow(sum(len(thing.numbers) for thing in _there(contents)), max(certificates))


def lists_of(paper: Paper, kind: BoxKind = BoxKind.SCRIPTS) -> list[DestructionList]:
    """List the lists of a paper, the last one first; those of its scripts unless others are asked for."""
    return list(DestructionList.objects.filter(paper=paper, kind=kind).order_by("-pk"))


def certificates_of(paper: Paper) -> list[DestructionList]:
    """List the certificates of the scripts of a paper, the first one first."""
    return list(_of_scripts(paper).filter(destroyed_at__isnull=False).order_by("destroyed_at", "pk"))


def count_destroyed(paper: Paper) -> int:
    """Count the scripts of a paper that were destroyed."""
    contents = ListedContent.objects.filter(of__paper=paper, of__destroyed_at__isnull=False)
    return contents.aggregate(scripts=Sum("count"))["scripts"] or 0


def count_destroyed_by_paper() -> QuerySet[DestructionList]:
    """Count by list (`paper_id`, `scripts`) what was destroyed."""
    done = DestructionList.objects.filter(destroyed_at__isnull=False, kind=BoxKind.SCRIPTS).order_by()
    counted: QuerySet[DestructionList] = done.annotate(scripts=Sum("contents__count"))
    return counted


def papers_destroyed() -> QuerySet[DestructionList, int]:
    """Find the papers of which scripts were destroyed."""
    rows = DestructionList.objects.filter(destroyed_at__isnull=False, kind=BoxKind.SCRIPTS).order_by()
    paper_ids: QuerySet[DestructionList, int] = rows.values_list("paper_id", flat=True)
    return paper_ids


def papers_with_boxes() -> QuerySet[KeptBox, int]:
    """Find the papers of which something lies, or lay, in a box at the office."""
    rows: QuerySet[KeptBox, int] = KeptBox.objects.order_by().values_list("paper_id", flat=True)
    return rows


def list_by_code(paper: Paper, code: str, kind: BoxKind | None = None) -> DestructionList:
    """Fetch one list of a paper, of its scripts or its mark sheets alone where that is asked; raise ListUnknown."""
    rows = DestructionList.objects.filter(paper=paper, code=code)
    row = (rows if kind is None else rows.filter(kind=kind)).first()
    if row is None:
        raise ListUnknown
    return row


def open_lists() -> QuerySet[DestructionList]:
    """Find the lists that wait for their signatures, of all papers and of both kinds."""
    return DestructionList.objects.filter(destroyed_at__isnull=True, withdrawn_at__isnull=True).order_by()


def open_list(paper: Paper, kind: BoxKind = BoxKind.SCRIPTS) -> DestructionList | None:
    """Fetch the list of a paper that waits for its signatures, of its scripts unless the other one is asked for."""
    return open_lists().filter(paper=paper, kind=kind).first()


def next_list_code(paper: Paper) -> str:
    """Give the code of the next list of a paper, which is held: lists of both kinds are numbered in one row."""
    count = DestructionList.objects.filter(paper=paper).count()
    return list_code(f"{paper.session.code}-{paper.code}", count + 1)


def seed_drawn(paper: Paper) -> str:
    """Tell by which seed the lists of a paper are drawn; empty before the first."""
    return _of_scripts(paper).order_by("pk").values_list("seed", flat=True).first() or ""


def largest_share(paper: Paper) -> int:
    """Tell the largest share, in percent, that a list of a paper left out."""
    return _of_scripts(paper).aggregate(most=Max("share"))["most"] or 0


def signed_samples(paper: Paper) -> list[tuple[int, int]]:
    """Tell of each certificate of a paper of how many scripts its sample was a share, and which, in percent."""
    signed = _of_scripts(paper).filter(destroyed_at__isnull=False)
    lay = signed.annotate(lay=Sum(F("contents__count") + F("contents__stay"))).order_by("pk")
    return list(lay.values_list("lay", "share"))


def destroyed_contents(row: DestructionList) -> list[ToDestroy]:
    """List what a list destroys, by box and batch."""
    return [
        ToDestroy(
            box=line.box,
            kind=ContentKind(line.kind),
            ref=line.ref,
            specialty_code=line.specialty_code,
            count=line.count,
            stay=line.stay,
        )
        for line in ListedContent.objects.filter(of=row).order_by("box", "kind", "ref")
    ]


def spared_numbers(row: DestructionList) -> list[str]:
    """List the numbers that a list leaves out, ascending."""
    return list(SparedScript.objects.filter(of=row).order_by("number").values_list("number", flat=True))


def destroys_any(row: DestructionList, numbers: Collection[str]) -> bool:
    """Say whether a list destroys one of some scripts: it lies in a box now, and is not left out."""
    spared = SparedScript.objects.filter(of=row, number__in=numbers).values_list("number", flat=True)
    others = set(numbers) - set(spared) if numbers else set[str]()
    return any(home.box and home.is_there for home in homes_of(others).values()) if others else False


def is_changed(row: DestructionList) -> bool:
    """Say whether boxes hold something else than a list says, as they are opened or made, or a script is fetched.

    Scripts are counted where that is in doubt alone: a page that asks is not read for as long as all are counted.
    """
    lines = ListedContent.objects.filter(of=row).values_list("box", "ref", "count", "stay")
    listed = {(box, ref): count + stay for box, ref, count, stay in lines}
    contents = BoxContent.objects.filter(box__paper_id=row.paper_id)
    boxed = set(contents.values_list("box__code", "ref"))
    if listed.keys() - boxed:
        return True
    numbers = set(FetchSlip.objects.filter(paper_id=row.paper_id).values_list("number", flat=True))
    batch_of = batches.codes_of_numbers(numbers) if numbers else {}
    fetched = {batch_of.get(number, number) for number in numbers}
    doubtful = {place for place in boxed if place not in listed or place[1] in fetched}
    if not doubtful:
        return False
    things = _there(contents.filter(ref__in={ref for _, ref in doubtful}))
    there = {(thing.row.box.code, thing.row.ref): len(thing.numbers) for thing in things}
    return any(there.get(place, 0) != listed.get(place, 0) for place in doubtful)


def not_listed(paper: Paper) -> list[str]:
    """List what of a paper came back and lies in no box, so that no list names it."""
    return sorted(thing.ref for thing in to_box(paper))


def destroyed_on(codes: Collection[str]) -> Mapping[str, DestructionList]:
    """Map the codes of certificates to their lists."""
    return {row.code: row for row in DestructionList.objects.filter(code__in=codes)}


def _of_scripts(paper: Paper) -> QuerySet[DestructionList]:
    return DestructionList.objects.filter(paper=paper, kind=BoxKind.SCRIPTS)
