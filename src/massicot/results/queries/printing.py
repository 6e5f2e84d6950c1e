"""For whom the documents of a paper can be printed: centres, parcels, batches, as rows that the database cuts."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, F, Max, Q, QuerySet

from massicot.anonymity import queries as anonymity
from massicot.anonymity.rules.day import NumbersHaveLeft
from massicot.batches import queries as batches
from massicot.candidates import queries as candidates
from massicot.consignments import queries as parcels
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.results.queries.decisions import written_off_at
from massicot.results.rules.papers import PrintKind
from massicot.shelves import queries as shelves


def printable(paper: Paper, kind: PrintKind) -> QuerySet[Any]:
    """Find what the documents of one kind are printed of, in order: its `code`, the `uai` and `name` of its centre."""
    if kind is PrintKind.MARK_SHEETS:
        return batches.named_rows(paper.pk)
    if kind is PrintKind.SHEET_LISTS:
        return _coded(batches.named_rows(paper.pk).values("centre_uai"))
    if kind is PrintKind.DESPATCH_NOTES:
        return parcels.named_rows(paper.pk)
    if kind is PrintKind.RETURN_NOTES:
        return parcels.named_returns(paper.pk)
    if kind is PrintKind.BOX_LABELS:
        return shelves.named_boxes(paper.pk)
    is_of_everybody = kind in (PrintKind.REGISTERS, PrintKind.ROOM_REPORTS)
    on_site = None if is_of_everybody else exams.on_site_specialties(paper, paper.starts_at)
    return _coded(candidates.roll_rows(paper.pk, on_site).values("centre_uai"))


def _coded(uais: QuerySet[Any]) -> QuerySet[Any]:
    centres: QuerySet[Any] = exams.institutions_among(uais).annotate(code=F("uai"))
    return centres


def has_code(codes: Collection[str]) -> Q:
    """Ask for what is printed under one of these codes."""
    return Q(code__in=codes)


def check_names_and_numbers(paper: Paper, centre_uai: str) -> None:
    """Refuse names beside numbers once all that a centre numbered has left; raise NumbersHaveLeft."""
    lost = written_off_at(paper, centre_uai)
    anonymity.check_before_despatch(paper, centre_uai, written_off=len(lost))


def have_numbers_left(paper: Paper, centre_uai: str) -> bool:
    """Say whether all that a centre numbered has left, so that nobody is shown its names beside its numbers."""
    try:
        check_names_and_numbers(paper, centre_uai)
    except NumbersHaveLeft:
        return True
    return False


class SheetsPrinted(NamedTuple):
    """How many batches of a paper never had a mark sheet printed, how many had, and when one was printed last."""

    never: int
    before: int
    last_at: datetime | None


def sheets_printed(paper: Paper) -> SheetsPrinted:
    """Count the batches with and without a mark sheet."""
    counts = batches.named_rows(paper.pk).aggregate(
        never=Count("pk", filter=Q(printed_at=None)), before=Count("printed_at"), last_at=Max("printed_at")
    )
    return SheetsPrinted(**counts)


def sheets_asked(paper: Paper, only: Collection[str], *, again: bool, asked_at: datetime) -> list[str]:
    """List the batches whose mark sheet somebody asked for at an instant: those never printed, or those to print again.

    Of some batches or of all. One printed since is listed with those never printed: it was one when it was asked for.
    """
    before = Q(printed_at__lt=asked_at)
    rows = batches.named_rows(paper.pk)
    if only:
        rows = rows.filter(code__in=only)
    if not again:
        rows = rows.exclude(before)
    elif not only:
        rows = rows.exclude(printed_at=None)
    return list(rows.values_list("code", flat=True))
