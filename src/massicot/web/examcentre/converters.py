"""Parts of this desk's addresses that are not what a path may hold: names of rooms are free."""

from urllib.parse import unquote

from massicot.candidates.rules import NAMELESS_ROOM

ESCAPED = {sign: f"%{ord(sign):02X}" for sign in "%/."}
"""A slash would cut the path, and browsers take steps of dots away."""


class RoomConverter:
    """Writes the name of a room as one step of a path; a centre without named rooms has a sign for one."""

    regex = "[^/]+"

    def to_python(self, value: str) -> str:
        """Read a room."""
        return "" if value == NAMELESS_ROOM else unquote(value)

    def to_url(self, value: str) -> str:
        """Write a room."""
        return "".join(ESCAPED.get(sign, sign) for sign in value or NAMELESS_ROOM)
