"""The act of printing all the documents of one kind of a paper."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from massicot.anonymity import services as anonymity
from massicot.candidates import services as attendance
from massicot.consignments import services as consignments
from massicot.core.actor import Actor
from massicot.core.draws import Draw
from massicot.core.keys import Key
from massicot.exams.queries import Paper
from massicot.marks import services as marks
from massicot.results.queries import printable
from massicot.results.rules.papers import Printed, PrintKind, file_of


@dataclass(frozen=True, slots=True)
class PrintRun:
    """What a run of the printer needs to know.

    `known` says of a batch how many times whoever asks knows its mark sheet to be printed: one printed since is refused
    with SheetPrintedMeanwhile. Of a batch that it leaves out, the sheet is printed whatever happened since.
    """

    paper: Paper
    key: Key
    draw: Draw
    portal_address: str
    by: Actor
    at: datetime
    known: Mapping[str, int] = field(default_factory=dict)


def subjects_of(paper: Paper, kind: PrintKind, centre_uai: str | None = None) -> Sequence[str]:
    """List for whom the documents of one kind are printed: centres, parcels or batches; all, or one centre's."""
    rows = printable(paper, kind)
    chosen = rows if centre_uai is None else rows.filter(uai=centre_uai)
    return list(chosen.values_list("code", flat=True))


def print_documents(*, run: PrintRun, kind: PrintKind, subjects: Sequence[str]) -> Iterator[Printed]:
    """Print the documents of one kind, one after the other; printing a mark sheet again revokes the one before."""
    for subject in subjects:
        content = _PRINTERS[kind](run, subject)
        yield Printed(file_of(kind, run.paper.code, subject), kind, subject, content)


def _labels(run: PrintRun, uai: str) -> bytes:
    return anonymity.print_labels(paper=run.paper, centre_uai=uai, key=run.key)


def _anonymity_list(run: PrintRun, uai: str) -> bytes:
    return anonymity.print_anonymity_list(paper=run.paper, centre_uai=uai, key=run.key, by=run.by, at=run.at)


def _register(run: PrintRun, uai: str) -> bytes:
    return attendance.print_registers(paper=run.paper, centre_uai=uai)


def _despatch_note(_run: PrintRun, code: str) -> bytes:
    return consignments.print_note(code=code)


def _mark_sheet(run: PrintRun, code: str) -> bytes:
    if code in run.known:
        known = {code: run.known[code]}
        return marks.print_sheets(known=known, portal_address=run.portal_address, draw=run.draw, by=run.by, at=run.at)
    sheet, _ = marks.print_sheet(
        batch_code=code, portal_address=run.portal_address, draw=run.draw, by=run.by, at=run.at
    )
    return sheet


_PRINTERS: dict[PrintKind, Callable[[PrintRun, str], bytes]] = {
    PrintKind.LABELS: _labels,
    PrintKind.ANONYMITY_LISTS: _anonymity_list,
    PrintKind.REGISTERS: _register,
    PrintKind.DESPATCH_NOTES: _despatch_note,
    PrintKind.MARK_SHEETS: _mark_sheet,
}
