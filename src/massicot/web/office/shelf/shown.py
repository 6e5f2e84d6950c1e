"""The boxes of a paper, and what is still in none, as the page of the office shows them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.utils.translation import gettext, gettext_lazy

from massicot.consignments.rules.returns import ContentKind
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.shelves.queries import BoxOrders, KeptBox, ShelvedBox, shelved
from massicot.shelves.rules.boxes import Received
from massicot.shelves.rules.sheet_boxes import span
from massicot.web.shared.listing import ListColumn


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialtyToBox:
    """What is received of one specialty and lies in no box; whether it is ticked.

    `scripts` and `loose` are those that can be there, `away` those that are out or missing.
    """

    code: str
    title: str
    envelopes: int
    loose: int
    scripts: int
    away: int
    is_chosen: bool


def specialties_to_box(
    paper: Paper, received: Collection[Received], chosen: Collection[str] = ()
) -> list[SpecialtyToBox]:
    """Tell by specialty what is received and lies in no box."""
    labels = exams.specialty_labels(paper.session_id)
    specialty = attrgetter("specialty_code")
    by_specialty = groupby(sorted(received, key=specialty), key=specialty)
    return [
        _to_box(code, f"{code} {labels.get(code, '')}".strip(), list(own), is_chosen=code in chosen)
        for code, own in by_specialty
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxRow:
    """One box as the list shows it; `scripts`: how many belong into it, `away`: how many of them are out or missing.

    One of mark sheets has no scripts, but `sheets`, of which `apart` stand for none.
    """

    code: str
    specialties: str
    batches: str
    scripts: int
    shelf: str
    away: int
    sheets: int
    apart: int
    is_of_sheets: bool


def box_rows(rows: Sequence[KeptBox]) -> list[BoxRow]:
    """Write what lies in each box, and where it stands."""
    return [_box_row(box) for box in shelved(rows)]


def _box_row(box: ShelvedBox) -> BoxRow:
    return BoxRow(
        code=box.code,
        specialties=gettext("mark sheets, all specialties") if box.sheets else ", ".join(box.specialties),
        batches=_batches_of(box),
        scripts=box.scripts,
        shelf=_place_of(box),
        away=box.scripts - box.there,
        sheets=box.sheets.count if box.sheets else 0,
        apart=box.sheets.apart if box.sheets else 0,
        is_of_sheets=box.sheets is not None,
    )


def _batches_of(box: ShelvedBox) -> str:
    """Write from which batch to which a box goes."""
    if box.sheets:
        return box.sheets.span
    ranks = [int(ref.rpartition("-")[2]) for ref in box.batches]
    return span(min(ranks), max(ranks)) if ranks else "–"


def _place_of(box: ShelvedBox) -> str:
    """Write where a box stands; of one of which scripts were destroyed, by which certificate as well."""
    if box.destroyed_by:
        return gettext("destroyed with all that lay in it, by the certificate {code}").format(code=box.certificate)
    place = box.shelf or gettext("in the office, on no shelf")
    if not box.certificate:
        return place
    return gettext("{place}; what lies in it was left out of the destruction {code}").format(
        place=place, code=box.certificate
    )


COLUMNS = (
    ListColumn("code", gettext_lazy("Box"), order_by="pk"),
    ListColumn("specialties", gettext_lazy("Specialty"), order_by=BoxOrders.SPECIALTY),
    ListColumn("batches", gettext_lazy("Batches (from – to)"), order_by=BoxOrders.BATCH),
    ListColumn("scripts", gettext_lazy("Scripts"), is_number=True, order_by=BoxOrders.SCRIPTS),
    ListColumn("sheets", gettext_lazy("Mark sheets"), is_number=True, order_by=BoxOrders.SHEETS),
    ListColumn("shelf", gettext_lazy("Place"), order_by=BoxOrders.SHELF),
)


def told_made(codes: Sequence[str]) -> str:
    """Say which boxes are made."""
    if len(codes) == 1:
        return gettext("The box {code} is made: print its label, then say where it stands.").format(code=codes[0])
    sentence = gettext("{n} boxes are made, {first} to {last}: print their labels, then say where they stand.")
    return sentence.format(n=len(codes), first=codes[0], last=codes[-1])


def _to_box(code: str, title: str, own: Sequence[Received], *, is_chosen: bool) -> SpecialtyToBox:
    return SpecialtyToBox(
        code=code,
        title=title,
        envelopes=sum(thing.kind is ContentKind.BATCH for thing in own),
        loose=sum(thing.there for thing in own if thing.kind is ContentKind.SCRIPT),
        scripts=sum(thing.there for thing in own),
        away=sum(thing.away for thing in own),
        is_chosen=is_chosen,
    )
