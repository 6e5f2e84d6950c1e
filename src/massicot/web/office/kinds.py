"""The kinds of tables that come in and of documents that go out: how people and addresses call each."""

from massicot.core.refused import N_

TABLES = {
    "institutions": N_("institutions"),
    "specialties": N_("specialties"),
    "candidates": N_("candidates"),
    "markers": N_("markers"),
}
"""How each table is called, in the order in which they are imported."""

DOCUMENTS = {
    "registers": N_("Attendance registers"),
    "labels": N_("Labels"),
    "anonymity-lists": N_("Anonymity lists"),
    "despatch-notes": N_("Despatch notes"),
    "mark-sheets": N_("Mark sheets"),
}
"""How each kind of documents is called, in the order in which they are needed."""

SLUGS = {
    "registers": "emargement",
    "labels": "etiquettes",
    "anonymity-lists": "listes-anonymat",
    "despatch-notes": "bordereaux-envoi",
    "mark-sheets": "bordereaux-notation",
}
"""How the address names each kind of documents."""
