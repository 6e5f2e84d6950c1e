"""Reads of scripts, by number, centre and kind; and of the boxes of their header strips."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Value

from massicot.scripts import models, rules
from massicot.scripts.models import Script, StripBox, StripLacking
from massicot.scripts.rules import IN_HAND, ScriptKind
from massicot.store.prepared import Question
from massicot.store.writes import hold_table

KINDS: Question[tuple[str, str]] = Question(
    lambda numbers: Script.objects.filter(number__in=numbers).values_list("number", "kind")
)
"""What the items of some numbers are."""


TABLE = Script._meta.db_table
"""Where what every number is lies, for whoever erases what it was."""

STRIP_TABLES = (StripBox._meta.db_table, StripLacking._meta.db_table)
"""Where it lies which strips are in which box, for whoever erases what it said before a day was opened again."""

_TOKENS: Question[tuple[str, bytes | memoryview]] = Question(
    lambda numbers: Script.objects.filter(number__in=numbers, kind=ScriptKind.WRITTEN).values_list(
        "number", "pupil_token"
    )
)
_DRAWN_FOR: Question[tuple[str, str, str]] = Question(
    lambda numbers: Script.objects.filter(number__in=numbers).values_list("number", "centre_uai", "specialty_code")
)


def _in_hand(paper_ids: list[int], uais: list[str]) -> QuerySet[Script, Any]:
    columns = ("paper_id", "centre_uai", "specialty_code")
    rows = Script.objects.filter(paper_id__in=paper_ids, centre_uai__in=uais, kind__in=IN_HAND)
    return rows.values_list(*columns).annotate(count=Count("pk")).order_by(*columns)


IN_HAND_AT: Question[tuple[int, str, str, int]] = Question(_in_hand)
"""How many numbers of some papers and centres have their item; `in_hand_by_specialty` reads it."""

_IN_HAND: Question[tuple[str, str]] = Question(
    lambda paper_id, uai: (
        Script.objects.filter(paper_id=paper_id, centre_uai=uai, kind__in=IN_HAND)
        .order_by("number")
        .values_list("number", "specialty_code")
    )
)
_DRAWN: Question[tuple[str]] = Question(
    lambda paper_id, uai: (
        Script.objects.filter(paper_id=paper_id, centre_uai=uai).order_by("number").values_list("number")
    )
)
_SPARES: Question[tuple[str]] = Question(
    lambda paper_id, uai: (
        Script.objects.filter(paper_id=paper_id, centre_uai=uai)
        .exclude(kind__in=IN_HAND)
        .order_by("number")
        .values_list("number")
    )
)


def _kinds_by_cell(paper_id: int) -> QuerySet[Script, Any]:
    columns = ("centre_uai", "specialty_code", "kind")
    rows = Script.objects.filter(paper_id=paper_id).order_by(*columns)
    return rows.values_list(*columns).annotate(count=Count("pk"))


_KINDS_BY_CELL: Question[tuple[str, str, str, int]] = Question(_kinds_by_cell)
_STRIPS_LACKING: Question[tuple[str, str, str, str]] = Question(
    lambda paper_id: (
        StripLacking.objects.filter(box__paper_id=paper_id)
        .order_by("number")
        .values_list("number", "box__centre_uai", "box__ref", "signed_by")
    )
)


StripDestruction = models.StripDestruction
"""The row that pages are handed."""


class FiledStrips(NamedTuple):
    """How many header strips of a centre are in boxes, and which were not there when theirs was closed.

    `has_destroyed`: scripts of the centre were destroyed since.
    """

    boxed: int = 0
    lacking: Sequence[str] = ()
    has_destroyed: bool = False


def script_by_number(text: str) -> Script:
    """Fetch the script that bears a typed or scanned number; raise NumberMistyped or NumberUnknown."""
    number = rules.check_number(text)
    script = Script.objects.filter(number=number).first()
    if script is None:
        raise rules.NumberUnknown(number=number)
    return script


def kinds_of(numbers: Collection[str]) -> dict[str, ScriptKind]:
    """Map numbers to what their items are."""
    rows = KINDS.ask(numbers=list(numbers)) if numbers else []
    return {number: ScriptKind(kind) for number, kind in rows}


def tokens_of_written(numbers: Collection[str]) -> dict[str, bytes]:
    """Map those numbers whose item is a written script to their own-pupil tokens: nobody marks what is blank."""
    rows = _TOKENS.ask(numbers=list(numbers)) if numbers else []
    return {number: bytes(token) for number, token in rows}


def specialties_of(numbers: Collection[str]) -> dict[str, str]:
    return dict(Script.objects.filter(number__in=numbers).values_list("number", "specialty_code"))


def specialties_among(paper_id: int, numbers: Collection[str]) -> dict[str, str]:
    """Map those of some numbers that are of a paper to their specialty's code."""
    rows = Script.objects.filter(paper_id=paper_id, number__in=numbers) if numbers else Script.objects.none()
    return dict(rows.values_list("number", "specialty_code"))


def centres_of(numbers: Collection[str]) -> dict[str, str]:
    """Map numbers to the centre where they were drawn."""
    return dict(Script.objects.filter(number__in=numbers).values_list("number", "centre_uai"))


def drawn_for(numbers: Collection[str]) -> dict[str, tuple[str, str]]:
    """Map numbers to the centre where they were drawn and to their specialty's code."""
    rows = _DRAWN_FOR.ask(numbers=list(numbers)) if numbers else []
    return {number: (uai, specialty) for number, uai, specialty in rows}


def numbers_of_centre(paper_id: int, centre_uai: str) -> list[str]:
    """List every number drawn for a centre, spares included, ascending."""
    return [number for (number,) in _DRAWN.ask(paper_id=paper_id, uai=centre_uai)]


def spares_of_centre(paper_id: int, centre_uai: str) -> list[str]:
    """List the numbers of a centre that may be spare, ascending: all of an open day, what a closed one left over."""
    return [number for (number,) in _SPARES.ask(paper_id=paper_id, uai=centre_uai)]


def hold_centre(paper_id: int, centre_uai: str) -> None:
    """Hold every number of a centre until the end of the transaction: two clerks who pack them wait here."""
    rows = Script.objects.filter(paper_id=paper_id, centre_uai=centre_uai).order_by("number").select_for_update()
    list(rows.values_list("pk"))


def hold_script(number: str) -> None:
    """Hold one number until the end of the transaction: who decides of it and who opens its day again wait here."""
    list(Script.objects.filter(number=number).select_for_update().values_list("pk"))


def in_hand_of_centre(paper_id: int, centre_uai: str) -> dict[str, str]:
    """Map each number of a centre that has its item to its specialty's code, ascending."""
    return dict(_IN_HAND.ask(paper_id=paper_id, uai=centre_uai))


def in_hand_by_specialty(counted: Iterable[tuple[int, str, str, int]]) -> Counter[tuple[int, str, str]]:
    """Count the numbers that have their item by paper, centre and specialty, of what IN_HAND_AT counted."""
    return Counter({(paper_id, uai, code): count for paper_id, uai, code, count in counted})


def kinds_by_cell(paper_id: int) -> dict[tuple[str, str, ScriptKind], int]:
    """Count a paper's numbers by centre, specialty and kind."""
    counted = _KINDS_BY_CELL.ask(paper_id=paper_id)
    return {(uai, code, ScriptKind(kind)): count for uai, code, kind, count in counted}


def cells_of_one(paper_id: int) -> list[tuple[str, str, ScriptKind]]:
    """List the cells (centre, specialty, kind) of one script: once days are closed, each is its candidate's."""
    return [cell for cell, count in kinds_by_cell(paper_id).items() if count == 1 and cell[2] in IN_HAND]


def numbers_in_hand(paper_id: int) -> set[str]:
    """List every number of a paper that has its physical item."""
    return set(Script.objects.filter(paper_id=paper_id, kind__in=IN_HAND).values_list("number", flat=True))


def rows_in_hand(paper_id: int) -> QuerySet[Script]:
    """Find the rows of a paper's numbers that have their item, for areas that compare theirs with them."""
    return Script.objects.filter(paper_id=paper_id, kind__in=IN_HAND)


def rows_of_kind(paper_id: int, kind: ScriptKind) -> QuerySet[Script]:
    """Find the rows of a paper's numbers whose item is of one kind, for areas that compare theirs with them."""
    return Script.objects.filter(paper_id=paper_id, kind=kind)


def specialties_in_hand(paper_id: int) -> dict[str, str]:
    """Map every number of a paper that has its physical item to its specialty's code."""
    rows = Script.objects.filter(paper_id=paper_id, kind__in=IN_HAND)
    return dict(rows.values_list("number", "specialty_code"))


def drawn_rows(paper_id: int) -> Iterator[tuple[str, str, str, str]]:
    """Go through a paper's numbers, ascending: number, centre, specialty, kind."""
    rows = Script.objects.filter(paper_id=paper_id).order_by("number")
    return rows.values_list("number", "centre_uai", "specialty_code", "kind").iterator()


def cells_alike(paper_id: int, numbers: Collection[str]) -> dict[str, tuple[str, str, str]]:
    """Map some numbers of a paper, and all that are alike to one of them, to their centre, specialty and kind."""
    names = ("number", "centre_uai", "specialty_code", "kind")
    rows = Script.objects.filter(paper_id=paper_id).order_by("number")
    wanted = {tuple(cell) for _, *cell in rows.filter(number__in=numbers).values_list(*names)}
    if not wanted:
        return {}
    centres, specialties, _ = zip(*wanted, strict=True)
    near = rows.filter(centre_uai__in=set(centres), specialty_code__in=set(specialties)).values_list(*names)
    return {number: (uai, code, kind) for number, uai, code, kind in near if (uai, code, kind) in wanted}


def numbers_of_kind(paper_id: int, kind: ScriptKind) -> set[str]:
    return set(Script.objects.filter(paper_id=paper_id, kind=kind).values_list("number", flat=True))


def hold_numbers() -> None:
    """Let nobody else draw numbers until the end of the transaction: two papers drawn at once could share some."""
    hold_table(Script)


def count_drawn(paper_id: int) -> int:
    """Count every number drawn for a paper, spares included."""
    return Script.objects.filter(paper_id=paper_id).count()


def taken_numbers() -> set[str]:
    """List every number ever drawn in the installation."""
    return set(Script.objects.values_list("number", flat=True))


def strip_boxes(paper_id: int, centre_uai: str) -> list[StripBox]:
    """List the boxes of header strips of a centre, the first one filed first, each with the strips it lacks."""
    boxes = StripBox.objects.filter(paper_id=paper_id, centre_uai=centre_uai).order_by("pk")
    return list(boxes.prefetch_related("lacking"))


def box_of_strip(number: str) -> StripBox | None:
    """Find the box where the header strip of a number is, or belongs; None while it is in no box."""
    place = Script.objects.filter(number=number).values("paper_id", "centre_uai").first()
    boxes = StripBox.objects.filter(**place, first__lte=number, last__gte=number) if place else StripBox.objects.none()
    return boxes.first()


def box_by_ref(ref: str) -> StripBox | None:
    """Find a box of header strips by the name that the ledger gives it."""
    return StripBox.objects.filter(ref=ref).first()


def refs_of_strip_boxes() -> QuerySet[StripBox, str]:
    """Find the names that the ledger gives the boxes of header strips that are closed."""
    return StripBox.objects.order_by().values_list("ref", flat=True)


def strip_is_lacking(number: str) -> bool:
    """Say whether the header strip of a number was not there when its box was closed."""
    return StripLacking.objects.filter(number=number).exists()


def strips_lacking(paper_id: int) -> dict[str, tuple[str, str, str]]:
    """Map the numbers of a paper whose header strip is not in its box to centre, box and who signed so, ascending."""
    rows = _STRIPS_LACKING.ask(paper_id=paper_id)
    return {number: (uai, ref, signed_by) for number, uai, ref, signed_by in rows}


def strips_filed(centre_uais: Collection[str], destroyed: QuerySet[Any, int]) -> dict[tuple[int, str], FiledStrips]:
    """Map papers and some centres to the header strips in their boxes, and to the numbers that are not, ascending.

    Of archived sessions too: their strips are still there. `destroyed` finds the papers of which some list was
    destroyed: a centre whose scripts were is there, had it filed no box.
    """
    gone = Exists(_erased().filter(paper_id=OuterRef("paper_id"), centre_uai=OuterRef("centre_uai")))
    boxes = StripBox.objects.filter(centre_uai__in=centre_uais).annotate(has_destroyed=gone)
    in_no_box = _erased().filter(centre_uai__in=centre_uais, paper_id__in=destroyed)
    filed: dict[tuple[int, str], dict[int, int]] = {}
    lacking: dict[tuple[int, str], list[str]] = {}
    emptied: set[tuple[int, str]] = set()
    rows = boxes.values_list("pk", "paper_id", "centre_uai", "count", "lacking__number", "has_destroyed")
    no_rows = in_no_box.values_list(Value(0), "paper_id", "centre_uai", Value(0), Value(""), Value(value=True))
    for pk, paper_id, uai, count, number, has_destroyed in sorted(rows.union(no_rows)):
        filed.setdefault((paper_id, uai), {})[pk] = count
        lacking.setdefault((paper_id, uai), []).extend([number] if number else [])
        emptied.update([(paper_id, uai)] if has_destroyed else [])
    return {
        place: FiledStrips(sum(counts.values()), sorted(lacking[place]), place in emptied)
        for place, counts in filed.items()
    }


def strips_of_destroyed(paper_id: int) -> dict[str, int]:
    """Count by centre the header strips whose script was destroyed, but those that were not there at their boxing."""
    lacking = StripLacking.objects.filter(box__paper_id=paper_id).values("number")
    gone = _erased().filter(paper_id=paper_id).exclude(number__in=lacking)
    return dict(gone.values_list("centre_uai").annotate(count=Count("pk")).order_by("centre_uai"))


def count_gone_of(box: StripBox) -> int:
    """Count the strips of a box whose script was destroyed, but those that were not there when it was closed."""
    there = _erased().exclude(number__in=StripLacking.objects.filter(box=box).values("number"))
    of_box = there.filter(paper_id=box.paper_id, centre_uai=box.centre_uai)
    return of_box.filter(number__gte=box.first, number__lte=box.last).count()


def strips_to_keep(paper_id: int, centre_uai: str) -> list[str]:
    """List the numbers of a centre whose script is still there, or nowhere: their header strips are kept, ascending."""
    rows = Script.objects.filter(paper_id=paper_id, centre_uai=centre_uai, kind__in=IN_HAND)
    gone = _erased().filter(paper_id=paper_id, centre_uai=centre_uai).values("pk")
    return list(rows.exclude(pk__in=gone).order_by("number").values_list("number", flat=True))


def strip_destructions(paper_id: int, centre_uai: str | None = None) -> list[StripDestruction]:
    """List what the exam centres of a paper, or one of them, said of header strips destroyed, the first one first."""
    rows = StripDestruction.objects.filter(paper_id=paper_id).order_by("pk")
    return list(rows if centre_uai is None else rows.filter(centre_uai=centre_uai))


def strips_signed() -> QuerySet[StripDestruction]:
    """Find what exam centres said of header strips destroyed."""
    return StripDestruction.objects.order_by()


def strips_not_found() -> QuerySet[StripDestruction]:
    """Find the certificates of which header strips were not found, and the exam office has not taken note of it."""
    return StripDestruction.objects.filter(count__lt=F("due"), noted_at__isnull=True).order_by()


def strips_never_boxed() -> QuerySet[StripLacking]:
    """Find the header strips that were not there at their boxing and whose script was destroyed (`paper_id`)."""
    gone = _erased().filter(number=OuterRef("number"))
    rows: QuerySet[StripLacking] = StripLacking.objects.filter(Exists(gone)).annotate(paper_id=F("box__paper_id"))
    return rows.order_by()


def _erased() -> QuerySet[Script]:
    """Find the scripts that were destroyed: nothing else empties the token of a number that has its item."""
    return Script.objects.filter(kind__in=IN_HAND, pupil_token=b"")
