"""What is in one envelope, and what was seen of it."""

from dataclasses import dataclass

from django.db.models import Count

from massicot.batches.models import BatchScript
from massicot.batches.rules.concordance import Check
from massicot.store.prepared import Question

_LINES: Question[tuple[int, str, str, str]] = Question(
    lambda batch_id: (
        BatchScript.objects.filter(batch_id=batch_id)
        .order_by("position")
        .values_list("position", "number", "check_made", "checked_by")
    )
)

_UNCHECKED: Question[tuple[int]] = Question(
    lambda batch_id: (
        BatchScript.objects.filter(batch_id=batch_id, check_made=Check.NOT_YET)
        .values("batch_id")
        .annotate(count=Count("pk"))
        .values_list("count")
    )
)


@dataclass(frozen=True, slots=True)
class EnvelopeLine:
    """One line of a mark sheet, and whether its script was seen in the envelope."""

    rank: int
    number: str
    check: Check
    checked_by: str

    @property
    def is_seen(self) -> bool:
        """Say whether the script was scanned, vouched for or counted."""
        return self.check is not Check.NOT_YET


def lines_of(batch_id: int) -> list[EnvelopeLine]:
    """List the lines of a batch in the order of its mark sheet."""
    return [EnvelopeLine(rank, number, Check(check), who) for rank, number, check, who in _LINES.ask(batch_id=batch_id)]


def count_unchecked(batch_id: int) -> int:
    """Count the scripts of an envelope that were not seen yet."""
    return sum(count for (count,) in _UNCHECKED.ask(batch_id=batch_id))


def hold_lines(batch_id: int) -> list[BatchScript]:
    """Fetch the lines of an envelope by their rank, held until the end of the transaction."""
    rows = BatchScript.objects.select_for_update(of=("self",), no_key=True).filter(batch_id=batch_id)
    return list(rows.order_by("position"))


def by_hand(batch_id: int) -> list[str]:
    """List the numbers of an envelope that were vouched for without a scan, in the order of its mark sheet."""
    rows = BatchScript.objects.filter(batch_id=batch_id, check_made=Check.BY_HAND).order_by("position")
    return list(rows.values_list("number", flat=True))
