"""Addresses of the pages that the rows of a list lead to."""

from collections.abc import Callable, Sequence
from urllib.parse import quote

from django.urls import reverse

_HOLE = "~"
_PLAIN = "!$&'()*+,;=~:@"
"""What Django leaves as it is in an address."""


def address_of_each(view: str, arguments: Sequence[str]) -> Callable[[str], str]:
    """Give what writes the address of one row, whose code comes last: looked up once for a page of fifty."""
    before, _, after = reverse(view, args=[*arguments, _HOLE]).rpartition(_HOLE)
    return lambda code: f"{before}{quote(code, safe=_PLAIN)}{after}"
