"""Counts of large papers: kept for all who look, and counted anew beside the pages (decision 0010)."""

import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache, cached_property
from hashlib import sha256
from importlib import metadata
from typing import Any, cast, get_type_hints

import msgspec

from massicot.core.ladder import Ladder
from massicot.results.rules.centres import CentreProgress
from massicot.results.rules.ladder import CountedPaper, LadderFacts

LARGE = 20_000
"""Candidates from which on counting a paper takes longer than a page may."""

SETTLED_AFTER = timedelta(minutes=10)
"""How long after a worker first saw the last line of the journal a count must begin to need no other.

An act that wrote its line before and is still under way would be one that takes longer. The line's own instant says
nothing of it: what markers do is dated at the start of a half-day.
"""

CLOCKS_DIFFER = timedelta(minutes=1)
"""How far the clocks of two machines may be apart: an instant that lies further ahead was written by a wrong clock."""

PATIENCE = timedelta(minutes=3)
"""How long after it was last looked after a count is shown: then no worker is there, and the page counts by itself."""

LIVELY_FOR = timedelta(days=30)
SELDOM = timedelta(minutes=10)
"""How long after its closing a paper is counted anew as often as can be, and how often after that."""

_FAST, _SUM = 1, 4


def is_due(stands_at: datetime, closes_at: datetime, at: datetime) -> bool:
    """Say whether a count must be looked after: whether it still stands, or is to be counted anew."""
    return at >= stands_at + _interval(closes_at, at) or at < stands_at - CLOCKS_DIFFER


def is_shown(stands_at: datetime, closes_at: datetime, at: datetime) -> bool:
    """Say whether a count may still be shown, some worker looking after it."""
    return stands_at - CLOCKS_DIFFER <= at < stands_at + _interval(closes_at, at) + PATIENCE


def pack(counted: CountedPaper) -> bytes:
    """Write a count part by part."""
    parts = {name: zlib.compress(msgspec.msgpack.encode(part), _FAST) for name, part in _parts(counted)}
    return with_sum(msgspec.msgpack.encode(parts))


def with_sum(content: bytes) -> bytes:
    """Put its check sum before what is kept."""
    return zlib.crc32(content).to_bytes(_SUM) + content


def is_whole(kept: bytes) -> bool:
    """Say whether what is kept is what was written: a disk that errs is no fault of the program."""
    return kept == with_sum(kept[_SUM:])


class Unpacked:
    """A count that was written with this layout; each part is read when it is first looked at, most never are."""

    def __init__(self, kept: bytes) -> None:
        self._parts = msgspec.msgpack.decode(memoryview(kept)[_SUM:], type=dict[str, bytes])

    @cached_property
    def ladder(self) -> Ladder:
        return Ladder(self.part("rungs"), self.part("events"), self.part("totals"))

    @cached_property
    def centres(self) -> Sequence[CentreProgress]:
        return cast("Sequence[CentreProgress]", self.part("centres_progress"))

    @cached_property
    def facts(self) -> LadderFacts:
        return cast("LadderFacts", _Facts(self.part))

    def part(self, name: str) -> Any:
        return _reader(name).decode(zlib.decompress(self._parts[name]))


class _Facts:
    """Facts behind a ladder, of which each is read when it is first asked for."""

    def __init__(self, read: Callable[[str], Any]) -> None:
        self._read = read

    def __getattr__(self, name: str) -> Any:
        value = self.__dict__[name] = self._read(name)
        return value


@cache
def layout() -> str:
    """Name how a count is written, and by which program: a count of another one is none."""
    kinds = [msgspec.inspect.type_info(kind) for kind in (Ladder, LadderFacts, CentreProgress)]
    return sha256(repr((metadata.version("massicot"), kinds)).encode()).hexdigest()[:16]


def is_lively(closes_at: datetime, at: datetime) -> bool:
    """Say whether a paper is counted as often as can be."""
    return at < closes_at + LIVELY_FOR


def _parts(counted: CountedPaper) -> Iterator[tuple[str, Any]]:
    yield from ((name, getattr(counted.ladder, name)) for name in _types(Ladder))
    yield from ((name, getattr(counted.facts, name)) for name in _types(LadderFacts))
    yield "centres_progress", counted.centres


@cache
def _reader(name: str) -> msgspec.msgpack.Decoder[Any]:
    types = _types(Ladder) | _types(LadderFacts) | {"centres_progress": Sequence[CentreProgress]}
    return msgspec.msgpack.Decoder(types[name])


def _types(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _interval(closes_at: datetime, at: datetime) -> timedelta:
    return timedelta() if is_lively(closes_at, at) else SELDOM
