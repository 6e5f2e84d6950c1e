"""The receipt of a locked batch: what its marker signs and keeps, and what proves later that nothing was changed.

Every number with its mark, the totals, the digest of the batch and the head of its journal at the lock. Whoever holds a
signed receipt can compare it with what the program says a year later. It carries numbers and no name of a candidate.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from massicot.documents import codes, engine, french, headings

COLUMNS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenTotals:
    """What a batch adds up to, as its paper sheet writes it."""

    numeric_lines: int
    absent_lines: int
    blank_lines: int
    total: str
    lowest: str
    highest: str


@dataclass(frozen=True, slots=True)
class Amended:
    """One line that the exam office changed after the lock."""

    number: str
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One locked batch; marks are (line of its sheet, number, mark); `entered_by` names who of the office locked it."""

    heading: headings.Heading
    batch: str
    specialty_code: str
    specialty_label: str
    marking_centre: headings.InstitutionHeading
    marker: str
    totals: WrittenTotals
    marks: Sequence[tuple[int, str, str]]
    digest: str
    journal_head: str
    locked_at: datetime
    entered_by: str = ""
    replaces: datetime | None = None
    amended: Sequence[Amended] = ()


def make_receipt(content: Receipt) -> bytes:
    """Print the receipt of one locked batch, its numbers in ascending order."""
    totals = content.totals
    return engine.render(
        "receipt.typ",
        {
            "heading": headings.set_heading(content.heading, content.batch),
            "marking_centre": headings.set_institution(content.marking_centre),
            "specialty": {"code": content.specialty_code, "label": content.specialty_label},
            "marker": content.marker,
            "locked": french.moment(content.locked_at),
            "totals": [
                ["Lignes notées", str(totals.numeric_lines)],
                ["Somme des notes", totals.total],
                ["Absents (AB)", str(totals.absent_lines)],
                ["Copies blanches (CB)", str(totals.blank_lines)],
                ["Note la plus basse", totals.lowest or "–"],
                ["Note la plus haute", totals.highest or "–"],
            ],
            "columns": list(_columns(sorted(content.marks))),
            "count": french.quantity(len(content.marks), "copie", "copies"),
            "digest": content.digest,
            "head": french.journal_head(content.journal_head),
            "entered_by": content.entered_by,
            "replaces": french.moment(content.replaces) if content.replaces else "",
            "amended": [_amendment(line) for line in content.amended],
        },
    )


def _amendment(line: Amended) -> dict[str, str]:
    return {
        "number": codes.group_number(line.number),
        "before": line.before or "–",
        "after": line.after,
        "why": line.reason,
    }


def _columns(marks: Sequence[tuple[int, str, str]]) -> Iterator[list[dict[str, object]]]:
    """Share the lines of a batch over columns of the same height, read from top to bottom."""
    height = -(-len(marks) // COLUMNS)
    lines = [{"line": rank, "number": codes.group_number(number), "mark": mark} for rank, number, mark in marks]
    for start in range(0, len(lines), height):
        yield lines[start : start + height]
