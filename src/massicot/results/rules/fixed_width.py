"""The marks as records of fixed width, for systems that read places rather than separators (docs/exports.md).

Every record is 320 bytes of Windows-1252 and a line end, so that a byte is a place: one header that says what the file
is, one record for each line, one trailer of control totals. A key or a mark is never cut: one too long for its places
refuses the file. A name is written as it is when it can be; signs that the alphabet lacks are written by their nearest,
and what passes the places of the name is cut: either is said in the last place of the record and counted in the
trailer, and no total of counts or sums looks at names.
"""

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from massicot.core.marks import format_mark
from massicot.core.refused import N_, Refused
from massicot.results.rules.exports import VERSION, MarkLine, MarkTotals

ENCODING, LINE_END = "windows-1252", b"\r\n"
WIDTH = 320
TITLE = "MASSICOT-NOTES"

Layout = Mapping[str, int]
"""The fields of a record in their order, each with its places; what is left up to WIDTH is blank."""

HEADER: Layout = {
    "article": 1,
    "titre": 14,
    "version": 2,
    "session": 20,
    "epreuve": 10,
    "note_minimale": 8,
    "note_maximale": 8,
    "pas": 8,
    "chiffres": 2,
    "decimales": 1,
    "jeu": 12,
    "longueur": 3,
}
DETAIL: Layout = {
    "article": 1,
    "rang": 7,
    "numero_candidat": 11,
    "nom_famille": 100,
    "prenoms": 100,
    "specialite": 10,
    "epreuve": 10,
    "numero_anonymat": 9,
    "lot": 60,
    "note": 8,
    "code": 2,
    "noms": 1,
}
TRAILER: Layout = {
    "article": 1,
    "lignes": 7,
    "notes": 7,
    "ab": 7,
    "cb": 7,
    "mq": 7,
    "somme_notes": 12,
    "somme_numeros_candidat": 18,
    "somme_numeros_anonymat": 18,
    "noms_modifies": 7,
    "sha256_lignes": 64,
    "sha256_sans_noms": 64,
    "sha256_articles": 64,
}

NEAREST = str.maketrans(
    {
        "Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "Ħ": "H", "ħ": "h", "Ŧ": "T", "ŧ": "t", "Ŋ": "N", "ŋ": "n",
        "ı": "i", "ĸ": "k", "ſ": "s", "Ə": "A", "ə": "a", "ẞ": "SS", "ʻ": "'", "ʼ": "'", "ʾ": "'", "ʿ": "'", "′": "'",
        "‐": "-", "‑": "-", "‒": "-", "−": "-",
    }
)  # fmt: skip
"""Letters and signs that no mark taken away brings into the alphabet."""

UNKNOWN_SIGN = "?"


class Names(StrEnum):
    """How the names of a record are written."""

    EXACT = "E"
    TRANSCRIBED = "T"
    CUT = "C"


class ValueTooLong(Refused):
    sentence = N_("“{value}” does not fit the {width} places of {field}: take the marks away as CSV or XLSX.")


def write_fixed(lines: Sequence[MarkLine], totals: MarkTotals) -> bytes:
    """Write the marks as records of fixed width; raise ValueTooLong."""
    written = [_detail(rank, line) for rank, line in enumerate(lines, start=1)]
    records = b"".join(record for record, _ in written)
    changed = sum(names is not Names.EXACT for _, names in written)
    return _header(totals) + records + _trailer(totals, changed, hashlib.sha256(records).hexdigest())


def _header(totals: MarkTotals) -> bytes:
    scale = totals.scale
    return _record(
        HEADER,
        {
            "article": 1,
            "titre": TITLE,
            "version": VERSION,
            "session": totals.session,
            "epreuve": totals.paper,
            "note_minimale": format_mark(scale.lowest, scale),
            "note_maximale": format_mark(scale.highest, scale),
            "pas": format_mark(scale.step, scale),
            "chiffres": scale.digits,
            "decimales": scale.decimals,
            "jeu": ENCODING.upper(),
            "longueur": WIDTH,
        },
    )


def _detail(rank: int, line: MarkLine) -> tuple[bytes, Names]:
    surname, of_surname = written_name(line.surname, DETAIL["nom_famille"])
    first_names, of_first_names = written_name(line.first_names, DETAIL["prenoms"])
    names = _worst((of_surname, of_first_names))
    record = _record(
        DETAIL,
        {
            "article": 2,
            "rang": rank,
            "numero_candidat": line.candidate_number,
            "nom_famille": surname,
            "prenoms": first_names,
            "specialite": line.specialty,
            "epreuve": line.paper,
            "numero_anonymat": line.number,
            "lot": line.batch,
            "note": line.mark,
            "code": line.code,
            "noms": names,
        },
    )
    return record, names


def _trailer(totals: MarkTotals, changed: int, sha256: str) -> bytes:
    return _record(
        TRAILER,
        {
            "article": 9,
            "lignes": totals.lines,
            "notes": totals.marks,
            "ab": totals.absent,
            "cb": totals.blank,
            "mq": totals.missing,
            "somme_notes": totals.mark_sum,
            "somme_numeros_candidat": totals.candidate_sum,
            "somme_numeros_anonymat": totals.number_sum,
            "noms_modifies": changed,
            "sha256_lignes": totals.sha256,
            "sha256_sans_noms": totals.nameless_sha256,
            "sha256_articles": sha256,
        },
    )


def _record(layout: Layout, values: Mapping[str, str | int]) -> bytes:
    """Write one record: figures fill their places with zeros before them, text with blanks after it."""
    text = "".join(_fit(field, values[field], width) for field, width in layout.items())
    return text.ljust(WIDTH).encode(ENCODING) + LINE_END


def _fit(field: str, value: str | int, width: int) -> str:
    text = f"{value:0{width}d}" if isinstance(value, int) else value.ljust(width)
    if len(text) > width or not _is_written(text):
        raise ValueTooLong(field=field, value=value, width=width)
    return text


def written_name(name: str, width: int) -> tuple[str, Names]:
    """Write a name in the alphabet and the places there are, and say whether it is still the same."""
    text = name if _is_plain(name) else "".join(_nearest(sign) for sign in unicodedata.normalize("NFC", name))
    text = text.rstrip(" ")
    if len(text) > width:
        return text[:width], Names.CUT
    return text, Names.EXACT if text == name else Names.TRANSCRIBED


def _is_plain(text: str) -> bool:
    """Say at once of most names that nothing is to be changed."""
    return text.isprintable() and unicodedata.is_normalized("NFC", text) and _is_written(text)


def _nearest(sign: str) -> str:
    if unicodedata.category(sign).startswith("Z") or sign.isspace():
        return sign if sign == "\N{NO-BREAK SPACE}" else " "
    if _is_written(sign):
        return sign
    bare = (part for part in unicodedata.normalize("NFKD", sign.translate(NEAREST)) if not unicodedata.combining(part))
    return "".join(part if _is_written(part) else UNKNOWN_SIGN for part in bare)


def _is_written(text: str) -> bool:
    """Say whether the alphabet has every sign of a text, and no sign that cannot be seen."""
    try:
        text.encode(ENCODING)
    except UnicodeEncodeError:
        return False
    return text.isprintable() or not any(unicodedata.category(sign).startswith("C") for sign in text)


def _worst(names: Iterable[Names]) -> Names:
    return max(names, key=list(Names).index)
