"""Who is expected: the rows that every other read begins with, kept marks left out."""

from collections.abc import Collection

from django.db.models import QuerySet

from massicot.candidates.models import Entry


def expected(
    paper_id: int, specialties: Collection[str] | None = None, centre_uai: str | None = None
) -> QuerySet[Entry]:
    """Begin with the entries expected at a paper, of these specialties or of all, in one centre or in all."""
    entries = Entry.objects.filter(paper_id=paper_id, is_mark_kept=False)
    if specialties is not None:
        entries = entries.filter(specialty_code__in=specialties)
    return entries if centre_uai is None else entries.filter(centre_uai=centre_uai)
