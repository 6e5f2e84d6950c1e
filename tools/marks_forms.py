"""Reads exported marks in their three forms, as docs/exports.md says.

The half of `check_marks.py` that reads, and as free of the program that writes.
"""

import csv
import hashlib
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import NamedTuple
from xml.etree import ElementTree as ET


class Line(NamedTuple):
    """One line of the marks, by the names of its columns."""

    numero_candidat: str
    nom_famille: str
    prenoms: str
    specialite: str
    epreuve: str
    numero_anonymat: str
    lot: str
    note: str
    code: str


COLUMNS = list(Line._fields)
BLANKS = "[\\s\u00ad\u200b-\u200f\u2060\ufeff]*"
FORMULA = re.compile(f"[\t\r\n]|{BLANKS}[-=+@\uff0d\uff1d\uff0b\uff20\ufe63\ufe66\ufe62\ufe6b]")
"""What docs/exports.md says of a cell that a spreadsheet would take for a formula."""

RECORD, LINE_END, ENCODING = 320, b"\r\n", "windows-1252"
SIGNATURE = b"1MASSICOT-NOTES"
HEADER = {
    "article": 1, "titre": 14, "version": 2, "session": 20, "epreuve": 10, "note_minimale": 8, "note_maximale": 8,
    "pas": 8, "chiffres": 2, "decimales": 1, "jeu": 12, "longueur": 3,
}  # fmt: skip
DETAIL = {
    "article": 1, "rang": 7, "numero_candidat": 11, "nom_famille": 100, "prenoms": 100, "specialite": 10,
    "epreuve": 10, "numero_anonymat": 9, "lot": 60, "note": 8, "code": 2, "noms": 1,
}  # fmt: skip
TRAILER = {
    "article": 1, "lignes": 7, "notes": 7, "ab": 7, "cb": 7, "mq": 7, "somme_notes": 12, "somme_numeros_candidat": 18,
    "somme_numeros_anonymat": 18, "noms_modifies": 7, "sha256_lignes": 64, "sha256_sans_noms": 64,
    "sha256_articles": 64,
}  # fmt: skip

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

Totals = dict[str, str]


class Fault(NamedTuple):
    """Something that differs: which sentence says it, and its values."""

    key: str
    values: dict[str, object]


def fault(key: str, **values: object) -> Fault:
    """Name a fault."""
    return Fault(key, values)


@dataclass
class Found:
    """What a file holds: its lines as the CSV has them, the totals in it, and what is wrong with its shape."""

    lines: list[Line] = field(default_factory=list)
    totals: Totals = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    names_changed: int = 0
    lines_sha256: str = ""


def read(content: bytes) -> Found:
    """Read a file of marks, whichever its form."""
    if content.startswith(b"PK"):
        return read_book(content)
    return read_fixed(content) if content.startswith(SIGNATURE) else read_csv(content)


def read_csv(content: bytes) -> Found:
    """Read the CSV; the digest is of its bytes as they stand, not of what was understood of them."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";", strict=True))
    if not rows or rows[0] != COLUMNS:
        return Found(faults=[fault("columns")])
    found = Found(lines_sha256=digest(content.partition(LINE_END)[2]))
    for place, row in enumerate(rows[1:], start=2):
        if len(row) == len(COLUMNS):
            found.lines.append(Line(*row))
        else:
            found.faults.append(fault("cells", line=place, found=len(row)))
    return found


def read_totals(content: bytes) -> Totals:
    """Read the table of control totals."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";", strict=True))
    if not rows or rows[0] != ["total", "valeur"]:
        raise ValueError("total;valeur")
    return dict(rows[1:])


def read_fixed(content: bytes) -> Found:
    """Read the records: a header, one for each line, a trailer; nothing is read of a file that has not this shape."""
    *records, last = content.split(LINE_END)
    faults = [fault("record", line=n, found=len(one)) for n, one in enumerate(records, 1) if len(one) != RECORD]
    if last or not records[1:] or not records[-1].startswith(b"9"):
        faults.append(fault("cut"))
    if faults:
        return Found(faults=faults)
    first, *details, last = records
    header, trailer = fields(first, HEADER), fields(last, TRAILER)
    found = Found(totals={**header, **trailer})
    for place, record in enumerate(details, start=2):
        take_detail(found, fields(record, DETAIL), place)
    found.faults += [fault("rest", found=one["reste"]) for one in (header, trailer) if one["reste"]]
    found.faults += own_faults(found, digest(b"".join(one + LINE_END for one in details)))
    return found


def own_faults(found: Found, sha256: str) -> Iterator[Fault]:
    """Compare what the header and the trailer say of this file alone."""
    made = {"jeu": ENCODING.upper(), "longueur": str(RECORD), "noms_modifies": f"{found.names_changed:07d}"}
    for name, value in {**made, "sha256_articles": sha256}.items():
        if found.totals[name] != value:
            yield fault("total", name=name, found=value, where="own", told=found.totals[name])


def fields(record: bytes, layout: dict[str, int]) -> dict[str, str]:
    """Cut a record into its fields, without the blanks after each; what follows the last one is `reste`."""
    text, values, place = record.decode(ENCODING), {}, 0
    for name, width in layout.items():
        values[name] = text[place : place + width].rstrip(" ")
        place += width
    return {**values, "reste": text[place:].rstrip(" ")}


def take_detail(found: Found, values: dict[str, str], place: int) -> None:
    """Take one line, at its place."""
    if values["article"] != "2":
        found.faults.append(fault("kind", line=place, found=values["article"]))
    if values["rang"] != f"{place - 1:07d}":
        found.faults.append(fault("rank", line=place, found=values["rang"]))
    found.names_changed += values["noms"] != "E"
    found.lines.append(Line(*(guarded(values[name]) for name in COLUMNS)))


def read_book(content: bytes) -> Found:
    """Read the two sheets of the book, as it was written or as a spreadsheet has saved it again."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        paths, shared = sheet_paths(book), shared_strings(book)
        if not {"notes", "totaux"} <= set(paths):
            return Found(faults=[fault("sheets")])
        totals = dict(list(rows_of(book, paths["totaux"], shared, width=2))[1:])
        rows = list(rows_of(book, paths["notes"], shared, width=len(COLUMNS)))
    if not rows or rows[0] != COLUMNS:
        return Found(faults=[fault("columns")])
    found = Found(totals=totals)
    for row in rows[1:]:
        line = Line(*(guarded(cell) for cell in row))
        found.lines.append(line._replace(note=written_mark(line.note, totals)))
    return found


def sheet_paths(book: zipfile.ZipFile) -> dict[str, str]:
    """Map the sheets of a book to their files."""
    relations = ET.fromstring(book.read("xl/_rels/workbook.xml.rels"))
    targets = {one.get("Id"): f"xl/{one.get('Target')}" for one in relations}
    sheets = ET.fromstring(book.read("xl/workbook.xml")).iter(f"{MAIN}sheet")
    return {one.get("name", ""): targets[one.get(RELATION)].removeprefix("xl//") for one in sheets}


def shared_strings(book: zipfile.ZipFile) -> list[str]:
    """List the texts that a spreadsheet keeps apart from its cells."""
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    return [text_of(one) for one in ET.fromstring(book.read("xl/sharedStrings.xml"))]


def text_of(node: ET.Element | None) -> str:
    """Read a text, in one piece or in several; signs that XML cannot hold are written `_x000D_`."""
    if node is None:
        return ""
    pieces = [node.find(f"{MAIN}t"), *(run.find(f"{MAIN}t") for run in node.iter(f"{MAIN}r"))]
    text = "".join(piece.text or "" for piece in pieces if piece is not None)
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda sign: chr(int(sign[1], 16)), text)


def rows_of(book: zipfile.ZipFile, path: str, shared: list[str], width: int) -> Iterator[list[str]]:
    """Read the rows of a sheet, each as wide as asked."""
    for row in ET.fromstring(book.read(path)).iter(f"{MAIN}row"):
        cells = [""] * width
        for cell in row:
            column = column_of(cell.get("r", ""))
            if column < width:
                cells[column] = value_of(cell, shared)
        yield cells


def column_of(reference: str) -> int:
    """Read the column of a cell: 0 for A7."""
    place = 0
    for letter in reference.rstrip("0123456789"):
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def value_of(cell: ET.Element, shared: list[str]) -> str:
    """Read a cell as text."""
    kind, value = cell.get("t", "n"), cell.findtext(f"{MAIN}v", "")
    if kind == "inlineStr":
        return text_of(cell.find(f"{MAIN}is"))
    return shared[int(value)] if kind == "s" and value else value


def written_mark(value: str, totals: Totals) -> str:
    """Write a figure as the scale does, 9 as 09; what is no figure stays, for the check to find."""
    digits, decimals = int(totals.get("chiffres", 2)), int(totals.get("decimales", 0))
    try:
        whole, part = divmod(int((Decimal(value) * 100).to_integral_value()), 100)
    except InvalidOperation:
        return value
    if part % 10 ** (2 - decimals):
        return value
    return f"{whole:0{digits}d}" + (f",{part:02d}"[: 1 + decimals] if decimals else "")


def guarded(cell: str) -> str:
    """Write a cell as the CSV has it: one that a spreadsheet would take for a formula has an apostrophe before it."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def digest(content: bytes) -> str:
    """Compute a SHA-256."""
    return hashlib.sha256(content).hexdigest()


def csv_bytes(lines: Sequence[Sequence[str]]) -> bytes:
    """Write lines as they stand in the CSV."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(lines)
    return text.getvalue().encode()
