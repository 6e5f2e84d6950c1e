"""What people read on paper: the link of a letter, the numbers of a list, what a mark sheet prints."""

import io
import re
from dataclasses import dataclass

from playwright.sync_api import Download
from pypdf import PdfReader

LINK = re.compile(r"http[^ ]+?/bienvenue/[\w-]+/")
TYPED = re.compile(r"(http\S+/bienvenue/)\s+([A-Z2-9]{4}(?:-[A-Z2-9]{4}){3})")
NUMBER = r"(\d{4} \d{4} [A-Z])"
LINE_OF_LIST = re.compile(rf"\d+ (\d{{11}}) .* {NUMBER}")
LINE_OF_SHEET = re.compile(rf"\d+ {NUMBER}")
SHEET = re.compile(r"Lot (B-\S+) .*SITE (\S+) IDENTIFIANT (\S+) MOT DE PASSE (\S+)")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A mark sheet in a marker's hand."""

    batch: str
    site: str
    identifier: str
    password: str
    numbers: list[str]


def printed(download: Download) -> bytes:
    """Take what the browser downloaded to the printer."""
    return download.path().read_bytes()


def link_in(text: str) -> str:
    """Read the one-time link of a letter by mail."""
    return LINK.search(text)[0]


def link_on(letter: bytes) -> str:
    """Read the one-time link of a printed letter: the page to open and the code to type."""
    page, code = TYPED.search("\n".join(_pages(letter))).groups()
    return f"{page}{code}/"


def numbers_on(anonymity_list: bytes) -> dict[str, str]:
    """Read the anonymity number of each candidate, by candidate number."""
    lines = "\n".join(_pages(anonymity_list)).splitlines()
    found = [match.groups() for line in lines if (match := LINE_OF_LIST.fullmatch(line))]
    return {candidate: _number(written) for candidate, written in found}


def sheets_on(printing: bytes) -> list[Sheet]:
    """Read the mark sheets of one printing, one a page."""
    # A first sheet comes after its cover, which opens nothing.
    return [_sheet(page) for page in _pages(printing) if SHEET.search(page.replace("\n", " "))]


def _sheet(page: str) -> Sheet:
    batch, *access = SHEET.search(page.replace("\n", " ")).groups()
    found = [match[1] for line in page.splitlines() if (match := LINE_OF_SHEET.fullmatch(line))]
    return Sheet(batch, *access, [_number(written) for written in found])


def _number(written: str) -> str:
    return written.replace(" ", "")


def _pages(document: bytes) -> list[str]:
    reader = PdfReader(io.BytesIO(document))
    return [page.extract_text().replace("\xa0", " ") for page in reader.pages]
