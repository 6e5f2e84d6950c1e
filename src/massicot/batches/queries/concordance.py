"""What is in one envelope, and what was seen of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from massicot.batches.models import BatchScript, EnvelopeTally
from massicot.batches.queries import tallies
from massicot.batches.rules.concordance import Check
from massicot.batches.rules.tally import lines_seen
from massicot.consignments.rules.tally import TallyContent
from massicot.store.prepared import Question, ask_all
from massicot.store.wording import Call

_LINES: Question[tuple[int, int, str, str, str]] = Question(
    lambda batch_id: (
        BatchScript.objects.filter(batch_id=batch_id)
        .order_by("position")
        .values_list("pk", "position", "number", "check_made", "checked_by")
    )
)


@dataclass(frozen=True, slots=True)
class EnvelopeLine:
    """One line of a mark sheet, and whether its script was seen in the envelope."""

    pk: int
    rank: int
    number: str
    check: Check
    checked_by: str

    @property
    def is_seen(self) -> bool:
        """Say whether the script was scanned, vouched for or counted."""
        return self.check is not Check.NOT_YET


def sheet_lines(batch_id: int) -> list[EnvelopeLine]:
    """List the lines of a batch in the order of its mark sheet, for whoever asks not what is being scanned of them."""
    return _written(_LINES.ask(batch_id=batch_id))


def lines_of(batch_id: int) -> list[EnvelopeLine]:
    """List the lines of a batch in the order of its mark sheet, with what was seen so far.

    Raise ChecksSealed or ChecksBroken.
    """
    return read_lines(*ask_all(*asked_of(batch_id)))


def asked_of(batch_id: int) -> tuple[Call, Call]:
    """Ask for the lines of an envelope and its tally, of which `read_lines` makes what was seen."""
    return _LINES.of(batch_id=batch_id), tallies.OF_BATCH.of(batch_id=batch_id)


def read_lines(rows: Iterable[tuple[int, int, str, str, str]], kept: list[EnvelopeTally]) -> list[EnvelopeLine]:
    """Write the lines of an envelope with what its tally holds; without a need of it the key may be away."""
    lines = _written(rows)
    if not kept or all(line.is_seen for line in lines):
        return lines
    (tally,) = kept
    return with_seen(lines, tallies.content_of(tally, tallies.key_for(tally), len(lines)), tally.checkers)


def with_seen(lines: list[EnvelopeLine], content: TallyContent, checkers: Sequence[str]) -> list[EnvelopeLine]:
    """Say of the lines of an envelope what a tally holds of them, and who scanned any."""
    seen = lines_seen(content, [line.pk for line in lines if not line.is_seen])
    who = ", ".join(checkers)
    return [
        EnvelopeLine(line.pk, line.rank, line.number, Check.SCANNED, who) if line.pk in seen else line for line in lines
    ]


def count_unchecked(batch_id: int) -> int:
    """Count the scripts of an envelope that were not seen yet; raise ChecksSealed or ChecksBroken."""
    return sum(not line.is_seen for line in lines_of(batch_id))


def hold_lines(batch_id: int) -> list[BatchScript]:
    """Fetch the lines of an envelope by their rank, held until the end of the transaction."""
    rows = BatchScript.objects.select_for_update(of=("self",), no_key=True).filter(batch_id=batch_id)
    return list(rows.order_by("position"))


def by_hand(batch_id: int) -> list[str]:
    """List the numbers of an envelope that were vouched for without a scan, in the order of its mark sheet."""
    rows = BatchScript.objects.filter(batch_id=batch_id, check_made=Check.BY_HAND).order_by("position")
    return list(rows.values_list("number", flat=True))


def _written(rows: Iterable[tuple[int, int, str, str, str]]) -> list[EnvelopeLine]:
    return [EnvelopeLine(pk, rank, number, Check(check), who) for pk, rank, number, check, who in rows]
