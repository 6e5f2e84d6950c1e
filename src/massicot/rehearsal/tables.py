"""The tables of a rehearsal, as files: invented people, never a real person, by the same door as everybody's."""

import csv
import io
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice

from massicot.core.codes import check_letter
from massicot.core.draws import Draw

SURNAMES = """
ABRIAL AUDEMAR BALESTRE BARGEMON BLACAS BOISGELIN BRÉMOND CABASSE CALISSANNE CARPIAGNE CASTELLANE CHABRAN
COLMARS CRILLON DAUPHIN D'ALBARON DE-LA-TOUR DURANCE ESCLANGON ESTIENNE FABRÈGUES FONTVIEILLE FORCADE GALABERT
GARDANNE GONTARD GRIGNAN HONORAT ISNARD JOURDAN LAGNEL LAMBESC LAVÉRA LUBERON LÜBECK MAILLANE MARIGNAN
MEYRARGUES MIRABEAU MONTFURON N'GUYEN-VIDAL NAVAILLES OLLIÈRES ORGON PALUD PEYROLLES PONTÉVÈS PUYRICARD QUINSON
RAPHÈLE REILLANE ROGNES ROUSSET SABRAN SAINT-CANNAT SÉNAS SIMIANE TARASCON THORENC TRÉVANS UCHAUX VALBELLE
VENTABREN VERNÈGUES VILLENEUVE ŒUVRARD YZARN ZÉLATEUR
""".split()
FIRST_NAMES = """
Adèle Aïcha Alban Amina Anaïs Arthur Basile Béatrice Camille Céleste Chloé Clément Damien Élise Éloïse Émile
Farid Félix Gaël Gabrielle Hélène Hugo Inès Irène Jérôme Joëlle Karim Léa Léonie Loïc Lucie Maël Maëva Malik
Manon Mathis Mehdi Mélanie Naïma Noé Noémie Océane Olivier Pauline Quentin Rachid Raphaël Rémi Sacha Salomé
Sofia Solène Théo Thaïs Tiphaine Ulysse Valentin Victoire Yanis Yasmine Zoé
""".split()
MEN = frozenset(
    """
Alban Arthur Basile Clément Damien Émile Farid Félix Gaël Hugo Jérôme Karim Loïc Maël Malik Mathis Mehdi Noé Olivier
Quentin Rachid Raphaël Rémi Sacha Théo Ulysse Valentin Yanis
""".split()
)
SCHOOLS = """
Alizés Amandiers Arcades Aubépines Bastides Calanques Cèdres Cigales Collines Crêtes Cyprès Embruns Étoiles
Falaises Fontaines Garrigues Genêts Goélands Grands-Pins Iris Jasmins Lavandes Lauriers Magnolias Mimosas
Moulins Mûriers Oliviers Ormeaux Palmiers Peupliers Pinèdes Platanes Rives Rocailles Romarins Salines Sources
Terrasses Tilleuls Vallons Vergers Vignes Violettes
""".split()


@dataclass(frozen=True, slots=True)
class InventedPerson:
    surname: str
    first_names: str
    born_on: date

    @property
    def title(self) -> str:
        return "M." if self.first_names.split(",")[0] in MEN else "Mme"


def draw_people(draw: Draw, oldest: date) -> Iterator[InventedPerson]:
    """Invent people without end, born within four years of a day."""
    while True:
        first = FIRST_NAMES[draw.below(len(FIRST_NAMES))]
        second = FIRST_NAMES[draw.below(len(FIRST_NAMES))]
        yield InventedPerson(
            surname=SURNAMES[draw.below(len(SURNAMES))],
            first_names=first if first == second or draw.below(3) else f"{first}, {second}",
            born_on=oldest + timedelta(days=draw.below(4 * 365)),
        )


def school_name(rank: int) -> str:
    """Invent the name of a school: the same for the same rank."""
    name = SCHOOLS[rank % len(SCHOOLS)]
    again = rank // len(SCHOOLS)
    return f"Lycée des {name}" + (f" {again + 1}" if again else "")


def telephone(beginning: str, rank: int) -> str:
    """Invent a telephone number from the digits of a range kept for fiction: the same for the same rank."""
    high, low = divmod(rank % 10_000, 100)
    return f"{beginning} {high:02d} {low:02d}"


@dataclass(frozen=True, slots=True)
class RehearsalSize:
    centres: int
    specialties: int
    candidates: int
    markers: int
    marker_schools: int


SCALES = {
    "lycee": RehearsalSize(centres=1, specialties=6, candidates=300, markers=10, marker_schools=4),
    "district": RehearsalSize(centres=6, specialties=9, candidates=480, markers=14, marker_schools=4),
    "academy": RehearsalSize(centres=90, specialties=80, candidates=9_000, markers=180, marker_schools=30),
    "national": RehearsalSize(centres=2_000, specialties=150, candidates=200_000, markers=4_000, marker_schools=600),
}
"""One lycée with one PC, a few of them, an academy of the size of Aix-Marseille, the whole country (domain.md §9)."""


INVENTED_DEPARTMENT = 990
"""UAIs begin with a department: no real one has this number."""

ACADEMIES = ("Aix-Marseille",) * 7 + ("Bordeaux", "Nice", "Montpellier", "Toulouse")
SEATS = 40

GUEST_ONE_IN = 3
"""In one specialty of one centre so many are pupils of a school of markers, who may not mark them."""

MIDDLE = (46.6, 2.4)
"""The middle of the country, in degrees."""

SPREAD = 0.075
"""Degrees of latitude: two and a half thousand schools reach the borders."""

SCHOOL_TELEPHONE, MARKER_TELEPHONE = "04 65 71", "06 39 98"
"""Ranges that the French numbering plan keeps for fiction: nobody has such a number."""

GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))


@dataclass(frozen=True, slots=True)
class RehearsalTables:
    """The files of a rehearsal by kind, and which centre prepares which specialty."""

    institutions: bytes
    specialties: bytes
    candidates: bytes
    markers: bytes


@dataclass(frozen=True, slots=True)
class SessionOffer:
    """Where a session is written: centres and the specialties that each prepares."""

    institutions: bytes
    specialties: bytes
    prepared: Mapping[str, Sequence[str]]
    marker_schools: Sequence[str] = field(default_factory=tuple)


def write_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Write a table as the contract reads it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()


def invent_offer(scale: RehearsalSize, draw: Draw, academies: Sequence[str] = ACADEMIES) -> SessionOffer:
    """Invent schools and specialties: each centre prepares a few, each specialty is prepared somewhere.

    `academies` steer the specialties, in turn.
    """
    uais = [school_uai(rank) for rank in range(scale.centres + scale.marker_schools)]
    codes = [f"9{rank:04d}" for rank in range(1, scale.specialties + 1)]
    specialties = [
        (code, f"BTS d’essai n° {rank}", academies[rank % len(academies)]) for rank, code in enumerate(codes)
    ]
    centres = uais[: scale.centres]
    prepared: dict[str, list[str]] = {uai: [] for uai in centres}
    for rank, code in enumerate(codes):
        prepared[centres[rank % len(centres)]].append(code)
    for uai in centres:
        extra = {codes[draw.below(len(codes))] for _ in range(3)}
        prepared[uai] = sorted({*prepared[uai], *extra})
    return SessionOffer(
        _schools(uais),
        write_table(("code", "libelle", "academie_pilote"), specialties),
        prepared,
        uais[scale.centres :],
    )


def read_offer(institutions: bytes, specialties: bytes, offer: bytes) -> SessionOffer:
    """Take real schools and specialties from files; the people stay invented."""
    prepared: dict[str, list[str]] = {}
    for row in csv.DictReader(io.StringIO(offer.decode("utf-8-sig")), delimiter=";"):
        prepared.setdefault(row["uai"], []).append(row["code_specialite"])
    return SessionOffer(institutions, specialties, prepared, tuple(sorted(prepared)))


def invent_tables(offer: SessionOffer, candidates: int, markers: int, oldest: date, draw: Draw) -> RehearsalTables:
    """Invent the people of a session over the schools of an offer."""
    persons = draw_people(draw, oldest)
    return RehearsalTables(
        offer.institutions,
        offer.specialties,
        _candidates(offer, list(islice(persons, candidates)), draw),
        _markers(offer, list(islice(persons, markers))),
    )


def _schools(uais: Sequence[str]) -> bytes:
    rows = [
        (
            uai,
            school_name(rank),
            "Aix-Marseille",
            *_position(rank),
            telephone(SCHOOL_TELEPHONE, rank),
            f"ce.{uai.lower()}@repetition.invalid",
        )
        for rank, uai in enumerate(uais)
    ]
    return write_table(("uai", "nom", "academie", "latitude", "longitude", "telephone", "courriel"), rows)


def _candidates(offer: SessionOffer, persons: Sequence[InventedPerson], draw: Draw) -> bytes:
    centres = sorted(offer.prepared)
    # In the first centre only: a batch with pupils of every school would find no marker.
    guests = dict(zip(centres[:1], offer.marker_schools, strict=False))
    seated = dict.fromkeys(centres, 0)
    rows = []
    for rank, person in enumerate(persons):
        centre = centres[rank % len(centres)]
        codes = offer.prepared[centre]
        number = f"0{2_100_000_000 + rank * 7 + draw.below(7)}"
        code = codes[draw.below(len(codes))]
        is_guest = code == codes[0] and rank // len(centres) % GUEST_ONE_IN == 0
        room, seat = divmod(seated[centre], SEATS)
        seated[centre] += 1
        rows.append(
            (
                number,
                person.surname,
                person.first_names,
                f"{person.born_on:%d/%m/%Y}",
                guests.get(centre, centre) if is_guest else centre,
                centre,
                code,
                f"Salle {room + 1}",
                seat + 1,
            )
        )
    columns = ("numero_candidat", "nom_famille", "prenoms", "date_naissance", "uai_origine", "uai_centre", "specialite")
    return write_table((*columns, "salle", "place"), rows)


def _markers(offer: SessionOffer, persons: Sequence[InventedPerson]) -> bytes:
    schools = offer.marker_schools or sorted(offer.prepared)
    rows = [
        (
            f"C{rank:05d}",
            person.title,
            person.surname,
            person.first_names.split(",")[0],
            f"correcteur{rank}@repetition.invalid",
            schools[rank % len(schools)],
            "Lettres",
            telephone(MARKER_TELEPHONE, rank),
        )
        for rank, person in enumerate(persons, 1)
    ]
    columns = ("identifiant", "civilite", "nom", "prenom", "courriel", "uai", "discipline", "telephone")
    return write_table(columns, rows)


def _position(rank: int) -> tuple[str, str]:
    """Place a school on a spiral, so that any number of them fills a disc evenly."""
    angle = rank * GOLDEN_ANGLE
    radius = SPREAD * math.sqrt(rank)
    return f"{MIDDLE[0] + radius * math.sin(angle):.4f}", f"{MIDDLE[1] + radius * math.cos(angle) * 1.4:.4f}"


def school_uai(rank: int) -> str:
    """Invent the UAI of a school: the same for the same rank."""
    digits = INVENTED_DEPARTMENT * 10_000 + rank + 1
    return f"{digits:07d}{check_letter(digits)}"
