"""From where marks may be typed.

The notice has marks typed "dans le centre de correction". A session says whether they may be typed anywhere, anywhere
with a warning, or in the marking centre only. A computer is in the centre when its address is on one of the networks
that the centre declared; a centre that declared none cannot be told from elsewhere, so nothing is refused there.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from massicot.core.refused import N_, Refused

NARROWEST_V4, NARROWEST_V6 = 8, 16
"""A wider network than these is half the world: a typing slip."""

LINE_V6 = 64

NETWORK_LENGTH = 43

_BETWEEN = re.compile(r"[\s,;]+")


class EntryPlace(StrEnum):
    """From where the marks of a session may be typed."""

    ANYWHERE = "anywhere"
    WARNED = "warned"
    CENTRE = "centre"


class NetworkMistyped(Refused):
    sentence = N_(
        "“{value}” is no network: write an address as 195.83.90.14, or a network as 195.83.90.0/24. "
        "The network people of the centre know it."
    )


class NetworkTooWide(Refused):
    sentence = N_("“{value}” holds far more computers than a centre has: check the figure after the stroke.")


class NetworksMissing(Refused):
    sentence = N_("Declare the networks of {centre} first: without them nobody can be told to be in the centre.")


class NetworksNeeded(Refused):
    sentence = N_("Marks may not be typed from anywhere in this session: leave {centre} one network at least.")


def read_networks(typed: str) -> list[str]:
    """Read networks written one after another; raise NetworkMistyped or NetworkTooWide."""
    networks = {_network(word) for word in _BETWEEN.split(typed.strip()) if word}
    return [str(network) for network in sorted(networks, key=lambda net: (net.version, net.network_address.packed))]


def is_inside(address: str, networks: Iterable[str]) -> bool:
    """Say whether an address is on one of some networks; an address that cannot be read is on none."""
    asked = _address(address)
    return asked is not None and any(asked in ip_network(network) for network in networks)


def is_of_this_machine(address: str) -> bool:
    """Say whether an address is that of the machine itself."""
    asked = _address(address)
    return asked is not None and asked.is_loopback


def is_address(text: str) -> bool:
    return _address(text) is not None


def one_spelling(address: str) -> str:
    """Spell an address as it is counted: in one way, and one of IPv4 alike through whatever socket it came."""
    read = _address(address)
    return address if read is None else str(read)


def line_of(address: str) -> str:
    """Name the line that an address is of: of IPv6, whose lines have 2^64 addresses each, the network."""
    read = _address(address)
    return str(ip_network((read, LINE_V6), strict=False)) if isinstance(read, IPv6Address) else one_spelling(address)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address


def _network(word: str) -> IPv4Network | IPv6Network:
    try:
        network = ip_network(word, strict=False)
    except ValueError:
        raise NetworkMistyped(value=word[:NETWORK_LENGTH]) from None
    if network.prefixlen < (NARROWEST_V4 if network.version == 4 else NARROWEST_V6):  # noqa: PLR2004 - the version of IP
        raise NetworkTooWide(value=word[:NETWORK_LENGTH])
    return network
