"""How many times sheets were printed. The mark sheet and the sheet of the second keying are counted apart."""

from collections.abc import Collection

from django.db.models import Count

from massicot.marks.models import Credential
from massicot.marks.queries.opened import live_credentials
from massicot.marks.rules import Keying
from massicot.store.prepared import Question

_LINES: Question[tuple[str, int]] = Question(
    lambda paper_id: (
        live_credentials().filter(batch__paper_id=paper_id).order_by("batch__code").values_list("batch__code", "lines")
    )
)


def printings_among(codes: Collection[str]) -> dict[str, int]:
    """Count how many times the mark sheet of each of some batches was printed, by the code of the batch."""
    rows = Credential.objects.filter(batch__code__in=codes, keying=Keying.FIRST).values_list("batch__code")
    return dict.fromkeys(codes, 0) | dict(rows.annotate(count=Count("pk")).order_by("batch__code"))


def printings_of(batch_id: int) -> int:
    """Count how many times the mark sheet of a batch was printed."""
    return Credential.objects.filter(batch_id=batch_id, keying=Keying.FIRST).count()


def second_printings_of(batch_id: int) -> int:
    """Count how many times the sheet for the second keying of a batch was printed."""
    return Credential.objects.filter(batch_id=batch_id, keying=Keying.SECOND).count()


def printed_lines(paper_id: int) -> dict[str, int]:
    """Map the code of each batch whose mark sheet is printed to the lines that its last sheet prints."""
    return dict(_LINES.ask(paper_id=paper_id))
