"""Reads the sections of a TOML file, each fault with its line, its key and its value."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from massicot.core import checks
from massicot.core.marks import HUNDREDTHS
from massicot.core.refused import N_
from massicot.core.tables import Findings, because
from massicot.exams.rules.toml_file import KeyPlaces

TITLE_LENGTH = 200
YEARS = (2000, 2100)
"""A session outside these years is a typing slip, and some instants there cannot be told in another time zone."""

EARLIEST = datetime.min.replace(tzinfo=UTC)

_MISSING = N_("is missing: write it in the session file")
_NOT_TEXT = N_("is not a text: put it between quotes")
_TOO_LONG = N_("has {length} characters: shorten it to {maximum} at most")
_UNSEEN = N_("holds a sign that cannot be seen (line break, tab, control character): type it again")
_NOT_CODE = N_("is not a code: write letters, digits and dashes, {maximum} at most")
_NOT_PLAIN_CODE = N_("is not the code of a paper: write letters and digits only, {maximum} at most, without dashes")
_NOT_ZONE = N_("is not a time zone: write it as Europe/Paris")
_NOT_WHOLE = N_("is not a whole number")
_NOT_WITHIN = N_("is not within {lowest} and {highest}")
_NOT_NUMBER = N_("is not a number, of two decimals at most")
_NOT_INSTANT = N_("is not a date and time: write it as 2017-05-10T14:00:00, without quotes")
_NOT_DAY = N_("is not a date: write it as 2017-05-31, without quotes")
_NOT_HOUR = N_("is not an hour: write it as 09:00:00, without quotes")
_NOT_YEAR = N_("is not between {first} and {last}: check the year")
_BEFORE = N_("comes before {other}: put them in order")
_SAME = N_("is the same instant as {other}: let some time pass between them")
_UNKNOWN = N_("is no key of this file: correct its name or take it out")
_UAI = N_("is not a UAI: seven digits and a letter")
_UAI_LETTER = N_("is not a UAI: its letter does not fit, read it again")
_NOT_LIST = N_("is not a list: put it between square brackets")
_NOT_TABLES = N_("is not a list of tables: write each one under [[{header}]]")
_NOT_TABLE = N_("is not a table: write its keys under [{header}]")

_UAI_SHAPE = re.compile(r"[0-9]{7}[A-Z]")
_CODE_SHAPE = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*")
_PLAIN_CODE_SHAPE = re.compile(r"[A-Z0-9]+")
_HIGHEST_NUMBER = 100_000
_REQUIRED = object()
_T = TypeVar("_T")
_Day = TypeVar("_Day", date, datetime)


@dataclass(frozen=True, slots=True)
class Section:
    """One table of the file: its header, its rank among those of the same header in its parent, its values."""

    header: str
    rank: int
    values: Mapping[str, Any]
    parent: "Section | None" = None


class SectionReader:
    """Takes values out of sections and gathers every fault on the way."""

    def __init__(self, file_name: str, text: str) -> None:
        self.findings = Findings(file_name)
        self.places = KeyPlaces(text)
        self.zone = ZoneInfo("Europe/Paris")

    def fault(self, section: Section, key: str, sentence: str, **values: object) -> None:
        """Add a fault: which key of which section, and why its value cannot stand."""
        column = f"{section.header}.{key}".strip(".")
        value = str(section.values.get(key, ""))
        self.findings.fault(line_of(self.places, section, key), column, value, because(sentence, **values))

    def check_keys(self, section: Section, keys: set[str]) -> None:
        """Add a fault for each key that the section does not have."""
        for key in sorted(section.values.keys() - keys):
            self.fault(section, key, _UNKNOWN)

    def text(self, section: Section, key: str, default: Any = _REQUIRED, *, maximum: int = TITLE_LENGTH) -> str:
        """Take a text of at most so many characters; a required one is not empty."""
        value = section.values.get(key, default)
        if not isinstance(value, str):
            return self._wrong(section, key, _NOT_TEXT, "")
        text = value.strip()
        if default is _REQUIRED and not text:
            self.fault(section, key, _MISSING)
        elif len(text) > maximum:
            self.fault(section, key, _TOO_LONG, length=len(text), maximum=maximum)
        elif not text.isprintable():
            self.fault(section, key, _UNSEEN)
        return text

    def choice(self, section: Section, key: str, words: Sequence[str], sentence: str, default: Any = _REQUIRED) -> str:
        """Take one of a few words; the sentence says which."""
        value = section.values.get(key, default)
        return str(value) if value in words else self._wrong(section, key, sentence, words[0])

    def time_zone(self, section: Section, key: str, default: str) -> str:
        """Take a time zone, which holds for every instant read from then on."""
        name = section.values.get(key, default)
        try:
            self.zone = ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError, TypeError, AttributeError):
            return self._wrong(section, key, _NOT_ZONE, default)
        return self.zone.key

    def code(self, section: Section, key: str, *, maximum: int) -> str:
        """Take a code, dashes allowed inside: it stands in addresses, in the journal and on paper."""
        return self._code(section, key, _CODE_SHAPE, _NOT_CODE, maximum)

    def plain_code(self, section: Section, key: str, *, maximum: int) -> str:
        """Take a code without dashes: written after a code that has some, it can still be told from it."""
        return self._code(section, key, _PLAIN_CODE_SHAPE, _NOT_PLAIN_CODE, maximum)

    def whole(self, section: Section, key: str, default: int | None = None, *, within: tuple[int, int]) -> int:
        """Take a whole number between two bounds, both allowed."""
        value = section.values.get(key, default)
        stand_in = default or within[0]
        if not isinstance(value, int) or isinstance(value, bool):
            return self._wrong(section, key, _NOT_WHOLE, stand_in)
        if not within[0] <= value <= within[1]:
            return self._wrong(section, key, _NOT_WITHIN, stand_in, lowest=within[0], highest=within[1])
        return value

    def instant(self, section: Section, key: str, default: Any = _REQUIRED) -> datetime:
        """Take a date and time, in the session's zone unless it says its own."""
        value = section.values.get(key, default)
        if not isinstance(value, datetime):
            return self._wrong(section, key, _NOT_INSTANT, EARLIEST)
        return self._in_our_time(section, key, value if value.tzinfo else value.replace(tzinfo=self.zone))

    def day(self, section: Section, key: str) -> date:
        """Take a date."""
        value = section.values.get(key)
        if not isinstance(value, date) or isinstance(value, datetime):
            return self._wrong(section, key, _NOT_DAY, date.min)
        return self._in_our_time(section, key, value)

    def hour(self, section: Section, key: str, default: time) -> time:
        """Take an hour on the clock of the session."""
        value = section.values.get(key, default)
        return value if isinstance(value, time) else self._wrong(section, key, _NOT_HOUR, default)

    def hundredths(self, section: Section, key: str, default: int) -> int:
        """Take a number, in hundredths."""
        value = section.values.get(key, default)
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= _HIGHEST_NUMBER:
            return self._wrong(section, key, _NOT_NUMBER, default * HUNDREDTHS)
        if not math.isclose(value * HUNDREDTHS, round(value * HUNDREDTHS), abs_tol=1e-6):
            return self._wrong(section, key, _NOT_NUMBER, default * HUNDREDTHS)
        return round(value * HUNDREDTHS)

    def uai(self, section: Section, key: str, default: Any = _REQUIRED) -> str:
        """Take a UAI, its letter too: where scripts go, it is what people sign in with."""
        value = self.text(section, key, default).upper()
        if value and not _UAI_SHAPE.fullmatch(value):
            self.fault(section, key, _UAI)
        elif value and not checks.uai_letter_holds(value):
            self.fault(section, key, _UAI_LETTER)
        return value

    def texts(self, section: Section, key: str) -> list[str]:
        """Take a list of texts, empty when it is left out."""
        value = section.values.get(key, [])
        if isinstance(value, list) and all(isinstance(text, str) for text in value):
            return [text.strip() for text in value]
        return self._wrong(section, key, _NOT_LIST, [])

    def uais(self, section: Section, key: str) -> list[str]:
        """Take a list of UAIs, each once."""
        uais = list(dict.fromkeys(text.upper() for text in self.texts(section, key)))
        if not all(_UAI_SHAPE.fullmatch(uai) for uai in uais):
            self.fault(section, key, _UAI)
        return uais

    def sections(self, parent: Section, key: str) -> list[Section]:
        """Take a list of tables."""
        header = f"{parent.header}.{key}".strip(".")
        tables = parent.values.get(key, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            return self._wrong(parent, key, _NOT_TABLES, [], header=header)
        return [Section(header, rank, table, parent) for rank, table in enumerate(tables)]

    def section(self, parent: Section, key: str) -> Section:
        """Take a table, empty when it is left out."""
        header = f"{parent.header}.{key}".strip(".")
        table = parent.values.get(key, {})
        if not isinstance(table, dict):
            table = self._wrong(parent, key, _NOT_TABLE, {}, header=header)
        return Section(header, 0, table, parent)

    def check_order(self, section: Section, first: _Day, last: _Day, names: tuple[str, str]) -> None:
        """Add a fault when two days are not in order, or two instants leave no time between them."""
        if first.year < YEARS[0] or last.year < YEARS[0]:
            return
        if last < first:
            self.fault(section, names[1], _BEFORE, other=names[0])
        elif isinstance(last, datetime) and last == first:
            self.fault(section, names[1], _SAME, other=names[0])

    def _code(self, section: Section, key: str, shape: re.Pattern[str], sentence: str, maximum: int) -> str:
        value = self.text(section, key).upper()
        if value and (len(value) > maximum or not shape.fullmatch(value)):
            self.fault(section, key, sentence, maximum=maximum)
        return value

    def _in_our_time(self, section: Section, key: str, value: _Day) -> _Day:
        if YEARS[0] <= value.year <= YEARS[1]:
            return value
        return self._wrong(section, key, _NOT_YEAR, type(value).min, first=YEARS[0], last=YEARS[1])

    def _wrong(self, section: Section, key: str, sentence: str, stand_in: _T, **values: object) -> _T:
        missing = key not in section.values
        self.fault(section, key, _MISSING if missing else sentence, **values)
        return stand_in


def is_code(text: str, maximum: int) -> bool:
    """Say whether a text is a code, dashes allowed inside, of at most so many signs."""
    return len(text) <= maximum and _CODE_SHAPE.fullmatch(text) is not None


def line_of(places: KeyPlaces, section: Section, key: str) -> int:
    """Find the line of a key, or that of its section when the key is not there."""
    start, is_inline = _start_of(places, section)
    if is_inline and section.parent is not None:
        return line_of(places, section.parent, section.header.rpartition(".")[2])
    return places.key(start, key) or max(start, 1)


def _start_of(places: KeyPlaces, section: Section) -> tuple[int, bool]:
    """Find the line of a section's header; say whether it has none, being written inside its parent."""
    if section.parent is None:
        return 0, False
    start, _ = _start_of(places, section.parent)
    header = places.header(section.header, section.rank, start, section.parent.header)
    return (start, True) if header is None else (header, False)
