"""Check letters: one typing slip in a UAI or an anonymity number is seen at once; and what is an e-mail address.

Both follow the rule of the national register of institutions: the digits, read as a number, leave a remainder when
divided by 23, and the remainder chooses a letter in an alphabet without I, O and Q (contract.md §5). Because 23 is
prime and larger than any digit, one wrong digit or two neighbours swapped always change the letter.
"""

import re

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
