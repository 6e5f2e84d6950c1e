"""How large a body each address takes, and from whom: what takes files is listed here.

The server knows it from this list, and so does whatever stands before the server. Everybody may send as much as the
largest form or save needs; files are taken from whoever is signed in for their desk.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import Resolver404, get_resolver, resolve

from massicot.core.actor import Role
from massicot.deposits.rules import BYTES_AT_MOST as DOCUMENT_BYTES

MOST_OF_ANYBODY = 64 * 1024
"""Bytes that are taken from whoever sends them, unasked: the largest save."""

MOST_OF_SOMEBODY = 128 * 1024
"""Bytes that an address without files takes of whoever is signed in."""

_FORM = 1_000_000
"""Bytes of what surrounds a file."""

TABLE = 100_000_000 + _FORM
DOCUMENT = DOCUMENT_BYTES + _FORM
SESSION_FILE = 3 * 1_000_000
"""Its million bytes come back as a field of the page that shows them, where each end of a line is two signs."""


@dataclass(frozen=True, slots=True)
class FileAddress:
    """An address that takes a file: whose desk it is of, and the bytes of the largest body."""

    name: str
    role: Role
    most: int


FILE_ADDRESSES = (
    FileAddress("office:imports", Role.OFFICE, TABLE),
    FileAddress("office:session_file", Role.OFFICE, SESSION_FILE),
    FileAddress("office:announce_absence", Role.OFFICE, DOCUMENT),
    FileAddress("office:explain_absence", Role.OFFICE, DOCUMENT),
    FileAddress("office:hand_in_document", Role.OFFICE, DOCUMENT),
    FileAddress("office:send_script_copy", Role.OFFICE, DOCUMENT),
    FileAddress("office:keep_extract", Role.OFFICE, DOCUMENT),
    FileAddress("school:absences", Role.SCHOOL, DOCUMENT),
    FileAddress("marker:cannot_come", Role.MARKER, DOCUMENT),
    FileAddress("marker:explain_absence", Role.MARKER, DOCUMENT),
    FileAddress("marker:hand_in_document", Role.MARKER, DOCUMENT),
    FileAddress("markingcentre:send_register", Role.MARKING_CENTRE, DOCUMENT),
)

LARGEST = max(address.most for address in FILE_ADDRESSES)
"""Bytes of the largest body that is taken anywhere."""

_BY_NAME: Mapping[str, FileAddress] = {address.name: address for address in FILE_ADDRESSES}
_ARGUMENT = re.compile(r"%\(\w+\)s")


def file_address_of(path: str) -> FileAddress | None:
    """Tell what takes files at a path; None for any other, and where nothing is."""
    try:
        return _BY_NAME.get(resolve(path).view_name)
    except Resolver404:
        return None


def most_at(path: str) -> int:
    """Tell the bytes of the largest body that a path takes from anybody."""
    address = file_address_of(path)
    return MOST_OF_SOMEBODY if address is None else address.most


def patterns() -> list[tuple[str, int]]:
    """List the paths that take files, each as a regular expression, with its bound: for a front server."""
    return [(_pattern_of(address.name), address.most) for address in FILE_ADDRESSES]


def _pattern_of(name: str) -> str:
    space, _, view = name.partition(":")
    prefix, desk = get_resolver().namespace_dict[space]
    ((template, _),) = desk.reverse_dict.getlist(view)[0][0]
    return f"^/{prefix}{_ARGUMENT.sub('[^/]+', template)}$"
