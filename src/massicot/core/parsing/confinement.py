"""The inside of a process that reads one file: it bounds itself first, reads, answers in lines, and ends.

The file comes through its standard input, whose length is said when it is started; after it come questions, one number
a line. An answer is one JSON value a line, and ends with an empty line. Whoever has started it believes none of this:
lines are bounded and of a declared shape (`door`).
"""

import codecs
import json
import os
import resource
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

DEPTH = 250
"""How deep its own calls may go: no file of the trade is nested ten deep."""

CODECS = ("utf-16", "utf-16-be", "utf-16-le", "utf-8-sig", "charmap", "cp1252", "cp437", "gbk", "latin-1", "ascii")
"""Loaded while files can still be opened: a library that meets a text in one later would skip what holds it, the
password of a PDF for one, and the file would be taken for what it is not."""

Told = Iterator[object]
"""What is said, value after value; None ends an answer."""


class Unreadable(Exception):  # noqa: N818 - inside of a reader, told outside as a refusal
    """A file that is not what it should be: which sentence says so, on which line, with which values."""

    def __init__(self, reason: str, line: int = 1, **values: str) -> None:
        super().__init__(reason)
        self.reason, self.line, self.values = reason, line, values


def run(tell: Callable[[bytes, Iterable[int]], Told]) -> None:
    """Read the file on standard input with one parser, within the bounds that the command names."""
    memory, seconds, length = map(int, sys.argv[1:])
    confine(memory, seconds)
    try:
        content = sys.stdin.buffer.read(length)
        for line in answer_lines(tell, content, map(int, sys.stdin.buffer)):
            sys.stdout.buffer.write(line)
            if line == b"\n":
                sys.stdout.buffer.flush()
    except MemoryError:
        os._exit(1)


def confine(memory: int, seconds: int) -> None:
    """Bound this process for good: memory, time, depth; it opens no file and no socket, and starts no program."""
    for codec in CODECS:
        codecs.lookup(codec)
    bounds = (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        # Its three streams are open already; nothing else ever is.
        (resource.RLIMIT_NOFILE, 3),
    )
    for resource_bound, most in bounds:
        resource.setrlimit(resource_bound, (most, most))
    sys.setrecursionlimit(DEPTH)


def answer_lines(
    tell: Callable[[bytes, Iterable[int]], Told], content: bytes, questions: Iterable[int]
) -> Iterator[bytes]:
    """Write down what a parser tells; what it cannot read is an answer too."""
    try:
        for value in tell(content, questions):
            yield b"\n" if value is None else _line(value)
    except Unreadable as why:
        yield _line({"type": "refusal", "reason": why.reason, "line": why.line, **why.values})
        yield b"\n"


def _line(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
