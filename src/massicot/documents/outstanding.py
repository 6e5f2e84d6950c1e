"""What still stands in a marking centre ("état des restes à rendre"): a count for each kind of thing, signed by two.

It is printed when the centre is left, and before. Each line says whose step is next; without a line, nothing is left,
and the sheet says at which instant. It names batches, parcels and markers, and no candidate.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from massicot.documents import engine, french, headings

TITLES = {
    "coming": "Paquets attendus, non arrivés",
    "reception": "Paquets dont le pointage n’est pas clos",
    "missing": "Copies déclarées manquantes d’un paquet arrivé, sans décision",
    "short": "Copies manquantes de leur lot, sans décision",
    "withdrawn": "Copies retirées, encore chez leur correcteur",
    "unmarked": "Lots qu’aucun correcteur n’a eus",
    "out": "Lots chez leur correcteur",
    "unlocked": "Lots rendus, non verrouillés",
    "second": "Lots à saisir une seconde fois, ou saisies à accorder",
    "questions": "Lignes qui attendent une réponse du bureau des examens",
    "slips": "Fiches de mise à l’écart sans issue",
    "piles": "Copies de lots verrouillés, dans aucun paquet",
    "loose": "Copies hors lot, dans aucun paquet",
    "behind": "Lots et copies que le bureau des examens n’a pas trouvés dans un paquet, sans décision",
    "parcels": "Paquets faits pour le bureau des examens, non partis",
    "sheets": "Bordereaux de notation non reçus au bureau des examens",
    "registers": "Journées dont l’émargement n’est pas transmis",
}
"""How each kind of thing is called, by the word of whoever counts it."""

OWES = {
    "centre": "centre de correction",
    "senders": "centres d’épreuves et leurs transporteurs",
    "markers": "correcteurs",
    "office": "bureau des examens",
    "either": "bureau des examens, pour ceux qui sont partis ; centre de correction, pour les autres",
}
"""Whose step is next, by the same."""


@dataclass(frozen=True, slots=True)
class ListedOutstanding:
    """So many things of one kind, whose step is next, the first of them as they are called, how many more there are."""

    kind: str
    count: int
    owes: str
    named: Sequence[str] = ()
    unnamed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OutstandingSheet:
    """What stands of one paper in one marking centre, at which instant; whether any script has left for it yet."""

    heading: headings.Heading
    centre: headings.InstitutionHeading
    stood_at: datetime
    return_by: datetime | None
    lines: Sequence[ListedOutstanding]
    has_begun: bool = True


def make_outstanding_sheet(content: OutstandingSheet) -> bytes:
    """Print what still stands in a marking centre."""
    return engine.render(
        "outstanding.typ",
        {
            "heading": headings.set_heading(content.heading, content.centre.uai),
            "centre": headings.set_institution(content.centre),
            "stood": french.moment(content.stood_at),
            "due": french.moment(content.return_by) if content.return_by else "",
            "begun": content.has_begun,
            "lines": [_line(line) for line in content.lines],
        },
    )


def _line(line: ListedOutstanding) -> dict[str, object]:
    more = [f"et {french.quantity(line.unnamed, 'autre', 'autres')}"] if line.unnamed else []
    return {
        "title": TITLES[line.kind],
        "count": str(line.count),
        "owes": OWES[line.owes],
        "named": [*line.named, *more],
    }
