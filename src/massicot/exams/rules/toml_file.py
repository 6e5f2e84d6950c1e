"""A TOML file that somebody sends: its values and sections, each fault with its line, its key and its value."""

import math
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from massicot.core import codes
from massicot.core.marks import HUNDREDTHS
from massicot.core.parsing import door
from massicot.core.parsing.toml_nodes import Node, values_of
from massicot.core.refused import N_
from massicot.core.tables import Findings, because

BYTES_AT_MOST = 1_000_000
"""A session of three thousand centres takes a fifth of it."""

BOUNDS = door.Bounds(memory=1 << 28, cpu_s=5, wall_s=15)

_UNREADABLE = N_("the file is not TOML: {why}")
_NOT_UTF8 = N_("the file is not UTF-8: save it again as UTF-8")
_TOO_DEEP = N_("the file is nested too deep for a session: write its tables as the example does")
_TOO_MANY = N_("the file holds more values than any session has: start again from the example")
_LONG_NUMBER = N_("a number of the file has too many digits: correct it")
_TOO_LONG = N_("the file is longer than any session: {maximum} bytes at most")
_TOO_HEAVY = N_("the file takes more time or memory to read than any session: start again from the example")

_REASONS = {
    "not_toml": _UNREADABLE,
    "not_utf8": _NOT_UTF8,
    "too_deep": _TOO_DEEP,
    "too_many": _TOO_MANY,
    "long_number": _LONG_NUMBER,
}


class _Refusal(msgspec.Struct):
    reason: str
    why: str = ""


_DECODER = msgspec.json.Decoder(_Refusal | list[Node])


def parse_toml(content: bytes, file_name: str) -> tuple[str, dict[str, Any]]:
    """Read a TOML file that somebody sends; raise TableRefused or ReaderNotStarted."""
    findings = Findings(file_name)
    if len(content) > BYTES_AT_MOST:
        findings.refuse_file(1, because(_TOO_LONG, maximum=BYTES_AT_MOST))
    try:
        with door.reader("toml_nodes", content, BOUNDS) as conversation:
            values = values_told(conversation, findings)
        return content.decode("utf-8-sig"), values
    except (door.ReaderDied, msgspec.DecodeError, ValueError):
        findings.refuse_file(1, because(_TOO_HEAVY))


def values_told(conversation: door.Conversation, findings: Findings) -> dict[str, Any]:
    """Put together what a reader tells of a file; raise TableRefused for what it cannot read."""
    return values_of(_nodes(conversation, findings))


def _nodes(conversation: door.Conversation, findings: Findings) -> Iterator[Node]:
    for line in conversation.answer():
        told = _DECODER.decode(line)
        if isinstance(told, list):
            yield from told
        else:
            stated = re.search(r"line (\d{1,9})", told.why)
            reason = because(_REASONS.get(told.reason, _TOO_HEAVY), why=told.why)
            findings.refuse_file(int(stated[1]) if stated else 1, reason)


class KeyPlaces:
    """Where the keys of a file stand: its text is gone through once, however many faults are told of it."""

    def __init__(self, text: str) -> None:
        self._headers: dict[str, list[int]] = {}
        self._keys: dict[int, dict[str, int]] = {0: {}}
        block = 0
        for number, line in enumerate(text.split("\n"), 1):
            if name := _header(line):
                block = number
                self._headers.setdefault(name, []).append(number)
                self._keys[block] = {}
            elif "=" in line:
                self._keys[block].setdefault(_key(line), number)

    def header(self, name: str, rank: int, after: int, parent: str) -> int | None:
        """Find the header of this name and rank among those after a line, before the next header of its parent."""
        lines = self._headers.get(name, [])
        place = bisect_right(lines, after) + rank
        ends = self._headers.get(parent, [])
        end = bisect_right(ends, after)
        if place >= len(lines) or (end < len(ends) and ends[end] <= lines[place]):
            return None
        return lines[place]

    def key(self, block: int, key: str) -> int | None:
        """Find the line of a key among those below a header, or at the beginning of the file for 0."""
        return self._keys[block].get(key)


def _header(line: str) -> str:
    """Read the name in a header of one pair of brackets or two; empty when the line is none."""
    stripped = line.strip()
    if not stripped.startswith("["):
        return ""
    inside, closed, rest = stripped[1:].removeprefix("[").partition("]")
    rest = rest.removeprefix("]").strip()
    is_header = closed and "[" not in inside and (not rest or rest.startswith("#"))
    return inside.strip() if is_header else ""


def _key(line: str) -> str:
    return line.partition("=")[0].strip().removeprefix('"').removesuffix('"')


TITLE_LENGTH = 200
YEARS = (2000, 2100)
"""A session outside these years is a typing slip, and some instants there cannot be told in another time zone."""

EARLIEST = datetime.min.replace(tzinfo=UTC)

_MISSING = N_("is missing: write it in the session file")
_NOT_TEXT = N_("is not a text: put it between quotes")
_TEXT_TOO_LONG = N_("has {length} characters: shorten it to {maximum} at most")
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
            self.fault(section, key, _TEXT_TOO_LONG, length=len(text), maximum=maximum)
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
        elif value and not codes.uai_letter_holds(value):
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
