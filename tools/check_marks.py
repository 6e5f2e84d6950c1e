"""Check a file of exported marks against its control totals: a second program, that needs nothing but Python.

    python3 check_marks.py FILE [TOTALS] [--lang en]

FILE is the export `marks` in any of its forms: CSV, fixed width or XLSX. TOTALS is the export `marks-totals`; the CSV
cannot be checked without it, the other two hold totals of their own and are checked against both. Everything is read
as docs/exports.md says (`marks_forms.py`, beside this file), and nothing of the program that wrote the files is used:
a mistake of that program shows here.

Exit code: 0 the file agrees; 1 something differs; 2 a file that cannot be read, or no totals.
"""

import argparse
import re
import sys
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from csv import Error as NotCsv
from pathlib import Path
from typing import TypeVar
from xml.etree.ElementTree import ParseError as NotXml
from zipfile import BadZipFile

from marks_forms import Fault, Found, Line, Totals, csv_bytes, digest, fault, read, read_totals, written_mark

T = TypeVar("T")

CODES = ("AB", "CB", "MQ")
DIGITS = 8
LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
VERSION = 1
FAULTS_TOLD = 20
NAMED = ("version", "session", "epreuve", "note_minimale", "note_maximale", "pas", "chiffres", "decimales")
FIGURES = {
    "version", "chiffres", "decimales", "lignes", "notes", "ab", "cb", "mq", "somme_numeros_candidat",
    "somme_numeros_anonymat",
}  # fmt: skip

SAID = {
    "agrees": (
        "Tout concorde : {lignes} lignes, {notes} notes (somme {somme_notes}), {ab} AB, {cb} CB, {mq} MQ.",
        "Everything agrees: {lignes} lines, {notes} marks (sum {somme_notes}), {ab} AB, {cb} CB, {mq} MQ.",
    ),
    "differs": ("Le fichier ne concorde pas : ne le chargez pas.", "The file does not agree: do not load it."),
    "total": (
        "{name} : le fichier donne {found}, {where} disent {told}.",
        "{name}: the file makes {found}, {where} say {told}.",
    ),
    "own": ("ses propres totaux", "its own totals"),
    "given": ("les totaux donnés", "the totals given"),
    "absent": ("{name} manque dans {where}.", "{name} is missing from {where}."),
    "names": (
        "{count} lignes ont un nom écrit autrement : l’empreinte des lignes avec les noms n’a pas pu être comparée.",
        "{count} lines have a name written otherwise: the digest of the lines with the names could not be compared.",
    ),
    "more": ("… et {count} autres écarts.", "… and {count} more faults."),
    "columns": ("Les colonnes ne sont pas celles des notes.", "The columns are not those of the marks."),
    "cells": ("Ligne {line} : {found} cases au lieu de 9.", "Line {line}: {found} cells instead of 9."),
    "one": ("Ligne {line} : il faut une note ou un code, pas les deux.", "Line {line}: a mark or a code, exactly one."),
    "code": ("Ligne {line} : code {found} inconnu.", "Line {line}: code {found} is unknown."),
    "mark": ("Ligne {line} : la note {found} n’est pas du barème.", "Line {line}: mark {found} is not of the scale."),
    "candidate": (
        "Ligne {line} : numéro de candidat {found} mal formé.",
        "Line {line}: malformed candidate number {found}.",
    ),
    "order": (
        "Ligne {line} : candidat en double ou hors de son ordre.",
        "Line {line}: candidate twice or out of order.",
    ),
    "number": (
        "Ligne {line} : numéro d’anonymat {found} mal formé.",
        "Line {line}: malformed anonymity number {found}.",
    ),
    "twice": ("Ligne {line} : numéro d’anonymat {found} en double.", "Line {line}: anonymity number {found} twice."),
    "paper": ("Ligne {line} : épreuve {found} au lieu de {told}.", "Line {line}: paper {found} instead of {told}."),
    "rank": ("Article {line} : rang {found}.", "Record {line}: rank {found}."),
    "record": ("Article {line} : {found} octets au lieu de 320.", "Record {line}: {found} bytes instead of 320."),
    "rest": ("« {found} » après le dernier champ d’un article.", "“{found}” after the last field of a record."),
    "cut": (
        "Le fichier est coupé : son dernier article n’est pas celui des totaux.",
        "The file is cut: its last record is not the one of the totals.",
    ),
    "kind": ("Article {line} : type {found} au lieu de 2.", "Record {line}: type {found} instead of 2."),
    "sheets": (
        "Le classeur n’a pas les feuilles « notes » et « totaux ».",
        "The book lacks the sheets “notes” and “totaux”.",
    ),
    "unread": ("{file} ne se lit pas : {why}.", "{file} cannot be read: {why}."),
    "no_totals": (
        "Donnez aussi le fichier des totaux : un CSV ne les contient pas.",
        "Give the file of totals too: a CSV holds none.",
    ),
    "version": (
        "Les totaux sont de la version « {found} » ; ce programme lit la version 1.",
        "The totals are of version “{found}”; this program reads version 1.",
    ),
}
"""What is said, in French and in English."""


class UnreadableError(Exception):
    """A file that is none of those described."""


def hundredths_of(mark: str) -> int | None:
    """Read a mark, or their sum."""
    match = re.fullmatch("([0-9]+)(?:,([0-9]{1,2}))?", mark)
    return int(match[1]) * 100 + int(f"{match[2] or '0':0<2}") if match else None


def recount(found: Found) -> dict[str, int | str]:
    """Compute every total from the lines alone."""
    lines = found.lines
    codes = Counter(line.code for line in lines)
    numbers = [line.numero_anonymat[:DIGITS] for line in lines]
    return {
        "lignes": len(lines),
        "notes": sum(bool(line.note) for line in lines),
        **{code.lower(): codes[code] for code in CODES},
        "somme_notes": sum(hundredths_of(line.note) or 0 for line in lines),
        "somme_numeros_candidat": sum(figures([line.numero_candidat for line in lines])),
        "somme_numeros_anonymat": sum(figures(numbers)),
        "sha256_lignes": found.lines_sha256 or digest(csv_bytes(lines)),
        "sha256_sans_noms": digest(csv_bytes([nameless(line) for line in lines])),
    }


def figures(texts: Sequence[str]) -> Iterator[int]:
    """Read those texts that are numbers: the others are faults of their own."""
    return (int(text) for text in texts if re.fullmatch("[0-9]+", text))


def nameless(line: Line) -> tuple[str, ...]:
    """Leave the names out of a line."""
    return (line.numero_candidat, *line[3:])


def check_totals(found: Found, totals: Totals, where: str) -> Iterator[Fault]:
    """Compare what the lines make with what was said of them."""
    counted = recount(found)
    if found.names_changed:
        del counted["sha256_lignes"]
    for name, value in counted.items():
        if name not in totals:
            yield fault("absent", name=name, where=where)
        elif meant(name, totals[name]) != value:
            written = spelt(value, totals) if name == "somme_notes" else value
            yield fault("total", name=name, found=written, where=where, told=totals[name])


def meant(name: str, value: str) -> int | str | None:
    """Read a total: the zeros before a figure mean nothing."""
    if name == "somme_notes":
        return hundredths_of(value)
    if name in FIGURES:
        return int(value) if re.fullmatch("[0-9]+", value) else None
    return value


def spelt(hundredths: int, totals: Totals) -> str:
    """Write a sum of marks as the scale writes marks."""
    return written_mark(f"{hundredths // 100}.{hundredths % 100:02d}", totals)


def check_lines(lines: Sequence[Line], totals: Totals) -> Iterator[Fault]:
    """Look at each line alone, and at its place among the others."""
    scale = [hundredths_of(totals.get(name, "")) for name in ("note_minimale", "note_maximale", "pas")]
    paper, seen, before = totals.get("epreuve", ""), set(), ""
    for place, line in enumerate(lines, start=2):
        for key, found in (*faults_of(line, scale, paper), *doubles(line, seen, before)):
            yield fault(key, line=place, found=found, told=paper)
        seen.add(line.numero_anonymat)
        before = line.numero_candidat


def faults_of(line: Line, scale: Sequence[int | None], paper: str) -> Iterator[tuple[str, str]]:
    """Find what is wrong with a line alone."""
    if bool(line.note) == bool(line.code):
        yield "one", ""
    elif line.code and line.code not in CODES:
        yield "code", line.code
    elif line.note and not on_scale(line.note, scale):
        yield "mark", line.note
    if not re.fullmatch("[0-9]{11}", line.numero_candidat):
        yield "candidate", line.numero_candidat
    if not is_number(line.numero_anonymat):
        yield "number", line.numero_anonymat
    if line.epreuve != paper:
        yield "paper", line.epreuve


def doubles(line: Line, seen: set[str], before: str) -> Iterator[tuple[str, str]]:
    """Find a candidate or a script that comes twice, and a candidate out of order."""
    if line.numero_candidat <= before:
        yield "order", line.numero_candidat
    if line.numero_anonymat in seen:
        yield "twice", line.numero_anonymat


def on_scale(mark: str, scale: Sequence[int | None]) -> bool:
    """Say whether the paper's scale holds a mark."""
    value, (lowest, highest, step) = hundredths_of(mark), scale
    if value is None or lowest is None or highest is None or not step:
        return False
    return lowest <= value <= highest and (value - lowest) % step == 0


def is_number(number: str) -> bool:
    """Say whether an anonymity number is eight digits and the letter that they call for."""
    if not re.fullmatch("[0-9]{8}[A-Z]", number):
        return False
    return number[DIGITS:] == LETTERS[int(number[:DIGITS]) % len(LETTERS)]


def check(found: Found, given: Totals) -> list[Fault]:
    """Find everything that differs, between the file, its own totals and the totals given."""
    if found.faults and not found.lines:
        return found.faults
    faults = list(found.faults)
    for totals, where in ((found.totals, "own"), (given, "given")):
        faults += check_totals(found, totals, where) if totals else []
    faults += check_named(found.totals, given) if found.totals and given else []
    return faults + list(check_lines(found.lines, given or found.totals))


def check_named(own: Totals, given: Totals) -> Iterator[Fault]:
    """Compare what both totals say of the file: its session, its paper, its scale."""
    for name in NAMED:
        if meant(name, own.get(name, "")) != meant(name, given.get(name, "")):
            yield fault("total", name=name, found=own.get(name, ""), where="given", told=given.get(name, ""))


def opened(path: str, reading: Callable[[bytes], T]) -> T:
    """Read a file; whatever is wrong with its bytes makes it unreadable, and nothing else."""
    try:
        return reading(Path(path).read_bytes())
    except (OSError, ValueError, LookupError, RuntimeError, EOFError, NotCsv, NotXml, BadZipFile, zlib.error) as why:
        raise UnreadableError(path, str(why) or type(why).__name__) from None


def main(arguments: Sequence[str]) -> int:
    """Read, compare, say."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("totals", metavar="TOTALS", nargs="?")
    parser.add_argument("--lang", choices=("fr", "en"), default="fr")
    options = parser.parse_args(arguments)
    language = ("fr", "en").index(options.lang)
    try:
        found = opened(options.file, read)
        given = opened(options.totals, read_totals) if options.totals else {}
    except UnreadableError as refused:
        return complain(language, fault("unread", file=refused.args[0], why=refused.args[1]))
    totals = given or found.totals
    if not totals and not found.faults:
        return complain(language, fault("no_totals"))
    if totals and meant("version", totals.get("version", "")) != VERSION:
        return complain(language, fault("version", found=totals.get("version", "")))
    return tell(language, found, check(found, given), totals)


def complain(language: int, one: Fault) -> int:
    """Say why nothing was checked."""
    print(sentence(language, one), file=sys.stderr)
    return 2


def tell(language: int, found: Found, faults: Sequence[Fault], totals: Totals) -> int:
    """Say what differs, or that nothing does."""
    if faults:
        said = [*faults[:FAULTS_TOLD], fault("differs")]
        if len(faults) > FAULTS_TOLD:
            said.insert(FAULTS_TOLD, fault("more", count=len(faults) - FAULTS_TOLD))
    else:
        counted = recount(found)
        said = [Fault("agrees", {**counted, "somme_notes": spelt(int(counted["somme_notes"]), totals)})]
        if found.names_changed:
            said.append(fault("names", count=found.names_changed))
    for one in said:
        print(sentence(language, one))
    return 1 if faults else 0


def sentence(language: int, one: Fault) -> str:
    """Write a fault in one language."""
    values = {name: SAID[value][language] if name == "where" else value for name, value in one.values.items()}
    return SAID[one.key][language].format(**values)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
