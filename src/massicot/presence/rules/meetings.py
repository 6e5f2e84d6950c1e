"""Meetings among the hours of missions: the agreement meeting of the first morning, the harmonisation board.

The program proposes both under these names (the notice); one made by hand is known by its words.
"""

import unicodedata

from massicot.missions.rules import MissionKind

WORDS = ("reunion", "entente", "harmonisation", "commission", "meeting")
"""Words of which a meeting has one in its title, without accents."""


def is_meeting(kind: str, title: str) -> bool:
    """Say whether some hours are a meeting: of a board, or called so."""
    letters = unicodedata.normalize("NFD", title.casefold())
    bare = "".join(sign for sign in letters if not unicodedata.combining(sign))
    return kind == MissionKind.BOARD or any(word in bare for word in WORDS)
