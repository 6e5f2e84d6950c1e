"""A JPEG picture without what it says beside the picture: its segments written anew, those that draw it alone.

Kept are tables, frames and scans, whether colours are of print, and which way up it is held. Gone are where and with
what it was taken, its small copy, its colour profile, comments, and all that stands behind its end.
"""

import re
import struct
from collections.abc import Iterator
from typing import NamedTuple

from massicot.core.parsing.confinement import Unreadable

START, END = b"\xff\xd8", b"\xff\xd9"
MOST_PIXELS = 120_000_000
"""Of one picture: a sheet of A3 at 600 dots an inch has 70 million, a good telephone takes 50."""

MOST_SCANS = 100
"""A picture that builds up has ten; each is drawn over the whole of it."""

UPRIGHT = 1

_SCAN, _APP0, _EXIF, _ADOBE = 0xDA, 0xE0, 0xE1, 0xEE
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
"""Sequential and progressive: what browsers draw."""
_TABLES = frozenset({0xC4, 0xDB, 0xDD})
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
"""Marks without a length."""

_LENGTH_BYTES = 2
"""A length counts its own bytes."""

_JFIF = b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
_OF_ADOBE = b"Adobe"
_OF_EXIF = b"Exif\x00\x00"
_ORIENTATION = 0x0112
_SCAN_ENDS = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")
"""A mark within what is drawn that is neither a byte of it nor a place to begin again."""


class Segment(NamedTuple):
    """A part of a picture: its mark, and what it says; of a scan, what is drawn as well."""

    mark: int
    content: bytes
    drawn: bytes = b""


def clean(content: bytes) -> tuple[bytes, bool]:
    """Write a picture anew, and say whether it came to its end; raise Unreadable."""
    parts = [START]
    orientation, scans, pixels = UPRIGHT, 0, 0
    is_whole = False
    segments: list[bytes] = []
    for segment in _segments(content):
        if segment.mark in _FRAMES:
            pixels = _pixels(segment.content, pixels)
        elif segment.mark == _EXIF:
            orientation = _orientation(segment.content) or orientation
        elif segment.mark == _SCAN:
            scans += 1
        is_whole = segment.mark == END[1]
        if scans > MOST_SCANS or (segment.mark == _SCAN and not pixels):
            raise Unreadable("damaged")
        segments.append(_keep(segment))
    if not scans:
        raise Unreadable("damaged")
    parts.append(
        _write_segment(_APP0, _JFIF) if orientation == UPRIGHT else _write_segment(_EXIF, _exif_of(orientation))
    )
    return b"".join([*parts, *segments, END]), is_whole


def _segments(content: bytes) -> Iterator[Segment]:
    """Go through the segments up to the end of the picture, or to where it breaks off."""
    if not content.startswith(START):
        raise Unreadable("damaged")
    place = len(START)
    while place + 2 <= len(content):
        mark = content[place + 1]
        if content[place] != START[0]:
            raise Unreadable("damaged")
        if mark == START[0]:
            place += 1
        elif mark == END[1]:
            yield Segment(mark, b"")
            return
        elif mark in _ALONE:
            place += 2
        else:
            segment, place = _segment(content, place)
            yield segment


def _segment(content: bytes, place: int) -> tuple[Segment, int]:
    mark = content[place + 1]
    length = int.from_bytes(content[place + 2 : place + 4], "big")
    end = place + 2 + length
    if length < _LENGTH_BYTES:
        raise Unreadable("damaged")
    if end > len(content):
        raise Unreadable("cut_short")
    words = content[place + 4 : end]
    if mark != _SCAN:
        return Segment(mark, words), end
    mark_after = _SCAN_ENDS.search(content, end)
    drawn_to = mark_after.start() if mark_after else len(content)
    return Segment(mark, words, content[end:drawn_to]), drawn_to


def _keep(segment: Segment) -> bytes:
    if segment.mark in _FRAMES | _TABLES:
        return _write_segment(segment.mark, segment.content)
    if segment.mark == _SCAN:
        return _write_segment(segment.mark, segment.content) + segment.drawn
    if segment.mark == _ADOBE and segment.content.startswith(_OF_ADOBE):
        # How colours of print were turned round: twelve bytes, whatever follows them.
        return _write_segment(segment.mark, segment.content[:12])
    return b""


def _pixels(frame: bytes, before: int) -> int:
    if len(frame) < 6 or before:  # noqa: PLR2004 - up to the count of colours
        raise Unreadable("damaged")
    height, width = struct.unpack_from(">HH", frame, 1)
    pixels = int(height * width)
    if not pixels:
        raise Unreadable("damaged")
    if pixels > MOST_PIXELS:
        raise Unreadable("too_vast")
    return pixels


def _orientation(exif: bytes) -> int:
    """Read which way up the picture is held, 1 to 8; 0 where it does not say."""
    if not exif.startswith(_OF_EXIF):
        return 0
    body = exif[len(_OF_EXIF) :]
    order = {b"II": "<", b"MM": ">"}.get(body[:2], "")
    if not order or len(body) < 8:  # noqa: PLR2004 - the order of bytes, and where its list stands
        return 0
    try:
        (start,) = struct.unpack_from(f"{order}I", body, 4)
        (count,) = struct.unpack_from(f"{order}H", body, start)
        for rank in range(count):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", body, start + 2 + 12 * rank)
            if tag == _ORIENTATION:
                return value if 1 <= value <= 8 else 0  # noqa: PLR2004 - the eight of the standard
    except struct.error:
        return 0
    return 0


def _exif_of(orientation: int) -> bytes:
    """Write which way up a picture is held, and nothing else."""
    return _OF_EXIF + b"MM\x00*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0)


def _write_segment(mark: int, content: bytes) -> bytes:
    return struct.pack(">BBH", START[0], mark, len(content) + 2) + content
