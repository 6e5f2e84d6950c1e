"""Tables that nobody should send, 100 MB each, read by a worker: its memory with that of its reader, seconds, disk.

And 200,000 candidates, as CSV and as XLSX, which must go. `bench_tables.py [MB] [CANDIDATES]`.
"""

import select
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import sized

MB, CANDIDATES = sized.number(100, smoke=2), sized.number(200_000, smoke=2_000, place=1)
MOST_MB, MOST_S, MOST_KEPT, BETWEEN_LOOKS_S = 500, 60, 4, 0.01
SIZE = MB * 1_000_000
COLUMNS = "numero_candidat;nom_famille;prenoms;date_naissance;uai_centre;specialite"
HEADER = f"{COLUMNS}\n".encode()
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SHEET, TEXTS_OF_BOOK = "worksheets/sheet1", "sharedStrings"
AROUND = (f'<worksheet xmlns="{MAIN}"><sheetData>'.encode(), b"</sheetData></worksheet>")
ONE_CELL = b'<row r="1"><c r="A1" t="s"><v>0</v></c></row>'


def lines_of(line: bytes, size: int = SIZE) -> Iterator[bytes]:
    """Repeat a line up to a size."""
    yield HEADER
    yield from (line * (100_000 // len(line) or 1) for _ in range(size // max(100_000, len(line))))


def name_of(rank: int) -> str:
    """Write a number in letters: no two candidates have one name."""
    return (name_of(rank // 26) if rank >= 26 else "") + chr(65 + rank % 26)


def candidates(wrong: str = "") -> Iterator[bytes]:
    """Write candidates of the session, or cells that no column takes."""
    yield HEADER
    for rank in range(min(SIZE // 60, 499_999) if wrong else CANDIDATES):
        named = f"{rank:011d};PRUNE {name_of(rank)};Ida;01/01/1999;9900001W;400\n"
        yield (";".join(f"{wrong}{rank}" for _ in range(6)) + "\n" if wrong else named).encode()


def cells_of(values: list[str], rank: int) -> str:
    cells = "".join(f'<c r="{chr(65 + at)}{rank}" t="s"><v>{text}</v></c>' for at, text in enumerate(values))
    return f'<row r="{rank}">{cells}</row>'


def book_of_candidates(file: Path) -> None:
    """Write the candidates as a spreadsheet does: each text among the shared ones."""
    rows = [row.decode().strip().split(";") for row in candidates()]
    sheet = (cells_of([str(6 * at + place) for place in range(6)], at + 1).encode() for at in range(len(rows)))
    book(file, sheet, (f"<si><t>{cell}</t></si>".encode() for row in rows for cell in row))


def book(file: Path, rows: Iterator[bytes], texts: Iterator[bytes]) -> None:
    """Write a book of one worksheet, as they are given, part by part."""
    relation = '<Relationship Id="{}" Type="' + OFFICE + '/{}" Target="{}"/>'
    about = "".join(
        f'<Override PartName="/xl/{part}.xml" ContentType="{KIND}.{kind}+xml"/>'
        for part, kind in (("workbook", "sheet.main"), (SHEET, "worksheet"), (TEXTS_OF_BOOK, "sharedStrings"))
    )
    relations = f'<Relationships xmlns="{PACKAGE}/relationships">{{}}</Relationships>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
        f'"application/vnd.openxmlformats-package.relationships+xml"/>{about}</Types>',
        "_rels/.rels": relations.format(relation.format("r1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="S" sheetId="1" r:id="r1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations.format(
            relation.format("r1", "worksheet", f"{SHEET}.xml")
            + relation.format("r2", "sharedStrings", f"{TEXTS_OF_BOOK}.xml")
        ),
    }
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
        with archive.open(f"xl/{SHEET}.xml", "w", force_zip64=True) as sheet:
            sheet.writelines((AROUND[0], *rows, AROUND[1]))
        with archive.open(f"xl/{TEXTS_OF_BOOK}.xml", "w", force_zip64=True) as shared:
            shared.writelines((f'<sst xmlns="{MAIN}">'.encode(), *texts, b"</sst>"))


TEXTS = {
    "one sign a line": lambda: lines_of(b"x\n"),
    "half a million lines of one sign": lambda: lines_of(b"x\n", min(SIZE, 999_900)),
    "empty lines": lambda: lines_of(b"\n"),
    "one line": lambda: lines_of(b"x"),
    "one line of cells": lambda: lines_of(b"x;"),
    "a thousand empty cells a line": lambda: lines_of(b";" * 999 + b"\n"),
    "a quotation mark left open": lambda: (part for part in (HEADER, b'"', *lines_of(b"x" * 99 + b"\n"))),
    "broken quotation marks": lambda: lines_of(b'"x"' + b"y" * 97 + b"\n"),
    "NUL": lambda: lines_of(b"\0"),
    "emojis": lambda: lines_of("😀".encode() * 50 + b"\n"),
    "a fault in every cell": lambda: candidates("É"),
    "candidates": candidates,
}
BOOKS = {
    "candidates in a book": book_of_candidates,
    "a book of one row of many cells": lambda file: book(
        file, (ONE_CELL * 1000 for _ in range(SIZE // 4_500)), iter([b"<si><t>x</t></si>"])
    ),
    "a book of shared texts": lambda file: book(
        file, iter([ONE_CELL]), (b"<si><t>x</t></si>" * 1000 for _ in range(SIZE // 2_000))
    ),
    "a book of one text": lambda file: book(
        file, iter([ONE_CELL]), iter([b"<si><t>", *[b"x" * 1_000_000] * (9 * MB), b"</t></si>"])
    ),
}


def held_kb(process: int) -> int:
    """Tell what a process and its readers hold now; one that is only being started has nothing of its own yet."""
    try:
        own = Path(f"/proc/{process}/status").read_text(encoding="ascii").split("VmRSS:")[1].split()[0]
        tasks = Path(f"/proc/{process}/task").iterdir()
        started = [int(child) for task in tasks for child in (task / "children").read_text(encoding="ascii").split()]
        readers = [one for one in started if b"confinement" in Path(f"/proc/{one}/cmdline").read_bytes()]
    except (OSError, IndexError):
        return 0
    return int(own) + sum(map(held_kb, readers))


def say(worker: "subprocess.Popen[str]", words: str) -> None:
    worker.stdin.write(f"{words}\n")
    worker.stdin.flush()


def weigh(worker: "subprocess.Popen[str]", name: str, file: Path) -> None:
    """Have a table read, and tell what it cost."""
    say(worker, str(file))
    assert worker.stdout.readline() == "sent\n"
    say(worker, "read")
    most = 0
    while not select.select([worker.stdout], [], [], BETWEEN_LOOKS_S)[0]:
        most = max(most, held_kb(worker.pid))
    seconds, kept, new, faults, warnings = map(float, worker.stdout.readline().split())
    size = file.stat().st_size
    print(
        f"{name}: {size / 1e6:.1f} MB, {most // 1024} MB held (at most {MOST_MB}), {seconds:.1f} s (at most {MOST_S}), "
        f"{kept / size:.2f} times its size kept (at most {MOST_KEPT}); {new:.0f} new, {faults:.0f} faults, "
        f"{warnings:.0f} warnings",
        flush=True,
    )
    sized.bind(f"{name}: memory", is_kept=most <= MOST_MB * 1024)
    sized.bind(f"{name}: seconds", is_kept=seconds <= MOST_S)
    sized.bind(f"{name}: disk", is_kept=kept <= MOST_KEPT * max(size, 1_000_000))
    assert (new == CANDIDATES, faults > 0) == ("candidates" in name, "candidates" not in name), name


def weigh_all(worker: "subprocess.Popen[str]", folder: Path) -> None:
    assert worker.stdout.readline() == "ready\n"
    for name, pieces in TEXTS.items():
        with (folder / "t.csv").open("wb") as text:
            text.writelines(pieces())
        weigh(worker, name, folder / "t.csv")
    for name, write in BOOKS.items():
        write(folder / "t.xlsx")
        weigh(worker, name, folder / "t.xlsx")


words = [sys.executable, Path(__file__).with_name("table_sent.py")]
with (
    tempfile.TemporaryDirectory() as folder,
    subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as worker,
):
    weigh_all(worker, Path(folder))
    worker.stdin.close()
sized.end()
