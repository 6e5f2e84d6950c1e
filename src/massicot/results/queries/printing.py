"""For whom the documents of a paper can be printed: centres, parcels, batches, as rows that the database cuts."""

from typing import Any

from django.db.models import F, QuerySet

from massicot.batches import queries as batches
from massicot.candidates import queries as candidates
from massicot.consignments import queries as parcels
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.results.rules.papers import PrintKind


def printable(paper: Paper, kind: PrintKind) -> QuerySet[Any]:
    """Find what the documents of one kind are printed of, in order: its `code`, the `uai` and `name` of its centre."""
    if kind is PrintKind.MARK_SHEETS:
        return batches.named_rows(paper.pk)
    if kind is PrintKind.DESPATCH_NOTES:
        return parcels.named_rows(paper.pk)
    on_site = None if kind is PrintKind.REGISTERS else exams.on_site_specialties(paper, paper.starts_at)
    centres = exams.institutions_among(candidates.roll_rows(paper.pk, on_site).values("centre_uai"))
    coded: QuerySet[Any] = centres.annotate(code=F("uai"))
    return coded
