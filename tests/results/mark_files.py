"""Exported marks as the tests alter them, and the second program that checks them, run as a stranger runs it."""

import io
import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from massicot.core.codes import number_of
from massicot.core.marks import Scale
from massicot.core.tables_out import write_csv
from massicot.results.rules.exports import COLUMNS, ExportKind, Form, MarkLine, total_rows, totals_of
from massicot.results.services.exports import write_marks

TOOLS = Path(__file__).parents[2] / "tools"


@dataclass(frozen=True)
class Answer:
    """What the second program said, and its exit code."""

    code: int
    said: str


def line_of(rank, mark="12", code="", surname="ALBA", first_names="Anne", batch="B-BTS-2017-CGE-0001"):
    """Write the line of one candidate."""
    number = number_of(rank * 1_234_567 % 10**8)
    return MarkLine(f"{rank:011d}", surname, first_names, "31213", "CGE", number, batch, mark, code)


def files_of(lines, scale=None):
    """Write lines in every form, and the totals."""
    totals = totals_of("BTS-2017", "CGE", scale or Scale(), lines)
    written = {form: write_marks(form, lines, totals) for form in Form}
    return written, write_csv(COLUMNS[ExportKind.MARKS_TOTALS], total_rows(totals))


def checked(folder, content, totals=None, lang="en"):
    """Check a file with the second program: without site packages, so that nothing of ours can be read by it."""
    given = {"marks": content, "totals": totals}
    for name, written in given.items():
        if written is not None:
            (folder / name).write_bytes(written)
    files = [str(folder / name) for name, written in given.items() if written is not None]
    command = [sys.executable, "-S", "-E", "-B", str(TOOLS / "check_marks.py"), *files, "--lang", lang]
    answer = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")
    assert "Traceback" not in answer.stderr
    return Answer(answer.returncode, answer.stdout + answer.stderr)


def altered(content, form, change):
    """Change the lines of a file, told by their cells, and write it again with its own totals as they were."""
    if form is Form.XLSX:
        return _altered_book(content, change)
    head, *lines, tail = content.split(b"\r\n")
    if form is Form.FIXED:
        *lines, last = lines
        return b"\r\n".join([head, *change(lines), last, tail])
    return b"\r\n".join([head, *change(lines), tail])


def _altered_book(content, change):
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["notes"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    sheet.delete_rows(2, len(rows))
    for row in change(rows):
        sheet.append(row)
    return saved(book)


def saved(book):
    """Write a book to bytes."""
    opened = io.BytesIO()
    book.save(opened)
    return opened.getvalue()


def with_texts_apart(content):
    """Write a book as a spreadsheet does: its texts in a list apart, its cells naming their place there."""
    texts, written = [], io.BytesIO()

    def apart(cell):
        texts.append(f"<si>{cell[2]}</si>")
        return f'{cell[1]} t="s"><v>{len(texts) - 1}</v></c>'

    with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(written, "w") as again:
        for name in book.namelist():
            xml = book.read(name).decode()
            again.writestr(name, re.sub(r'(<c [^>]*) t="inlineStr"><is>(.*?)</is></c>', apart, xml, flags=re.DOTALL))
        head = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        again.writestr("xl/sharedStrings.xml", f"{head}{''.join(texts)}</sst>")
    return written.getvalue()
