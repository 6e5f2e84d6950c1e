"""Large papers counted beside the pages; no act: nothing that anybody said changes, and the journal holds no word."""

from datetime import datetime

from massicot.audit import queries as audit
from massicot.exams.queries import Paper
from massicot.results import queries
from massicot.results.models import LadderCount
from massicot.results.rules import counts as rules


def keep_count(*, paper: Paper, at: datetime) -> None:
    """Count a paper and keep the count, or say that the last one still stands: nothing was done since."""
    line = audit.newest_line()
    if not _still_stands(paper, line, at):
        _keep(paper, line[0] if line else 0, at)


def _still_stands(paper: Paper, line: tuple[int, datetime] | None, at: datetime) -> bool:
    rows = LadderCount.objects.filter(paper=paper, layout=rules.layout())
    if line is not None:
        rows = rows.filter(journal_line=line[0], counted_at__gte=line[1] + rules.SETTLED_AFTER)
    return rows.update(stands_at=at) == 1


def _keep(paper: Paper, journal_line: int, at: datetime) -> None:
    values = {
        "journal_line": journal_line,
        "counted_at": at,
        "stands_at": at,
        "layout": rules.layout(),
        "content": rules.pack(queries.counted(paper)),
    }
    row, is_new = LadderCount.objects.get_or_create(paper=paper, defaults=values)
    if not is_new:
        # Of two workers that count at once, the later count stays.
        LadderCount.objects.filter(pk=row.pk, counted_at__lte=at).update(**values)
