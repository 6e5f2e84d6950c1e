"""What an import would do, line by line, in a form that can be kept sealed and read again."""

import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, field
from itertools import islice
from operator import attrgetter
from typing import Any, TypeVar, overload

from massicot.core.tables.faults import ALL_LISTED, Fault, Reason, Unlisted, unlisted_in
from massicot.core.tables.outcomes import Outcome

PART, FASTEST = 1000, 1
"""Lines in one part, and how hard zlib tries."""

Get = Callable[[str], bytes]
T = TypeVar("T")


class Mapped(Sequence[T]):
    """A list whose items are made of those of another, each as it is asked for."""

    def __init__(self, items: Sequence[Any], made: Callable[[Any], T]) -> None:
        self._items, self._made = items, made

    def __len__(self) -> int:
        """Count the items."""
        return len(self._items)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> list[T]: ...
    def __getitem__(self, at: int | slice) -> T | list[T]:
        """Give one item, or some."""
        if isinstance(at, slice):
            return [self._made(item) for item in self._items[at]]
        return self._made(self._items[at])

    def __iter__(self) -> Iterator[T]:
        """Give each item once."""
        return map(self._made, self._items)


class KeptLines(Sequence[Any]):
    """The lines of one kind that were written down; a part is fetched as it is asked for, and only one is held."""

    def __init__(self, kind: str, count: int, get: Get) -> None:
        self._kind, self._count, self._get = kind, count, get
        self._held = (-1, [])  # type: tuple[int, list[Any]]

    def __len__(self) -> int:
        """Count the lines."""
        return self._count

    def __getitem__(self, at: int | slice) -> Any:
        """Give one line, or some."""
        if isinstance(at, slice):
            return [self._line(rank) for rank in range(self._count)[at]]
        return self._line(range(self._count)[at])

    def _line(self, rank: int) -> Any:
        number, place = divmod(rank, PART)
        if number != self._held[0]:
            self._held = (number, _unpacked(self._get(_name_of(self._kind, number))))
        return self._held[1][place]


def parts_of(kind: str, lines: Iterable[object]) -> Iterator[tuple[str, bytes]]:
    """Write lines of one kind down, so many in a part; give each part with its name."""
    ahead = iter(lines)
    number = 0
    while part := list(islice(ahead, PART)):
        yield _name_of(kind, number), _packed(part)
        number += 1


def _packed(lines: object) -> bytes:
    """Write lines down, packed: most of what is said of a table is the same sentence, again and again."""
    return zlib.compress(json.dumps(lines, ensure_ascii=False, default=str).encode(), FASTEST)


def _unpacked(part: bytes) -> Any:
    return json.loads(zlib.decompress(part))


def _name_of(kind: str, number: int) -> str:
    return f"{kind}-{number}"


REPORT = "report"
"""The part of a report that is no list."""


@dataclass(frozen=True, slots=True)
class ChangedCell:
    key: str
    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Remark:
    """One fault or warning: where it stands, what was found, and why, as a message id and its values."""

    line: int
    column: str
    value: str
    sentence: str
    values: Mapping[str, Any]

    def text_in(self, translate: Callable[[str], str]) -> str:
        """Write the reason in the reader's language."""
        return Reason(self.sentence, self.values).text_in(translate)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What an import would do, or why it is refused."""

    new: Sequence[str] = ()
    changed: Sequence[ChangedCell] = ()
    same: int = 0
    faults: Sequence[Remark] = ()
    warnings: Sequence[Remark] = ()
    wanted: Sequence[tuple[str, str, int]] = ()
    """How many numbers of its reserve each centre will need, by paper: candidates who come after the draw."""
    erased: Sequence[tuple[str, int]] = ()
    """How many values empty cells would erase, by column."""
    digest: str = ""
    """What tells this report from another that writes other lines."""
    unlisted: Unlisted = ALL_LISTED
    """What was found and is not among the faults and warnings."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What each new line is called, by its key; of a report that is read again, those whose key was asked for last."""
    changed_lines: int = 0
    """How many lines have a cell that changes."""


_OF_REMARK = attrgetter("line", "column", "value", "sentence", "values")
LISTS: Mapping[str, Callable[[Any], tuple[Any, ...]]] = {
    "changed": attrgetter("key", "column", "before", "after"),
    "faults": _OF_REMARK,
    "warnings": _OF_REMARK,
}
"""The lists of a report, beside that of new lines, and how a line of each is written down."""


def report_of(outcome: Outcome, warnings: Sequence[Fault], names: Mapping[str, str]) -> Report:
    """Report what an import would do; `names` says what lines are called, by their keys."""
    changed = [
        ChangedCell(change.key, column, before, after)
        for change in outcome.changed
        for column, (before, after) in change.fields.items()
    ]
    new = list(outcome.new)
    named = {key: names[key] for key in new if key in names}
    text = json.dumps([list(new), [asdict(cell) for cell in changed], outcome.same], ensure_ascii=False, default=str)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Report(
        new=new,
        changed=changed,
        same=outcome.same,
        warnings=Mapped(warnings, _remark),
        unlisted=unlisted_in((), warnings),
        digest=digest,
        names=named,
        changed_lines=len(outcome.changed),
    )


def report_of_faults(faults: Sequence[Fault], warnings: Sequence[Fault], unlisted: Unlisted = ALL_LISTED) -> Report:
    """Report why a table is refused."""
    return Report(faults=Mapped(faults, _remark), warnings=Mapped(warnings, _remark), unlisted=unlisted)


def pack(report: Report) -> Iterator[tuple[str, bytes]]:
    """Write a report down, each part with its name: the one that tells there is a report comes last."""
    lists: Mapping[str, Sequence[Any]] = {name: getattr(report, name) for name in LISTS}
    yield from parts_of("new", ([key, report.names.get(key, "")] for key in report.new))
    for name, packed in LISTS.items():
        yield from parts_of(name, map(packed, lists[name]))
    rest = {name: getattr(report, name) for name in ("same", "wanted", "erased", "digest", "changed_lines")}
    rest["unlisted"] = astuple(report.unlisted)
    counts = {name: len(lines) for name, lines in lists.items()} | {"new": len(report.new)}
    yield REPORT, json.dumps(rest | counts, ensure_ascii=False, default=str).encode()


def read(get: Callable[[str], bytes]) -> Report:
    """Read a report that was written down; `get` fetches a part by its name."""
    values = json.loads(get(REPORT))
    names: dict[str, str] = {}

    def key_of(line: tuple[str, str]) -> str:
        key, name = line
        if len(names) >= PART:
            # Whoever reads a report to its end holds the names of one part of it.
            names.clear()
        if name:
            names[key] = name
        return key

    kept = {name: KeptLines(name, values[name], get) for name in (*LISTS, "new")}
    return Report(
        new=Mapped(kept["new"], key_of),
        changed=Mapped(kept["changed"], lambda line: ChangedCell(*line)),
        same=values["same"],
        faults=Mapped(kept["faults"], lambda line: Remark(*line)),
        warnings=Mapped(kept["warnings"], lambda line: Remark(*line)),
        wanted=[(paper, centre, count) for paper, centre, count in values["wanted"]],
        erased=[(column, count) for column, count in values["erased"]],
        digest=values["digest"],
        unlisted=Unlisted(*values["unlisted"]),
        names=names,
        changed_lines=values["changed_lines"],
    )


def _remark(fault: Fault) -> Remark:
    return Remark(fault.line, fault.column, fault.value, fault.reason.sentence, dict(fault.reason.values))
