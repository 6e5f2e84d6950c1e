"""The act of printing all the documents of one kind of a paper, into a folder with its manifest."""

import csv
import fcntl
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from django.db import transaction

from massicot.anonymity import services as anonymity
from massicot.batches import queries as batches
from massicot.candidates import services as attendance
from massicot.consignments import services as consignments
from massicot.core.actor import Actor
from massicot.core.draws import Draw
from massicot.core.keys import Key
from massicot.core.refused import N_
from massicot.exams.queries import Paper
from massicot.marks import queries as marks
from massicot.marks import services as sheets
from massicot.results.queries.printing import have_numbers_left, printable
from massicot.results.rules.papers import (
    MANIFEST,
    NAME,
    NotAManifest,
    Printed,
    PrintedFile,
    PrintKind,
    file_of,
    row_of,
    write_manifest,
)
from massicot.roomreports import services as reports
from massicot.shelves import services as shelves


def write_documents(folder: Path, documents: Iterable[PrintedFile]) -> int:
    """Write documents and add them to the folder's manifest; return how many.

    Those that were written before a refusal or an interruption are listed too. Raise NotAManifest before the first one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _listed_already(folder / NAME)
    rows: dict[str, list[str]] = {}
    try:
        for document in documents:
            (folder / document.file).write_bytes(document.content)
            rows[document.file] = row_of(document)
    finally:
        _add_to_manifest(folder, rows)
    return len(rows)


def _add_to_manifest(folder: Path, rows: dict[str, list[str]]) -> None:
    # Two runs may print into one folder at once: each adds to what the other listed.
    turn = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(turn, fcntl.LOCK_EX)
        _write_manifest(folder / NAME, _listed_already(folder / NAME) | rows)
    finally:
        os.close(turn)


def _listed_already(manifest: Path) -> dict[str, list[str]]:
    if not manifest.exists():
        return {}
    try:
        with manifest.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file, delimiter=";")
    except (ValueError, csv.Error):
        raise NotAManifest(path=manifest) from None
    if tuple(header) != MANIFEST or any(len(row) != len(MANIFEST) for row in rows):
        raise NotAManifest(path=manifest)
    return {row[0]: row for row in rows}


def _write_manifest(manifest: Path, rows: dict[str, list[str]]) -> None:
    with manifest.open("w", encoding="utf-8", newline="") as file:
        file.write(write_manifest(rows.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintRun:
    """What a run of the printer needs to know.

    `printings` says of a batch how many times whoever asks knows its mark sheet to be printed, never for one that it
    leaves out: another number is refused with SheetPrintedMeanwhile, for the sheet before is in somebody's hands.
    """

    paper: Paper
    key: Key
    draw: Draw
    portal_address: str
    by: Actor
    at: datetime
    printings: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentKind:
    """One kind of documents of a paper: how people and addresses call it, what comes before it, how one is printed."""

    title: str
    slug: str
    before: str
    """What the page says that comes first, of a paper that has none yet."""
    first: str
    """The same in the middle of a sentence, with the commands to type."""
    printer: Callable[[PrintRun, str], bytes]
    is_of_numbers: bool = False
    """They wait for the numbers to be drawn."""


def subjects_of(paper: Paper, kind: PrintKind, centre_uai: str | None = None) -> Sequence[str]:
    """List for whom the documents of one kind are printed: centres, parcels or batches; all, or one centre's."""
    rows = printable(paper, kind)
    chosen = rows if centre_uai is None else rows.filter(uai=centre_uai)
    return list(chosen.values_list("code", flat=True))


def is_printed_no_more(paper: Paper, kind: PrintKind, subject: str) -> bool:
    """Say whether a document would tell the office whose numbers those are that a centre has sent away.

    Whoever runs the server, with the key file before them, and a rehearsal are not asked.
    """
    return DOCUMENTS[kind].is_of_numbers and have_numbers_left(paper, subject)


def print_documents(*, run: PrintRun, kind: PrintKind, subjects: Sequence[str]) -> Iterator[Printed]:
    """Print the documents of one kind, one after the other; printing a mark sheet again revokes the one before."""
    for subject in subjects:
        content = DOCUMENTS[kind].printer(run, subject)
        yield Printed(file_of(kind, run.paper.code, subject), kind, subject, content)


@transaction.atomic
def print_sheet_unless(*, run: PrintRun, code: str, since: datetime, keep: Callable[[Printed], None]) -> bool:
    """Print the mark sheet of a batch, for the first time or again, unless it was since an instant; say whether it was.

    `keep` puts it away inside the act: whoever is cut off in the middle finds the sheet that opens the batch, or none
    printed. Raise BatchUnknown or BatchWasUnmade.
    """
    batch = batches.hold_batch(code)
    if batch.printed_at is not None and batch.printed_at >= since:
        return False
    again = replace(run, printings={code: marks.printings_of(batch.pk)})
    keep(next(print_documents(run=again, kind=PrintKind.MARK_SHEETS, subjects=[code])))
    return True


def _labels(run: PrintRun, uai: str) -> bytes:
    return anonymity.print_labels(paper=run.paper, centre_uai=uai, key=run.key, by=run.by, at=run.at)


def _anonymity_list(run: PrintRun, uai: str) -> bytes:
    return anonymity.print_anonymity_list(paper=run.paper, centre_uai=uai, key=run.key, by=run.by, at=run.at)


def _register(run: PrintRun, uai: str) -> bytes:
    return attendance.print_registers(paper=run.paper, centre_uai=uai)


def _room_reports(run: PrintRun, uai: str) -> bytes:
    return reports.print_reports(paper=run.paper, centre_uai=uai)


def _despatch_note(_run: PrintRun, code: str) -> bytes:
    return consignments.print_note(code=code)


def _mark_sheet(run: PrintRun, code: str) -> bytes:
    printings = {code: run.printings.get(code, 0)}
    return sheets.print_sheets(
        printings=printings, portal_address=run.portal_address, draw=run.draw, by=run.by, at=run.at
    )


def _sheet_list(run: PrintRun, uai: str) -> bytes:
    return shelves.print_sheet_list(paper=run.paper, centre_uai=uai, at=run.at)


def _return_note(run: PrintRun, code: str) -> bytes:
    return shelves.print_return_note(code=code, at=run.at)


def _box_label(run: PrintRun, code: str) -> bytes:
    return shelves.print_box_label(paper=run.paper, code=code, at=run.at)


DOCUMENTS: Mapping[PrintKind, DocumentKind] = {
    PrintKind.REGISTERS: DocumentKind(
        title=N_("Attendance registers"),
        slug="emargement",
        before=N_("First, import the candidates."),
        first=N_("import the candidates"),
        printer=_register,
    ),
    PrintKind.ROOM_REPORTS: DocumentKind(
        title=N_("Room reports"),
        slug="proces-verbaux",
        before=N_("First, import the candidates."),
        first=N_("import the candidates"),
        printer=_room_reports,
    ),
    PrintKind.LABELS: DocumentKind(
        title=N_("Labels"),
        slug="etiquettes",
        before=N_("First, draw the numbers."),
        first=N_("import the candidates, then draw the numbers with “massicot prepare”"),
        printer=_labels,
        is_of_numbers=True,
    ),
    PrintKind.ANONYMITY_LISTS: DocumentKind(
        title=N_("Anonymity lists"),
        slug="listes-anonymat",
        before=N_("First, draw the numbers."),
        first=N_("import the candidates, then draw the numbers with “massicot prepare”"),
        printer=_anonymity_list,
        is_of_numbers=True,
    ),
    PrintKind.DESPATCH_NOTES: DocumentKind(
        title=N_("Despatch notes"),
        slug="bordereaux-envoi",
        before=N_("First, the exam centres pack their scripts."),
        first=N_("the exam centres pack their scripts"),
        printer=_despatch_note,
    ),
    PrintKind.MARK_SHEETS: DocumentKind(
        title=N_("Mark sheets"),
        slug="bordereaux-notation",
        before=N_("First, the marking centre makes up the batches."),
        first=N_("the marking centre makes up the batches"),
        printer=_mark_sheet,
    ),
    PrintKind.SHEET_LISTS: DocumentKind(
        title=N_("Lists of mark sheets"),
        slug="listes-bordereaux",
        before=N_("First, the marking centre makes up the batches."),
        first=N_("the marking centre makes up the batches"),
        printer=_sheet_list,
    ),
    PrintKind.RETURN_NOTES: DocumentKind(
        title=N_("Return notes"),
        slug="bordereaux-retour",
        before=N_("First, the marking centres make parcels of what goes back."),
        first=N_("the marking centres make parcels of what goes back"),
        printer=_return_note,
    ),
    PrintKind.BOX_LABELS: DocumentKind(
        title=N_("Box labels"),
        slug="etiquettes-carton",
        before=N_("First, the exam office puts what it received into boxes."),
        first=N_("the exam office puts what it received into boxes"),
        printer=_box_label,
    ),
}
"""Each kind of documents, in the order in which they are needed."""
