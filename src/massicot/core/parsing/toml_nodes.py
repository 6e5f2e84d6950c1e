"""A TOML file as a flat list of its values, each with the number of what holds it: nobody who reads it goes deep."""

import codecs
import tomllib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from massicot.core.parsing.confinement import Told, Unreadable

DEEPEST, MOST, LONGEST_NUMBER = 8, 20_000, 64
"""Levels of tables and lists, values in all, bits of a whole number: no session comes near."""

TOLD_AT_ONCE = 500
WHY_LENGTH = 200

Node = tuple[int, str, str, str]
"""The number of what holds a value (0 is the file, 1 the first value told), its key there, its kind, its text."""

_KINDS: tuple[tuple[type, str], ...] = (
    (dict, "table"),
    (list, "list"),
    (str, "text"),
    (bool, "yes"),
    (int, "whole"),
    (float, "number"),
    (datetime, "instant"),
    (date, "day"),
    (time, "hour"),
)
"""In an order in which the first that holds is the right one: a yes is a whole number too, an instant a day."""

_TEXTS: Mapping[str, Callable[[Any], str]] = {
    "table": lambda _: "",
    "list": lambda _: "",
    "text": str,
    "yes": str,
    "whole": str,
    "number": repr,
}
_READ: Mapping[str, Callable[[str], Any]] = {
    "table": lambda _: {},
    "list": lambda _: [],
    "text": str,
    "yes": "True".__eq__,
    "whole": int,
    "number": float,
    "instant": datetime.fromisoformat,
    "day": date.fromisoformat,
    "hour": time.fromisoformat,
}


def tell(content: bytes, _questions: Iterable[int]) -> Told:
    """Tell the values of a file, many at a time."""
    nodes = list(nodes_of(content))
    for start in range(0, len(nodes), TOLD_AT_ONCE):
        yield nodes[start : start + TOLD_AT_ONCE]
    yield None


def nodes_of(content: bytes) -> Iterator[Node]:
    """List the values of a file, what holds others before these; raise Unreadable."""
    ahead: deque[tuple[int, Any, int]] = deque([(0, _parse(content), 1)])
    count = 0
    while ahead:
        holder, held, depth = ahead.popleft()
        if depth > DEEPEST:
            raise Unreadable("too_deep")
        for key, value in held.items() if isinstance(held, dict) else (("", one) for one in held):
            count += 1
            if count > MOST:
                raise Unreadable("too_many")
            yield holder, key, *_kind_and_text(value)
            if isinstance(value, dict | list):
                ahead.append((count, value, depth + 1))


def values_of(nodes: Iterable[Node]) -> dict[str, Any]:
    """Put values back where they stood; raise ValueError when they can stand nowhere."""
    values: dict[str, Any] = {}
    holders: list[tuple[Any, int]] = [(values, 0)]
    for number, key, kind, text in nodes:
        if number >= len(holders) or holders[number][1] >= DEEPEST or len(holders) > MOST or kind not in _READ:
            raise ValueError(kind)
        holder, depth = holders[number]
        value = _READ[kind](text)
        if isinstance(holder, dict):
            holder[key] = value
        elif isinstance(holder, list):
            holder.append(value)
        else:
            raise ValueError(key)
        holders.append((value, depth + 1))
    return values


def _parse(content: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(content.removeprefix(codecs.BOM_UTF8).decode())
    except UnicodeDecodeError:
        raise Unreadable("not_utf8") from None
    except RecursionError:
        raise Unreadable("too_deep") from None
    except ValueError as error:
        raise Unreadable("not_toml", why=str(error)[:WHY_LENGTH]) from None


def _kind_and_text(value: Any) -> tuple[str, str]:
    kind = next(kind for one, kind in _KINDS if isinstance(value, one))
    if kind == "whole" and value.bit_length() > LONGEST_NUMBER:
        raise Unreadable("long_number")
    return kind, _TEXTS.get(kind, _iso)(value)


def _iso(value: date | time) -> str:
    return value.isoformat()
