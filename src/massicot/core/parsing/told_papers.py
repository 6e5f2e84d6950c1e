"""A paper as a reader tells it: what it is, then its content, part by part."""

import base64

from massicot.core.parsing.confinement import Told, Unreadable

PART = 1 << 20
"""Bytes told at once."""

LARGEST = 20_000_000
"""Bytes of a paper as it is told: what came packed tighter may grow a little."""


def tell(kind: str, content: bytes, pages: int) -> Told:
    """Tell a paper that was rewritten."""
    if len(content) > LARGEST:
        raise Unreadable("too_vast")
    yield {"type": "paper", "kind": kind, "pages": pages, "size": len(content)}
    for start in range(0, len(content), PART):
        yield {"type": "part", "content": base64.b64encode(content[start : start + PART]).decode()}
    yield None
