"""No network: a test that reaches out of this machine fails where it does."""

import ipaddress
import sys
from typing import Any

WATCHED = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname"})
OF_THIS_MACHINE = frozenset({"", "localhost", "None"})


class NetworkRefused(BaseException):
    """Something reached for the network; not an Exception, so that no retry swallows it."""


def refuse_network() -> None:
    """Refuse, for the life of this process, every connection but loopback and Unix sockets."""
    sys.addaudithook(_watch)


def is_near(host: object) -> bool:
    """Say whether a host is this machine."""
    if str(host) in OF_THIS_MACHINE:
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


def _watch(event: str, arguments: tuple[Any, ...], watched: frozenset[str] = WATCHED) -> None:
    if event not in watched:  # of its own: names of a module are gone before the last event of a process
        return
    host = _host_of(event, arguments)
    if not is_near(host):
        raise NetworkRefused(f"{event} to {host}: tests reach nothing outside this machine")


def _host_of(event: str, arguments: tuple[Any, ...]) -> object:
    if event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        host = arguments[0]
        return host.decode("ascii") if isinstance(host, bytes) else host
    address = arguments[1]
    return address[0] if isinstance(address, tuple) else ""  # a Unix socket is a path
