"""What is counted on arrival where scripts bear no number.

The marking centre counts each specialty anew. Another figure than the note announces is counted again, or signed with a
reason; the difference stays in sight of the exam centre that packed it and of the exam office, which decides it.
"""

from collections.abc import Mapping

from massicot.core.refused import N_, NN_, Phrase, Phrases, Refused


class ArrivedCountsDiffer(Refused):
    """Scripts counted on arrival that are not those announced."""

    sentence = N_(
        "The parcel {code} does not hold what it announces: {specialties}. Count again, or give the reason of the "
        "difference."
    )


def uneven(announced: Mapping[str, int], arrived: Mapping[str, int]) -> list[str]:
    """List the specialties of which another number came than was announced."""
    return [code for code in sorted(announced) if arrived[code] != announced[code]]


def check_arrived(code: str, announced: Mapping[str, int], arrived: Mapping[str, int], reason: str) -> None:
    """Refuse counts that are not those announced, unless a reason signs them; raise ArrivedCountsDiffer."""
    differing = uneven(announced, arrived)
    if differing and not reason.strip():
        phrases = Phrases(_gap(specialty, announced[specialty], arrived[specialty]) for specialty in differing)
        raise ArrivedCountsDiffer(code=code, specialties=phrases)


def _gap(specialty: str, announced: int, arrived: int) -> Phrase:
    gap = arrived - announced
    values = {"code": specialty, "announced": announced, "counted": arrived}
    return Phrase(*(_OVER if gap > 0 else _SHORT), abs(gap), values)


_SHORT = NN_(
    "{code}, {announced} announced and {counted} counted (one script is missing)",
    "{code}, {announced} announced and {counted} counted ({n} scripts are missing)",
)
_OVER = NN_(
    "{code}, {announced} announced and {counted} counted (one script too many)",
    "{code}, {announced} announced and {counted} counted ({n} scripts too many)",
)
