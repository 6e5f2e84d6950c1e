"""Kinds of cells that several tables share, and names in them that hardly can be.

Kinds of cells that several tables share: texts, UAIs, dates, numbers, e-mail addresses, lists of codes. A cell comes
stripped of the spaces around it and is never empty here: an empty cell is the column's affair.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from massicot.core import codes as core_codes
from massicot.core.refused import N_
from massicot.core.tables.columns import CellKind, CellRefused, Remarked, fold
from massicot.core.tables.faults import Findings, because

EARLIEST_YEAR = 1900
"""Before this year a date of birth is a typing slip."""

LAST_OF_2000 = 29
"""A year of two digits up to this one is of the 2000s, and after it of the 1900s: so spreadsheets read them."""

EMAIL_LENGTH = 254

TOO_LONG = N_("This value has {length} characters: shorten it to {maximum} at most.")
UNSEEN_SIGN = N_("This value holds a sign that cannot be seen (line break, tab, control character): type it again.")
UAI_MALFORMED = N_("This is not a UAI: write seven digits and a letter.")
ROUNDED = N_("A spreadsheet rounded this number to “{cell}”: make its column text where it is whole, and export again.")
UAI_LETTER_WRONG = N_("The check letter of this UAI should be {letter}: the UAI is kept as written, check it.")
DATE_MALFORMED = N_("This is not a date: write it as dd/mm/yyyy.")
CENTURY_ADDED = N_("A year of two digits: up to {last} it was read as one of the 2000s, beyond as one of the 1900s.")
DATE_IMPOSSIBLE = N_("This day does not exist: check the date.")
DATE_TOO_EARLY = N_("This date is before {year}: check the year.")
EMAIL_MALFORMED = N_("This is not an e-mail address: write it as name@domain.")
DIGITS_MALFORMED = N_("Write {length} digits here.")
ZERO_RESTORED = N_("The leading zero, eaten by a spreadsheet, was restored.")
CODE_UNKNOWN = N_("{unknown} is not a paper of this session: choose among {codes}.")
YES_NO_MALFORMED = N_("Write oui or non here.")
WORD_UNKNOWN = N_("This word is not known here: choose among {words}.")
DEGREES_MALFORMED = N_("Write decimal degrees here, between -{limit} and {limit}.")

_UAI = re.compile(r"[0-9]{7}[A-Z]")
_UAI_WITHOUT_ZERO = re.compile(r"[0-9]{6}[A-Z]")
_DATE = re.compile(r"(?P<day>[0-9]{1,2})/(?P<month>[0-9]{1,2})/(?P<year>[0-9]{4}|[0-9]{2})")
_ISO_DATE = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_ROUNDED = re.compile(r"[0-9](?:[.,][0-9]+)?E\+[0-9]+", re.IGNORECASE)
_DEGREES = re.compile(r"[+-]?[0-9]{1,3}(?:[.,][0-9]{1,12})?")
_YES_NO = {"oui": True, "non": False}


def text(maximum: int) -> CellKind:
    """Make the kind of a free text of at most so many characters."""

    def read(cell: str) -> str:
        composed = unicodedata.normalize("NFC", cell)
        if len(composed) > maximum:
            raise CellRefused(because(TOO_LONG, length=len(composed), maximum=maximum))
        if any(_is_unseen(sign) for sign in composed):
            raise CellRefused(because(UNSEEN_SIGN))
        refuse_rounded(composed)
        return composed

    def read_many(cells: Sequence[str]) -> Sequence[str] | None:
        together = "".join(cells)
        is_plain = together.isprintable() and unicodedata.is_normalized("NFC", together) and _holds_no_figures(together)
        return cells if is_plain and max(map(len, cells), default=0) <= maximum else None

    return CellKind(read, read_many)


def _holds_no_figures(together: str) -> bool:
    """Say whether no cell among many can be a formula or a rounded number: those are looked at one by one."""
    return "=" not in together and "#" not in together and "+" not in together


def refuse_rounded(cell: str) -> None:
    """Refuse a number that a spreadsheet has written as 2,717E+09: its last digits are lost."""
    if _ROUNDED.fullmatch(cell):
        raise CellRefused(because(ROUNDED, cell=cell))


def _is_unseen(sign: str) -> bool:
    return not sign.isprintable() and unicodedata.category(sign) != "Zs"


def read_uai(cell: str) -> str | Remarked:
    """Read a UAI in any case, with or without spaces; remark a wrong check letter, and a zero restored.

    A zero is restored only where the check letter says so: a digit lost elsewhere leaves another letter.
    """
    uai = "".join(cell.split()).upper()
    if _UAI_WITHOUT_ZERO.fullmatch(uai) and core_codes.uai_letter_holds(f"0{uai}"):
        return zero_restored(uai)
    if not _UAI.fullmatch(uai):
        raise CellRefused(because(UAI_MALFORMED))
    if core_codes.uai_letter_holds(uai):
        return uai
    letter = core_codes.check_letter(int(uai[: core_codes.UAI_DIGITS]))
    return Remarked(uai, because(UAI_LETTER_WRONG, letter=letter))


def known_uai(uais: Collection[str], unknown: str) -> CellKind:
    """Make the kind of a UAI among known ones; `unknown` is the sentence for any other."""

    def read(cell: str) -> str | Remarked:
        uai = read_uai(cell)
        if (uai.value if isinstance(uai, Remarked) else uai) not in uais:
            raise CellRefused(because(unknown))
        return uai

    return CellKind(read)


def read_date(cell: str) -> date | Remarked:
    """Read a day written dd/mm/yyyy or yyyy-mm-dd, also d/m/yy; a century that was not written is remarked."""
    match = _DATE.fullmatch(cell) or _ISO_DATE.fullmatch(cell)
    if match is None:
        raise CellRefused(because(DATE_MALFORMED))
    day, month, year = (int(match[part]) for part in ("day", "month", "year"))
    if len(match["year"]) == len("yyyy"):
        return _day_that_exists(day, month, year)
    century = 2000 if year <= LAST_OF_2000 else 1900
    reason = because(CENTURY_ADDED, last=LAST_OF_2000)
    return Remarked(_day_that_exists(day, month, century + year), reason, is_of_each_line=True)


def _day_that_exists(day: int, month: int, year: int) -> date:
    if year < EARLIEST_YEAR:
        raise CellRefused(because(DATE_TOO_EARLY, year=EARLIEST_YEAR))
    try:
        return date(year, month, day)
    except ValueError:
        raise CellRefused(because(DATE_IMPOSSIBLE)) from None


def read_email(cell: str) -> str:
    """Read an e-mail address, in lower case."""
    if len(cell) > EMAIL_LENGTH:
        raise CellRefused(because(TOO_LONG, length=len(cell), maximum=EMAIL_LENGTH))
    if not core_codes.is_email(cell):
        raise CellRefused(because(EMAIL_MALFORMED))
    return cell.lower()


def digits(length: int) -> CellKind:
    """Make the kind of a number of so many digits, kept as text; a lost leading zero is restored and remarked."""

    def read(cell: str) -> str | Remarked:
        number = "".join(cell.split())
        refuse_rounded(number)
        if not (number.isascii() and number.isdigit()) or len(number) not in (length, length - 1):
            raise CellRefused(because(DIGITS_MALFORMED, length=length))
        return number if len(number) == length else zero_restored(number)

    def read_many(cells: Sequence[str]) -> Sequence[str] | None:
        together = "".join(cells)
        return cells if together.isascii() and together.isdigit() and set(map(len, cells)) == {length} else None

    return CellKind(read, read_many)


def short_code(length: int, maximum: int) -> CellKind:
    """Make the kind of a code of so many digits or a longer text; one digit too few had a leading zero."""
    plain = text(maximum)

    def read(cell: str) -> object:
        is_eaten = cell.isascii() and cell.isdigit() and len(cell) == length - 1
        return zero_restored(cell) if is_eaten else plain.read(cell)

    return CellKind(read)


def zero_restored(number: str) -> Remarked:
    """Give back the leading zero that a spreadsheet ate."""
    return Remarked(f"0{number}", because(ZERO_RESTORED))


def codes(papers: Collection[str]) -> CellKind:
    """Make the kind of a list of paper codes separated by spaces, each of them known."""

    def read(cell: str) -> tuple[str, ...]:
        listed = tuple(dict.fromkeys(cell.split()))
        unknown = [code for code in listed if code not in papers]
        if unknown:
            raise CellRefused(because(CODE_UNKNOWN, unknown=", ".join(unknown), codes=", ".join(sorted(papers))))
        return listed

    return CellKind(read)


def words(maximum: int) -> CellKind:
    """Make the kind of a list of words separated by spaces, each of at most so many characters."""
    plain = text(maximum)

    def read(cell: str) -> tuple[object, ...]:
        return tuple(dict.fromkeys(plain.read(word) for word in cell.split()))

    return CellKind(read)


def one_of(values: Mapping[str, object]) -> CellKind:
    """Make the kind of a cell that holds one of a few words, in any case and with any accents."""
    folded = {fold(word): value for word, value in values.items()}

    def read(cell: str) -> object:
        if fold(cell) not in folded:
            raise CellRefused(because(WORD_UNKNOWN, words=", ".join(values)))
        return folded[fold(cell)]

    return CellKind(read)


def read_yes_no(cell: str) -> bool:
    """Read oui or non, in any case."""
    answer = _YES_NO.get(cell.lower())
    if answer is None:
        raise CellRefused(because(YES_NO_MALFORMED))
    return answer


def degrees(limit: int) -> CellKind:
    """Make the kind of a latitude or longitude, with a decimal point or comma."""

    def read(cell: str) -> float:
        value = float(cell.replace(",", ".")) if _DEGREES.fullmatch(cell) else None
        if value is None or abs(value) > limit:
            raise CellRefused(because(DEGREES_MALFORMED, limit=limit))
        return value

    return CellKind(read)


NAME_ODD = N_("This name holds a figure, or no letter at all: see whether the columns stand in their order.")


def doubt_names(rows: Sequence[object], lines: Sequence[int], columns: Mapping[str, str], findings: Findings) -> None:
    """Warn of each name with a figure in it, or without a letter; `columns` maps the fields to their columns."""
    reason = because(NAME_ODD)
    for field, column in columns.items():
        names = [getattr(row, field) for row in rows]
        # A table has many names and few different ones that are odd.
        if odd := {name for name in set(names) if is_odd(name)}:
            for line, name in zip(lines, names, strict=True):
                if name in odd:
                    findings.warn(line, column, name, reason)


def is_odd(name: str) -> bool:
    """Say whether a name, if there is one, can hardly be that of a person."""
    if not name or name.isalpha():
        return False
    return any(map(str.isnumeric, name)) or not any(map(str.isalpha, name))
