"""Large papers counted beside the pages; no act: nothing that anybody said changes, and the journal holds no word."""

from datetime import datetime

from django.db.models import F, Q

from massicot.audit import queries as audit
from massicot.consignments import queries as consignments
from massicot.exams.queries import Paper
from massicot.results.models import LadderCount
from massicot.results.queries.ladder import count_paper_at
from massicot.results.rules import counts as rules


def keep_count(*, paper: Paper, at: datetime) -> None:
    """Count a paper and keep the count, or say that the last one still stands: nothing was done since."""
    line = audit.newest_line()
    if not _still_stands(paper, line, at):
        _keep(paper, line, at)


def _still_stands(paper: Paper, line: int, at: datetime) -> bool:
    rows = LadderCount.objects.filter(
        # What is ticked in a parcel that is open is in no line of the journal before it is written.
        ~consignments.is_ticking(paper.pk),
        paper=paper,
        layout=rules.layout(),
        journal_line=line,
        counted_at__gte=F("line_since") + rules.SETTLED_AFTER,
        counted_at__lte=at,
    )
    if paper.return_by is not None and paper.return_by <= at:
        # What was only awaited before that day is overdue since, without anybody's doing.
        rows = rows.filter(counted_at__gte=paper.return_by)
    return rows.update(stands_at=at) == 1


def _keep(paper: Paper, line: int, at: datetime) -> None:
    since = LadderCount.objects.filter(paper=paper, journal_line=line, line_since__lte=at)
    values = {
        "journal_line": line,
        "line_since": since.values_list("line_since", flat=True).first() or at,
        "counted_at": at,
        "stands_at": at,
        "layout": rules.layout(),
        "content": rules.pack(count_paper_at(paper, at)),
    }
    row, is_new = LadderCount.objects.get_or_create(paper=paper, defaults=values)
    if not is_new:
        # Of two workers that count at once, the later count stays; one of a clock that was put back since does not.
        older = Q(counted_at__lte=at) | Q(counted_at__gt=at + rules.CLOCKS_DIFFER)
        LadderCount.objects.filter(older, pk=row.pk).update(**values)
