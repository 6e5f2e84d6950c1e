"""Rungs of the ladder in the words of an address, and whether what lies behind them holds."""

from enum import StrEnum

SLUGS = {
    "entered": "inscrits",
    "present+absent": "emargement",
    "written+blank+placeholder": "copies",
    "labels used": "etiquettes",
    "strips archived": "en-tetes",
    "packed": "paquets",
    "despatched": "expedition",
    "received": "reception",
    "in batches": "lots",
    "on sheets": "bordereaux",
    "marks+AB+CB": "notes",
}
"""Each rung in the words of an address."""


class Standing(StrEnum):
    """Whether a line holds, and if not, whether somebody still has to act."""

    OPEN = "open"
    DECIDED = "decided"
    HOLDS = "holds"


def rung_name(slug: str) -> str | None:
    """Find the rung that an address names."""
    return next((name for name, one in SLUGS.items() if one == slug), None)
