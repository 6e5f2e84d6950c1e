"""Reads the sections of a TOML file, each fault with its line, its key and its value."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from massicot.core.marks import HUNDREDTHS
from massicot.core.refused import N_
from massicot.core.tables import Findings, because

_MISSING = N_("is missing: write it in the session file")
_NOT_TEXT = N_("is not a text: put it between quotes")
_NOT_WHOLE = N_("is not a whole number")
_NOT_INSTANT = N_("is not a date and time: write it as 2017-05-10T14:00:00, without quotes")
_NOT_DAY = N_("is not a date: write it as 2017-05-31, without quotes")
_BEFORE = N_("comes before {other}: put them in order")
_UNKNOWN = N_("is no key of this file: correct its name or take it out")
_UAI = N_("is not a UAI: seven digits and a letter")
_UNREADABLE = N_("the file is not TOML: {why}")
_NOT_UTF8 = N_("the file is not UTF-8: save it again as UTF-8")

_UAI_SHAPE = re.compile(r"[0-9]{7}[A-Z]")
_REQUIRED = object()
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Section:
    """One table of the file: its header, its rank among those of the same header, its values."""

    header: str
    rank: int
    values: Mapping[str, Any]


class Reader:
    """Takes values out of sections and gathers every fault on the way."""

    def __init__(self, file_name: str, text: str) -> None:
        self.findings = Findings(file_name)
        self.lines = text.splitlines()
        self.zone = ZoneInfo("Europe/Paris")

    def fault(self, section: Section, key: str, sentence: str, **values: object) -> None:
        """Add a fault: which key of which section, and why its value cannot stand."""
        column, value = f"{section.header}.{key}".strip("."), str(section.values.get(key, ""))
        self.findings.fault(self._line_of(section, key), column, value, because(sentence, **values))

    def check_keys(self, section: Section, known: set[str]) -> None:
        """Add a fault for each key that the section does not have."""
        for key in section.values.keys() - known:
            self.fault(section, key, _UNKNOWN)

    def text(self, section: Section, key: str, default: Any = _REQUIRED) -> str:
        """Take a text."""
        value = section.values.get(key, default)
        if isinstance(value, str):
            return value.strip()
        return self._wrong(section, key, _NOT_TEXT, "")

    def whole(self, section: Section, key: str, default: Any = _REQUIRED) -> int:
        """Take a whole number, not negative."""
        value = section.values.get(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        return self._wrong(section, key, _NOT_WHOLE, 0)

    def instant(self, section: Section, key: str, default: Any = _REQUIRED) -> datetime:
        """Take a date and time, in the session's zone unless it says its own."""
        value = section.values.get(key, default)
        if isinstance(value, datetime):
            return value if value.tzinfo else value.replace(tzinfo=self.zone)
        return self._wrong(section, key, _NOT_INSTANT, datetime.min.replace(tzinfo=self.zone))

    def day(self, section: Section, key: str) -> date:
        """Take a date."""
        value = section.values.get(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        return self._wrong(section, key, _NOT_DAY, date.min)

    def hundredths(self, section: Section, key: str, default: float) -> int:
        """Take a number, in hundredths."""
        value = section.values.get(key, default)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return round(value * HUNDREDTHS)
        return self._wrong(section, key, _NOT_WHOLE, 0)

    def uai(self, section: Section, key: str, default: Any = _REQUIRED) -> str:
        """Take a UAI."""
        value = self.text(section, key, default).upper()
        if value and not _UAI_SHAPE.fullmatch(value):
            self.fault(section, key, _UAI)
        return value

    def in_order(self, section: Section, first: str, last: str) -> None:
        """Add a fault when two instants or days are not in order."""
        before, after = section.values.get(first), section.values.get(last)
        if isinstance(before, date) and isinstance(after, date) and type(before) is type(after) and before > after:
            self.fault(section, last, _BEFORE, other=first)

    def _wrong(self, section: Section, key: str, sentence: str, stand_in: _T) -> _T:
        missing = key not in section.values
        self.fault(section, key, _MISSING if missing else sentence)
        return stand_in

    def _line_of(self, section: Section, key: str) -> int:
        rank, header_line = -1 if section.header else 0, 1
        for number, line in enumerate(self.lines, 1):
            text = line.strip()
            if text.startswith("["):
                if text.strip("[] ") == section.header:
                    rank += 1
                    header_line = number if rank == section.rank else header_line
                elif rank == section.rank:
                    break
            elif rank == section.rank and re.match(rf"{re.escape(key)}\s*=", text):
                return number
        return header_line


def parse_toml(content: bytes, file_name: str) -> tuple[str, dict[str, Any]]:
    """Read a TOML file; raise TableRefused with the line that cannot be read."""
    findings = Findings(file_name)
    try:
        text = content.decode("utf-8-sig")
        return text, tomllib.loads(text)
    except UnicodeDecodeError:
        findings.refuse_file(1, because(_NOT_UTF8))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        findings.refuse_file(int(found[1]) if found else 1, because(_UNREADABLE, why=error))
