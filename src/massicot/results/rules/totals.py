"""The control totals of exported marks: what a clerk compares, and what a program recomputes (docs/exports.md).

A clerk compares counts and the sum of the marks with what the next system says it has loaded. Two control sums show
a candidate or a script that was changed for another. Neither sees two marks exchanged: the digests do, of the lines as
they stand in the CSV, and of the same lines without the names, for a system that writes names in its own way.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from massicot.core.checks import NUMBER_DIGITS
from massicot.core.marks import Code, Scale, format_mark, parse_mark
from massicot.core.tables_out import csv_lines
from massicot.results.rules import MISSING_CODE
from massicot.results.rules.exports import MarkLine

VERSION = 1
"""Changes when a reader of docs/exports.md would misread what is written."""


@dataclass(frozen=True, slots=True)
class MarkTotals:
    """The control totals of the marks of one paper."""

    session: str
    paper: str
    scale: Scale
    lines: int
    marks: int
    absent: int
    blank: int
    missing: int
    sum_hundredths: int
    candidate_sum: int
    number_sum: int
    sha256: str
    nameless_sha256: str

    @property
    def mark_sum(self) -> str:
        """Write the sum of the marks in the paper's scale."""
        return format_mark(self.sum_hundredths, self.scale)


def totals_of(session: str, paper: str, scale: Scale, lines: Sequence[MarkLine]) -> MarkTotals:
    """Compute the totals of lines as they are written."""
    codes = Counter(line.code for line in lines)
    return MarkTotals(
        session=session,
        paper=paper,
        scale=scale,
        lines=len(lines),
        marks=sum(bool(line.mark) for line in lines),
        absent=codes[Code.ABSENT],
        blank=codes[Code.BLANK],
        missing=codes[MISSING_CODE],
        sum_hundredths=sum(parse_mark(line.mark, scale).hundredths or 0 for line in lines if line.mark),
        candidate_sum=sum(int(line.candidate_number) for line in lines),
        number_sum=sum(int(line.number[:NUMBER_DIGITS]) for line in lines),
        sha256=hashlib.sha256(csv_lines(lines)).hexdigest(),
        nameless_sha256=hashlib.sha256(csv_lines(line.nameless for line in lines)).hexdigest(),
    )


def total_rows(totals: MarkTotals) -> list[tuple[str, object]]:
    """List the totals by name, as their own table and the sheet beside the marks have them."""
    scale = totals.scale
    return [
        ("version", VERSION),
        ("session", totals.session),
        ("epreuve", totals.paper),
        ("note_minimale", format_mark(scale.lowest, scale)),
        ("note_maximale", format_mark(scale.highest, scale)),
        ("pas", format_mark(scale.step, scale)),
        ("chiffres", scale.digits),
        ("decimales", scale.decimals),
        ("lignes", totals.lines),
        ("notes", totals.marks),
        ("ab", totals.absent),
        ("cb", totals.blank),
        ("mq", totals.missing),
        ("somme_notes", totals.mark_sum),
        ("somme_numeros_candidat", str(totals.candidate_sum)),
        ("somme_numeros_anonymat", str(totals.number_sum)),
        ("sha256_lignes", totals.sha256),
        ("sha256_sans_noms", totals.nameless_sha256),
    ]
