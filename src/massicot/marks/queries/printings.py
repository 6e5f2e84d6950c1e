"""Mark sheets as sheets of paper: every one that was printed, and what each is worth since."""

from collections.abc import Collection
from typing import Any

from django.db.models import BooleanField, Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When

from massicot.batches import queries as batches
from massicot.core import codes
from massicot.marks.models import Credential, Lock
from massicot.marks.queries.openings import live_credentials


def printed_sheets(paper_id: int) -> QuerySet[Any]:
    """Find every sheet that was printed of a paper, by number of its batch, then keying and printing.

    Each with the code (`batch_code`), number (`rank`), centre (`uai`) and specialty of its batch, whether it opens
    something still (`is_live`), whether that batch is no more (`is_unmade`), and whether it is locked (`is_locked`).
    """
    is_live = Case(
        When(is_revoked=False, batch__unmade_at__isnull=True, then=Value(value=True)),
        default=Value(value=False),
        output_field=BooleanField(),
    )
    rows: QuerySet[Any] = Credential.objects.filter(batch__paper_id=paper_id).annotate(
        batch_code=F("batch__code"),
        rank=F("batch__sequence"),
        uai=F("batch__centre_uai"),
        specialty_code=F("batch__specialty_code"),
        is_live=is_live,
        is_unmade=Q(batch__unmade_at__isnull=False),
        is_locked=Exists(Lock.objects.filter(batch=OuterRef("batch"))),
    )
    return rows.order_by("batch__sequence", "keying", "issue")


def standing_sheets(paper_ids: Collection[int]) -> QuerySet[Credential]:
    """Find the sheets on which marks of some papers stand: the last printing of each batch that was not unmade."""
    return live_credentials().filter(batch__paper__in=paper_ids)


def standing_sheets_at(centre_uais: Collection[str]) -> QuerySet[Credential]:
    """Find the sheets on which marks of some centres stand, of papers of sessions at work."""
    at_work = {"batch__paper__session__archived_at": None}
    return live_credentials().filter(batch__centre_uai__in=centre_uais, **at_work)


def batches_by_centre(paper_ids: Collection[int]) -> list[tuple[int, str, int, int]]:
    """Count the batches of some papers by centre: paper, UAI, batches that stand, how many of them are locked."""
    is_locked = Exists(Lock.objects.filter(batch=OuterRef("pk")))
    rows = batches.rows_of_papers(paper_ids).order_by("paper_id", "centre_uai").values_list("paper_id", "centre_uai")
    return list(rows.annotate(count=Count("pk"), locked=Count("pk", filter=is_locked)))


def paper_of_sheet(identifier: str) -> int | None:
    """Tell of which paper a sheet is that bears an identifier; None where none does."""
    rows = Credential.objects.filter(identifier=codes.tidy_code(identifier))
    return rows.values_list("batch__paper_id", flat=True).first()


def replaced_by(sheet: Any) -> str:
    """Name what took the place of a sheet: the batches into which its own went over; empty where none did."""
    return batches.codes_now(sheet.batch_id) if sheet.is_unmade else ""
