"""Codes on paper: anonymity numbers, parcels, batches, credentials, with the letters that show a slip of typing.

Check letters: one typing slip in a UAI or an anonymity number is seen at once; and what is an e-mail address. Both
follow the rule of the national register of institutions: the digits, read as a number, leave a remainder when divided
by 23, and the remainder chooses a letter in an alphabet without I, O and Q (contract.md §5). Because 23 is prime and
larger than any digit, one wrong digit or two neighbours swapped always change the letter.

Anonymity numbers are eight digits and a check letter (contract.md §5). Codes that people type from paper use an
alphabet without look-alikes: the notice itself had to explain that "the 0 is a digit" in the site code.
"""

import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from massicot.core.draws import Draw

ALPHABET = "ABCDEFGHJKLMNPRSTUVWXYZ"
UAI_DIGITS = 7
NUMBER_DIGITS = 8

_EMAIL = re.compile(r"[^@\s,;:<>()\[\]\\\"]+@[^@\s,;:<>()\[\]\\\"]+\.[^@\s.,;:<>()\[\]\\\"]+")
"""One address: a comma would make two of it in a letter, and brackets another one (RFC 5322, "specials")."""


def check_letter(digits: int) -> str:
    """Compute the letter that seals a number."""
    return ALPHABET[digits % len(ALPHABET)]


def uai_letter_holds(uai: str) -> bool:
    """Say whether a UAI is seven digits and the letter that they call for."""
    return _letter_holds(uai, UAI_DIGITS)


def number_holds(number: str) -> bool:
    """Say whether an anonymity number is eight digits and the letter that they call for."""
    return _letter_holds(number, NUMBER_DIGITS)


def is_email(text: str) -> bool:
    """Say whether a text is one e-mail address, name@domain."""
    return text.isprintable() and _EMAIL.fullmatch(text) is not None


def _letter_holds(text: str, length: int) -> bool:
    digits = text[:length]
    if len(text) != length + 1 or not (digits.isascii() and digits.isdigit()):
        return False
    return text[length] == check_letter(int(digits))


CLEAR_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""No 0/O, 1/I/L: 31 signs, 4.95 bits each."""

PASSWORD_LENGTH = 14
"""14 signs of 31 are 69 random bits: above the 60 that the portal demands."""

NUMBER_SPACE = 10**8
_NUMBER = re.compile(r"[0-9]{8}[A-Z]")
_END = re.compile(r"[0-9]{4}[A-Z]")
END_LENGTH = 5
"""Signs of the end of a number that names it: its last four digits and its letter."""
_SHEET = re.compile(r"([0-9]{8}[A-Z])[/!:]([2-9])")
"""A scanner that is set to another keyboard types `!` or `:` for the stroke."""

_NAMED = re.compile(r"(?<![0-9])((?:[0-9]\s*){8}[A-Za-z]|(?:[0-9]\s*){4}[A-Za-z])(?:\s?[/!:]\s?[2-9](?![0-9]))?")
"""A number, or its end; of an extra sheet the stroke and which sheet it is belong to it."""

_PARTED = re.compile(r"[\s,;.]+")
"""What stands between several numbers."""

_KEYS_OF_FIGURES = "&É\"'(-È_ÇÀ"
_UNSHIFTED = str.maketrans(f"{_KEYS_OF_FIGURES}:", "1234567890/")
"""The figures of a French keyboard, pressed without Shift, and its stroke, as capitals."""

_DISPLACED = str.maketrans(f"{_KEYS_OF_FIGURES}QAWZ?,!", "1234567890AQZWMM/")
"""What an English scanner types on a French keyboard, as capitals."""

FIRST_EXTRA_SHEET, LAST_SHEET = 2, 9
"""Which sheets of a script have a label of their own beside that of the first: one digit says which it is."""

_BETWEEN = r"(?:[^\S\n]|[._/\u2010-\u2015\u2212-]){0,3}"
"""What people put between the digits of a number: spaces, points, dashes. No comma: that makes several numbers."""

_NUMBER_WITHIN = re.compile(rf"(?<![0-9])(?:[0-9]{_BETWEEN}){{8}}[A-Za-z](?![0-9A-Za-z])")
_CANDIDATE_WITHIN = re.compile(rf"(?<![0-9])[0-9](?:{_BETWEEN}[0-9]){{10}}(?![0-9])")
"""Eleven digits, in whatever groups: an anonymity number has eight and a letter."""

_ABROAD_WITHIN = re.compile(rf"(?:\+|(?<![0-9])00[^\S\n](?=33))[1-9](?:{_BETWEEN}[0-9]){{8,13}}(?![0-9])")
"""A telephone number that begins with that of a country, as +33: no number of a candidate."""

_GROUPS = ((10,), (1, 3, 3, 3), (3, 3, 4), (4, 3, 3), (4, 6), (5, 5), (2, 2, 2, 2, 2))
"""How people part ten digits by spaces; as references and days are parted otherwise, these are not looked for."""

_TEN = "|".join(r"[^\S\n]".join(rf"[0-9]{{{length}}}" for length in groups) for groups in _GROUPS)
_SHORT_CANDIDATE_WITHIN = re.compile(rf"(?<![0-9A-Za-z])(?=[1-9])(?:{_TEN})(?![0-9])")
"""A candidate number that a spreadsheet has taken the first 0 from; ten digits that begin with 0 are a telephone."""

_DAY = re.compile(r"[0-9]{2}([./-])[0-9]{2}\1[0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""A day in figures, which a word of one letter may follow: no number."""

_SLIP_WITHIN = re.compile(r"\bA(?:-[0-9A-Z]+){2,}-[0-9]{4,}\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ExtraSheet:
    """A further sheet of a script: the number of the script, and which of its sheets it is, from 2 on."""

    number: str
    rank: int

    @property
    def code(self) -> str:
        """Write what its label bears: 12345678K/2."""
        return f"{self.number}/{self.rank}"


def number_of(digits: int) -> str:
    """Write an anonymity number: eight digits and their check letter."""
    return f"{digits:08d}{check_letter(digits)}"


def tidy_number(text: str) -> str:
    """Normalise an anonymity number typed or scanned: no spaces, upper case."""
    return "".join(text.split()).upper()


def is_number(text: str) -> bool:
    """Say whether a text has the shape of an anonymity number and a right check letter."""
    return bool(_NUMBER.fullmatch(text)) and number_holds(text)


def extra_sheet(text: str) -> ExtraSheet | None:
    """Read what the label of an extra sheet bears, typed or scanned; None for anything else, or a number mistyped."""
    match = _SHEET.fullmatch(tidy_number(text))
    return ExtraSheet(match[1], int(match[2])) if match and is_number(match[1]) else None


def number_scanned(text: str) -> str:
    """Normalise a number typed or scanned; of an extra sheet, give that of its script."""
    sheet = extra_sheet(text)
    return sheet.number if sheet else tidy_number(text)


def is_end(text: str) -> bool:
    """Say whether a text has the shape of the end of an anonymity number: its last four digits and its letter."""
    return bool(_END.fullmatch(text))


def numbers_in_text(text: str) -> tuple[list[str], str]:
    """Read the numbers, whole or by their ends, that a text names one after the other; give what else stands there.

    The label of an extra sheet names its script: 12345678K/2 is 12345678K, and 5678K/2 is 5678K.
    """
    named = [tidy_number(match[1]) for match in _NAMED.finditer(text)]
    return list(dict.fromkeys(named)), _PARTED.sub(" ", _NAMED.sub(" ", text)).strip()


def ending_with(typed: str, numbers: Iterable[str]) -> list[str]:
    """List the numbers, ascending, that one typed whole names, or by its last four digits and its letter."""
    ends = is_end(typed)
    return sorted(number for number in numbers if number == typed or (ends and number.endswith(typed)))


def number_within(text: str) -> str:
    """Find the first anonymity number written in a text, in the groups written there; empty where there is none."""
    words = (match.group() for match in _NUMBER_WITHIN.finditer(_plain(text)))
    return next((word for word in words if is_number(tidy_code(word)) and not _DAY.match(word)), "")


def candidate_within(text: str) -> str:
    """Find the first candidate number written in a text, in the groups written there; empty where there is none."""
    match = _CANDIDATE_WITHIN.search(_ABROAD_WITHIN.sub("", _plain(text)))
    return match.group() if match else ""


def short_candidate_within(text: str) -> str:
    """Find the first number that reads as a candidate's without its first 0; empty where there is none."""
    match = _SHORT_CANDIDATE_WITHIN.search(_ABROAD_WITHIN.sub("", _plain(text)))
    return match.group() if match else ""


def slip_within(text: str) -> str:
    """Find the first code of a slip written in a text; empty where there is none."""
    match = _SLIP_WITHIN.search(_plain(text))
    return match.group() if match else ""


def _plain(text: str) -> str:
    """Write a text in the digits, spaces and hyphens of a keyboard, without the signs that nobody sees."""
    if text.isascii():
        return text
    signs = (sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf")
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in signs)


def draw_clear(draw: Draw, length: int) -> str:
    """Draw a code of so many signs without look-alikes."""
    return "".join(CLEAR_ALPHABET[draw.below(len(CLEAR_ALPHABET))] for _ in range(length))


def draw_password(draw: Draw) -> str:
    """Draw the password of a mark sheet, in groups for reading."""
    signs = draw_clear(draw, PASSWORD_LENGTH)
    return f"{signs[:5]}-{signs[5:10]}-{signs[10:]}"


def tidy_code(text: str) -> str:
    """Normalise a code typed by hand: upper case, no space, no dash."""
    return "".join(sign for sign in text.upper() if sign.isalnum())


def writings(text: str) -> tuple[str, ...]:
    """Write what was scanned in capitals: as it was typed, then as a scanner meant it that is set to another keyboard.

    The scan box does so with numbers and codes before it sends them; an address it sends as it was typed.
    """
    typed = "".join(text.split()).upper()
    return typed, typed.translate(_UNSHIFTED), typed.translate(_DISPLACED)


def random_bits(length: int) -> float:
    """Count the random bits of a clear code of so many signs."""
    return length * math.log2(len(CLEAR_ALPHABET))
