"""The marks joined to the names, once the anonymity is lifted, and their control totals."""

from massicot.anonymity import queries as anonymity
from massicot.batches import queries as batches
from massicot.candidates import queries as candidates
from massicot.candidates.queries import EntryRow
from massicot.core.keys import Key
from massicot.core.marks import Entered, Scale, format_entered
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.marks import queries as marks
from massicot.results import rules
from massicot.results.queries.ladder import is_lifted
from massicot.results.rules.exports import MarkLine, WithheldLine
from massicot.results.rules.totals import MarkTotals, totals_of
from massicot.roomreports import queries as reports


def mark_lines(paper: Paper, key: Key | None) -> list[MarkLine]:
    """List the marks of a paper with the names, by candidate number; raise NotLifted or NumbersLost.

    Who sits in another centre than the list says has one line, that of where they sat, and none if the office decided
    that the mark that they keep counts. What is typed in a batch that was made since the lifting and is not locked yet
    is nobody's mark.
    """
    if key is None or not is_lifted(paper):
        raise rules.NotLifted(paper=paper.code)
    left_out = candidates.entries_not_counted(paper.pk)
    entries = [
        row
        for row in candidates.entry_rows(paper, exams.on_site_specialties(paper, paper.starts_at))
        if not row.sits_at and row.entry_id not in left_out
    ]
    numbers = anonymity.numbers_of_entries(anonymity.sealer_of(paper, key), (row.entry_id for row in entries))
    if lost := [row.candidate_number for row in entries if row.entry_id not in numbers]:
        raise rules.NumbersLost(paper=paper.code, count=len(lost), candidates=rules.few(lost))
    lots = batches.numbers_in_batches(paper.pk)
    entered = _signed(paper)
    scale = exams.scale_of(paper)
    return [
        _line(paper.code, row, number := numbers[row.entry_id], lots.get(number, ""), entered.get(number), scale)
        for row in sorted(entries, key=lambda row: row.candidate_number)
    ]


def withheld_lines(paper: Paper) -> list[WithheldLine]:
    """List the candidates whose result a fraud file withholds, by candidate number; raise NotLifted."""
    if not is_lifted(paper):
        raise rules.NotLifted(paper=paper.code)
    people = {row.entry_id: row.entry for row in reports.withheld(paper.pk) if row.entry}
    return [
        WithheldLine(
            entry.candidate.candidate_number, entry.candidate.surname, entry.candidate.first_names, entry.centre_uai
        )
        for entry in people.values()
    ]


def mark_totals(paper: Paper, lines: list[MarkLine]) -> MarkTotals:
    """Compute the control totals of the marks of a paper."""
    return totals_of(paper.session.code, paper.code, exams.scale_of(paper), lines)


def _signed(paper: Paper) -> dict[str, Entered]:
    entered = marks.marks_of(paper.pk)
    for batch in marks.not_locked([paper.pk]):
        for number in batches.numbers_of(batch.pk):
            entered.pop(number, None)
    return entered


def _line(paper_code: str, row: EntryRow, number: str, lot: str, entered: Entered | None, scale: Scale) -> MarkLine:
    value = format_entered(entered, scale) if entered is not None else rules.MISSING_CODE
    is_mark = entered is not None and entered.code is None
    who = (row.candidate_number, row.surname, row.first_names, row.specialty_code)
    return MarkLine(*who, paper_code, number, lot, value if is_mark else "", "" if is_mark else value)
