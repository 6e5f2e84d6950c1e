"""Tables that leave the program, and their columns (contract.md §4; the kinds beside `marks` are extensions)."""

from collections.abc import Sequence
from enum import StrEnum


class ExportKind(StrEnum):
    """What can be exported of a paper."""

    MARKS = "marks"
    SCRIPTS = "scripts"
    BATCHES = "batches"
    PARCELS = "parcels"
    PRESENCE = "presence"
    CENTRES = "centres"
    SPECIALTIES = "specialties"


COLUMNS: dict[ExportKind, Sequence[str]] = {
    ExportKind.MARKS: (
        "numero_candidat",
        "nom_famille",
        "prenoms",
        "specialite",
        "epreuve",
        "numero_anonymat",
        "lot",
        "note",
        "code",
    ),
    ExportKind.SCRIPTS: ("numero_anonymat", "centre", "specialite", "nature", "colis", "pointage", "lot"),
    ExportKind.BATCHES: (
        "lot",
        "centre",
        "specialite",
        "copies",
        "lignes_bordereau",
        "saisies",
        "notes",
        "ab",
        "cb",
        "somme_centiemes",
        "lignes_verrouillees",
        "notes_tapees",
        "somme_tapee_centiemes",
    ),
    ExportKind.PARCELS: (
        "colis",
        "centre",
        "voie",
        "destination",
        "annonce",
        "transporteur",
        "suivi",
        "compte_transporteur",
        "limite",
        "parti",
        "arrive",
        "pointe",
        "manquant",
        "non_recherche",
    ),
    ExportKind.PRESENCE: ("centre", "salle", "inscrits", "presents", "absents", "copies_comptees"),
    ExportKind.CENTRES: (
        "centre",
        "inscrits",
        "natures",
        "articles_en_main",
        "etiquettes",
        "talons",
        "talons_en_boite",
    ),
    ExportKind.SPECIALTIES: ("specialite", "importes", "inscrits"),
}
