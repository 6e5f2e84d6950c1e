"""The slip of a script that is set aside: laid on it, until it is known what becomes of it.

Its code opens the page of the script at the marking centre. It says what was seen, never who wrote: a number or none,
what the script lay in, where it is put. What became of it is ticked on the paper too, and typed there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from massicot.documents import codes, engine, french, headings

ODDITIES = {
    "foreign": "étrangère : elle n’a rien à faire là où elle était",
    "unreadable": "illisible : son étiquette ne se lit pas",
    "numberless": "sans numéro : aucune étiquette",
    "doubled": "en double : une autre copie porte le même numéro",
}
ENDS = {
    "parcel": "appartient au paquet …, où elle est pointée",
    "batch": "appartient au lot …, remise dans son enveloppe",
    "returned": "rendue à son centre d’épreuves",
    "forwarded": "envoyée au centre qui la corrige",
    "spare": "numéro de réserve collé, réglé par le centre",
    "destroyed": "détruite comme copie, devant une seconde personne",
    "mistake": "mise à l’écart par erreur",
}
"""How the paper calls what the program names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAsideSlip:
    """One script under a slip; `oddity` is why, `ends` what may become of it, as the program names them."""

    heading: headings.Heading
    code: str
    marking_centre: headings.InstitutionHeading
    oddity: str
    number: str
    found_in: str
    place: str
    remark: str
    follows: str
    opened_at: datetime
    ends: Sequence[str]


def make_slip(content: SetAsideSlip) -> bytes:
    """Print the slip of one script that is set aside."""
    return engine.render(
        "set_aside_slip.typ",
        {
            "heading": headings.set_heading(content.heading, content.code),
            "slip_code": codes.qr_code(content.code),
            "centre": headings.set_institution(content.marking_centre),
            "oddity": ODDITIES[content.oddity],
            "number": codes.group_number(content.number) if content.number else "",
            "found_in": content.found_in,
            "place": content.place,
            "remark": content.remark,
            "follows": content.follows,
            "opened": french.moment(content.opened_at),
            "ends": [ENDS[end] for end in content.ends],
        },
    )
