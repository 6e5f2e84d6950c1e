"""A TOML file that somebody sends: its values, read in a process of their own, and where its keys stand."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

import msgspec

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
