"""What stands for a value while a statement is written: the writer hands it on to Django, and may ask nothing of it.

A statement is written once for all values. Whoever compares one, reckons with it or looks something up by it while it
is written would do so with what stands there, and never again: the words would hang on a value that nobody gave.
"""

import inspect
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from types import FrameType
from typing import Any, TypeVar, cast
from uuid import UUID

Kind = TypeVar("Kind")

_APART_S = 100_000
"""Seconds from one mark of an instant to the next: more than a day, or what is reckoned from days would be the same."""

_ASKS_NOTHING = frozenset(dir(object)) - {
    "__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__", "__hash__", "__str__", "__format__",
}  # fmt: skip
"""What every object does for the language itself."""


class WordsHangOnValueError(TypeError):
    """A fault of the program: while a statement was written for all values, one of them was asked what it is."""


class SlotMark:
    """What stands for a value, and is of its kind: Django alone is told what it looks like."""

    plain: Any

    def __getattribute__(self, name: str) -> Any:
        if name != "plain" and not name.startswith("__"):
            _check_that_django_asks(name)
        return super().__getattribute__(name)

    def __bool__(self) -> bool:
        _check_that_django_asks("bool")
        return bool(self.plain)

    def __copy__(self) -> "SlotMark":
        return self

    def __deepcopy__(self, memory: Any) -> "SlotMark":
        return self


class SlotMarks(list[Any]):
    """What stands for a list of values, and may be longer than the one that is given."""

    def __len__(self) -> int:
        _check_that_django_asks("len")  # Python itself, where it copies a list, goes on without
        return super().__len__()

    def __bool__(self) -> bool:
        return True


def slot_mark(value: Any, ranks: Iterator[int]) -> Any:
    """Give what stands for a value, or for those of a list; what is of a rare kind is not watched."""
    if isinstance(value, list):
        # Whoever asks one what it is asks the first: to watch all of a long list would take seconds.
        first, *others = value
        return SlotMarks([slot_mark(first, ranks), *(_plain_mark(one, next(ranks)) for one in others)])
    plain = _plain_mark(value, next(ranks))
    if type(plain) not in _WATCHED:
        return plain
    mark = _WATCHED[type(plain)](plain)
    object.__setattr__(mark, "plain", plain)
    return mark


def plain_mark(mark: Any) -> Any:
    """Give what stands for a value as anybody may look at it."""
    return vars(mark).get("plain", mark) if isinstance(mark, SlotMark) else mark


def _plain_mark(value: Any, rank: int) -> Any:
    if value is None:  # nothing is nothing: it is said in the words, not put into them
        return None
    if isinstance(value, datetime):
        return datetime.fromtimestamp(rank * _APART_S, UTC)
    if isinstance(value, date):
        return date.fromordinal(1 + rank % date(9000, 1, 1).toordinal())
    if isinstance(value, UUID):
        return UUID(int=rank)
    return rank % 2 == 0 if isinstance(value, bool) else type(value)(rank)


def _check_that_django_asks(what: str) -> None:
    asking = inspect.currentframe()
    while asking is not None and (room := _room_of(asking)) != "django":
        if room not in _NOBODY:
            raise WordsHangOnValueError(
                f"{what}: a statement that is written once for all values hangs on what one of them is. "
                "Pass None for what is not asked, or write a statement for each case."
            )
        asking = asking.f_back


_NOBODY = sys.stdlib_module_names | {__name__}
"""In whose code somebody else asks."""


def _room_of(frame: FrameType) -> str:
    name: str = frame.f_globals.get("__name__", "")
    return name if name == __name__ else name.partition(".")[0]


def _mark_kind(kind: type[Kind]) -> type[Kind]:
    """Derive from a kind of values that of their marks: whatever Python does with one asks first who asks."""
    names = [name for name in dir(kind) if name.startswith("__") and name not in _ASKS_NOTHING]
    operations = {name: _asking(name, getattr(kind, name)) for name in names if callable(getattr(kind, name))}
    operations.pop("__bool__", None)
    return cast("type[Kind]", type(f"{kind.__name__.title()}SlotMark", (SlotMark, kind), operations))


def _asking(name: str, operation: Callable[..., Any]) -> Callable[..., Any]:
    def ask(*values: Any) -> Any:
        _check_that_django_asks(name)
        return operation(*values)

    return ask


_DATE = _mark_kind(date)
_DATETIME = _mark_kind(datetime)
_UUID = _mark_kind(UUID)
_WATCHED: dict[type, Callable[[Any], Any]] = {
    **{kind: _mark_kind(kind) for kind in (str, int, float)},
    date: lambda plain: _DATE(plain.year, plain.month, plain.day),
    datetime: lambda plain: _DATETIME.combine(plain.date(), plain.timetz()),
    UUID: lambda plain: _UUID(int=plain.int),
}
"""How marks are made that are watched, by the kind of value."""
