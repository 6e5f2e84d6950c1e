"""The connection of a request, found among the open files of this process, and what its reader has taken of it."""

import fcntl
import os
import select
import socket
import stat
import struct
import termios
import time
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path

OPEN_FILES = Path("/dev/fd")
LEFT_UNSENT = 64_000
"""Bytes that the system holds for a reader who is behind: more would hide for minutes that one takes nothing."""

CLOCK_S = 0.012
"""The coarsest step in which a system tells how long ago something came."""

_OF_SYSTEM = struct.Struct("@52xI72xQ")
"""Of what Linux tells of a connection (tcp_info): milliseconds since the last word, and bytes received."""

AT_ONCE = struct.pack("ii", 1, 0)

Place = tuple[IPv4Address | IPv6Address, int]


class ReaderGone(ConnectionError):  # noqa: N818 - as often as not, nothing is wrong
    """Whoever asked closed the connection before the end."""


def connection_of(server: str, client: str, asked_at: float) -> "Connection":
    """Find the connection between two addresses, as granian writes them; raise ReaderGone where there is none any more.

    granian does not hand it on: it is found by its two ends, which no other has while it is open. `asked_at`: when the
    request had come whole, by the monotonic clock. Whoever took the port of somebody who was cut off came after it.
    """
    here = _place(*server.rsplit(":", 1))
    there = _place(*client.rsplit(":", 1))
    for file in OPEN_FILES.iterdir():
        line = _line_of(int(file.name))
        if line is None:
            continue
        if _joins(line, here, there) and _has_asked(line, asked_at):
            return Connection(line)
        line.close()
    raise ReaderGone


def _line_of(number: int) -> socket.socket | None:
    """Open a connection once more by its number; None where that is anything else, or is closed meanwhile."""
    try:
        if not stat.S_ISSOCK(os.fstat(number).st_mode):
            return None
        return socket.fromfd(number, socket.AF_INET, socket.SOCK_STREAM)
    except OSError:
        return None


def _joins(line: socket.socket, here: Place, there: Place) -> bool:
    if line.getsockopt(socket.SOL_SOCKET, socket.SO_DOMAIN) not in {socket.AF_INET, socket.AF_INET6}:
        return False
    try:
        peer = line.getpeername()
        own = line.getsockname()
    except OSError:
        return False
    # The port first: of thousands, it tells nearly all apart at once.
    return peer[1] == there[1] and (_place(*peer[:2]), _place(*own[:2])) == (there, here)


def _has_asked(line: socket.socket, asked_at: float) -> bool:
    """Say whether the last word on a connection came before an instant; its opening is one, where nothing was said."""
    told = line.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _OF_SYSTEM.size)
    silent_ms: int
    received: int
    silent_ms, received = _OF_SYSTEM.unpack(told)
    return received > 0 and silent_ms / 1000 + CLOCK_S >= time.monotonic() - asked_at


def _place(host: str, port: str | int) -> Place:
    return ip_address(host.strip("[]").partition("%")[0]), int(port)


class Connection:
    """One connection on which granian says nothing more: it waits for an answer that is written here instead."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._given = 0
        line.settimeout(0)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, LEFT_UNSENT)

    def fileno(self) -> int:
        """Tell by which number the system knows it."""
        return self._line.fileno()

    def give(self, piece: memoryview) -> int:
        """Give as much of a piece as there is room for; raise ReaderGone."""
        try:
            size = self._line.send(piece)
        except BlockingIOError:
            return 0
        except OSError:
            raise ReaderGone from None
        self._given += size
        return size

    @property
    def owed(self) -> int:
        """How many bytes were given and are not at the other end yet, by what its system said."""
        answer = fcntl.ioctl(self._line, termios.TIOCOUTQ, bytes(4))
        return int.from_bytes(answer, "little")

    @property
    def taken(self) -> int:
        """How many bytes are at the other end."""
        return self._given - self.owed

    def is_closed_in_order(self) -> bool:
        """Say whether the reader has everything and closed the connection after it; raise ReaderGone on one cut off."""
        look = select.poll()
        look.register(self._line, select.POLLIN)
        signs = look.poll(0)
        if any(events & (select.POLLHUP | select.POLLERR) for _, events in signs):
            raise ReaderGone
        return bool(signs) and not self._has_words() and not self.owed

    def _has_words(self) -> bool:
        try:
            return bool(self._line.recv(1, socket.MSG_PEEK))
        except BlockingIOError:
            return True
        except OSError:
            raise ReaderGone from None

    def end(self) -> None:
        """Say that nothing more comes, where an answer has no other end."""
        with suppress(OSError):
            self._line.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        """Close it in order; granian, which has it open too, learns of it so."""
        with suppress(OSError):  # closed from the other side already
            self._line.shutdown(socket.SHUT_RDWR)
        self._line.close()

    def cut(self) -> None:
        """Break it off: what was not taken is dropped, and nobody takes what was for the whole."""
        with suppress(OSError):
            self._line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
            self._line.shutdown(socket.SHUT_RD)
        self._line.close()
