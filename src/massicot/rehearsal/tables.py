"""The tables of a rehearsal, as files: they come in by the same door as everybody's."""

import csv
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from massicot.core.checks import check_letter
from massicot.core.draws import Draw
from massicot.rehearsal import people
from massicot.rehearsal.scale import RehearsalSize

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


def invent_offer(scale: RehearsalSize, draw: Draw) -> SessionOffer:
    """Invent schools and specialties: each centre prepares a few, each specialty is prepared somewhere."""
    uais = [_uai(rank) for rank in range(scale.centres + scale.marker_schools)]
    codes = [f"9{rank:04d}" for rank in range(1, scale.specialties + 1)]
    specialties = [
        (code, f"BTS d’essai n° {rank}", ACADEMIES[rank % len(ACADEMIES)]) for rank, code in enumerate(codes)
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
    persons = people.draw_people(draw, oldest)
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
            people.school_name(rank),
            "Aix-Marseille",
            *_position(rank),
            people.telephone(SCHOOL_TELEPHONE, rank),
            f"ce.{uai.lower()}@repetition.invalid",
        )
        for rank, uai in enumerate(uais)
    ]
    return write_table(("uai", "nom", "academie", "latitude", "longitude", "telephone", "courriel"), rows)


def _candidates(offer: SessionOffer, persons: Sequence[people.InventedPerson], draw: Draw) -> bytes:
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


def _markers(offer: SessionOffer, persons: Sequence[people.InventedPerson]) -> bytes:
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
            people.telephone(MARKER_TELEPHONE, rank),
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


def _uai(rank: int) -> str:
    digits = INVENTED_DEPARTMENT * 10_000 + rank + 1
    return f"{digits:07d}{check_letter(digits)}"
