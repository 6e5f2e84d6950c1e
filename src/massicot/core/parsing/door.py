"""The one door through which files come in: each is read by a fresh interpreter that may die of it (decision 0013).

The reader knows this package and its parser, and nothing else: no Django, no setting, no key, no open file but its
three streams. It bounds itself before it reads a byte (`confinement`); the clock on the wall is looked at from here.
What it says is bounded and of a declared shape.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Protocol

from massicot.core.refused import N_, Refused, words_of

LINE_AT_MOST = 1 << 24
"""Bytes in one line of an answer."""

_START = (
    "import sys; sys.path[:] = {places!r}; "
    "from massicot.core.parsing import confinement, {parser}; confinement.run({parser}.tell)"
)
"""It is told where this program's own modules lie, however it was installed, and looks nowhere else."""


class ReaderNotStarted(Refused):
    sentence = N_("The file could not be read: the server cannot start its reader ({why}). Try again in a minute.")


class ReaderDied(Exception):  # noqa: N818 - told outside as a refusal of the file
    """A reader that ended before its answer did: it met one of its bounds, or a fault of its parser."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a reader may take: bytes of memory, seconds of a processor, seconds on the wall."""

    memory: int
    cpu_s: int
    wall_s: float


class Conversation(Protocol):
    """What is asked of a reader, and what it answers."""

    def answer(self) -> Iterator[bytes]: ...

    def ask(self, number: int) -> None: ...


@dataclass(frozen=True, slots=True)
class FileReader:
    process: "subprocess.Popen[bytes]"

    def answer(self) -> Iterator[bytes]:
        """Give the lines of one answer; raise ReaderDied."""
        assert self.process.stdout is not None  # noqa: S101 - tells the type checker
        while (line := self.process.stdout.readline(LINE_AT_MOST)) != b"\n":
            if not line.endswith(b"\n"):
                raise ReaderDied
            yield line

    def ask(self, number: int) -> None:
        """Ask for the answer of this number; raise ReaderDied."""
        self.say(b"%d\n" % number)

    def say(self, content: bytes) -> None:
        """Send it bytes; raise ReaderDied."""
        assert self.process.stdin is not None  # noqa: S101 - tells the type checker
        try:
            self.process.stdin.write(content)
            self.process.stdin.flush()
        except BrokenPipeError:
            raise ReaderDied from None


@contextmanager
def reader(parser: str, content: bytes, bounds: Bounds) -> Iterator[FileReader]:
    """Have a file read by one of the parsers of this package as long as this lasts.

    Raise ReaderNotStarted, or ReaderDied from whatever is asked.
    """
    process = _start_reader(parser, len(content), bounds)
    end = Timer(bounds.wall_s, process.kill)
    end.daemon = True
    end.start()
    try:
        opened = FileReader(process)
        opened.say(content)
        yield opened
    finally:
        end.cancel()
        process.kill()
        with suppress(BrokenPipeError):
            process.communicate()


def _start_reader(parser: str, length: int, bounds: Bounds) -> "subprocess.Popen[bytes]":
    places = [place for place in sys.path if Path(place).is_absolute()]
    words = [sys.executable, "-I", "-S", "-c", _START.format(places=places, parser=parser)]
    words += [str(bounds.memory), str(bounds.cpu_s), str(length)]
    try:
        return subprocess.Popen(  # noqa: S603 - ourselves
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, cwd="/"
        )
    except OSError as error:
        raise ReaderNotStarted(why=words_of(error)) from None
