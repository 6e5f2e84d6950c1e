"""The list of mark sheets ("liste des bordereaux") that goes with them to the exam office.

All sheets of a paper in one centre by ascending number of their batches, all specialties together (the notice). What is
waited for comes first, with a box to tick each that goes now; every other sheet that was printed is listed after it,
with what it is worth. The list carries codes of batches and no name.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from massicot.documents import engine, french, headings

COLUMN_LINES = 36
"""Lines of one column of a page: the first page has its head besides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedSheet:
    """One sheet: of which batch, its specialty and scripts, which edition; what is to be known of it, if anything."""

    rank: int
    batch: str
    specialty: str
    scripts: int
    edition: int
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetList:
    """The sheets of one centre, those that count and the others, and to whom they go by when."""

    heading: headings.Heading
    centre: headings.InstitutionHeading
    attention: str
    printed_at: datetime
    return_by: datetime | None
    standing: Sequence[ListedSheet]
    others: Sequence[ListedSheet]
    open_batches: int = 0
    """Batches that are not locked yet: the list is not the last one."""


def standing_remark(*, is_here: bool, is_given_up: bool, is_locked: bool) -> str:
    """Say why a sheet on which marks stand does not go with the others now; nothing of one that does."""
    if is_here:
        return "reçu"
    if is_given_up:
        return "abandonné"
    return "" if is_locked else "ouvert"


def remark_of(*, edition: int, is_void: bool, is_unmade: bool, is_second: bool, codes: str) -> str:
    """Say what a sheet is worth; nothing of the one on which marks stand. `codes`: where its scripts went, if known."""
    words = ["seconde saisie"] if is_second else []
    if is_unmade:
        words += [f"copies passées dans {codes}" if codes else "lot défait"]
    elif is_void:
        words += [f"remplacée par l’édition n° {edition + 1}"]
    return ", ".join(words)


def make_sheet_list(content: SheetList) -> bytes:
    """Print the list of the mark sheets of one centre."""
    return engine.render(
        "sheet_list.typ",
        {
            "heading": headings.set_heading(content.heading, content.centre.uai),
            "centre": headings.set_institution(content.centre),
            "attention": content.attention,
            "printed": french.moment(content.printed_at),
            "due": french.moment(content.return_by) if content.return_by else "",
            "open": french.quantity(content.open_batches, "lot n’est pas verrouillé", "lots ne sont pas verrouillés")
            if content.open_batches
            else "",
            "total": french.quantity(sum(not sheet.remark for sheet in content.standing), "bordereau", "bordereaux"),
            "pages": list(_pages(content.standing)),
            "others": [_line(sheet) for sheet in content.others],
        },
    )


def _pages(sheets: Sequence[ListedSheet]) -> Iterator[list[list[dict[str, object]]]]:
    """Share the lines out over pages of two columns as long as one another."""
    for start in range(0, len(sheets), 2 * COLUMN_LINES):
        page = [_line(sheet) for sheet in sheets[start : start + 2 * COLUMN_LINES]]
        half = (len(page) + 1) // 2
        yield [page[:half], page[half:]] if page[half:] else [page]


def _line(sheet: ListedSheet) -> dict[str, object]:
    return {
        "rank": str(sheet.rank),
        "batch": sheet.batch,
        "specialty": sheet.specialty,
        "scripts": str(sheet.scripts),
        "edition": str(sheet.edition),
        "remark": sheet.remark,
    }
