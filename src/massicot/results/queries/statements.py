"""Reads of statements: what each issue said, what stands now, and which no longer say it.

An entry is known by name, a mark by number: only the key joins them, and only it opens what a statement said.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import islice

from django.db.models import Max, OuterRef, Subquery

from massicot.anonymity import queries as anonymity
from massicot.batches import queries as batches
from massicot.candidates.queries import EntryRow
from massicot.core import sealing
from massicot.core.keys import Key
from massicot.core.marks import format_entered, format_mark
from massicot.documents import statement as documents
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.marks import queries as marks
from massicot.results import models
from massicot.results.queries.access import lifted_on
from massicot.results.rules import MISSING_CODE
from massicot.results.rules.access import NoScriptNumbered, last_day
from massicot.results.rules.statements import SAID_LENGTH, MarkNotLocked, Stale

Statement = models.Statement
"""The row that pages are handed; the table itself is imported by this area only."""

_SEALS = "results/statement"
_CHUNK = 1000


def statements_of(paper: Paper, entry_id: int) -> list[Statement]:
    """List the issues of one candidate's statement, the first one first."""
    return list(Statement.objects.filter(paper=paper, entry_id=entry_id).order_by("issue"))


def count_statements(paper: Paper) -> int:
    """Count the candidates of a paper who have a statement."""
    return Statement.objects.filter(paper=paper, issue=1).count()


def sealed_said(key: Key, entry_id: int, issue: int, text: str) -> bytes:
    """Seal what an issue says, as long as any other."""
    return sealing.seal(key.sub_key(_SEALS), f"{text:<{SAID_LENGTH}}".encode(), f"{entry_id}/{issue}")


def said_by(statements: Sequence[Statement], key: Key) -> list[str]:
    """Open what some issues said; raise SealBroken."""
    sub_key = key.sub_key(_SEALS)
    return [
        sealing.unseal(sub_key, bytes(statement.said), f"{statement.entry_id}/{statement.issue}").decode().rstrip()
        for statement in statements
    ]


def number_of_entry(paper: Paper, row: EntryRow, key: Key) -> str:
    """Find the number of one candidate's script; raise NoScriptNumbered, WrongKey or LinkBroken."""
    numbers = anonymity.numbers_of_entries(anonymity.sealer_of(paper, key), [row.entry_id])
    if row.entry_id not in numbers:
        raise NoScriptNumbered(candidate=row.candidate_number, paper=paper.code)
    return numbers[row.entry_id]


def standing_mark(paper: Paper, row: EntryRow, key: Key) -> str:
    """Write what stands for one candidate; raise NoScriptNumbered, or MarkNotLocked while their batch is open again."""
    number = number_of_entry(paper, row, key)
    batch = batches.batch_of_number(number)
    if batch is not None and not marks.is_locked(batch.pk):
        raise MarkNotLocked(batch=batch.code)
    return _standing(paper, [number]).get(number, MISSING_CODE)


def stale_statements(paper: Paper, key: Key) -> list[Stale]:
    """List the statements that no longer say what stands, as far as their marks are locked."""
    sealer = anonymity.sealer_of(paper, key)
    stale = list[Stale]()
    for chunk in _chunks(_last_issues(paper)):
        numbers = anonymity.numbers_of_entries(sealer, [statement.entry_id for statement in chunk])
        standing = _standing(paper, list(numbers.values()))
        for statement, text in zip(chunk, said_by(chunk, key), strict=True):
            stands = standing.get(numbers.get(statement.entry_id, ""), MISSING_CODE)
            if stands != text:
                stale.append(Stale(statement.entry_id, statement.issue, text, stands))
    return stale


def not_reissued(paper: Paper, stale: Collection[Stale]) -> list[Stale]:
    """Leave out the statements that were issued again since they were found to be stale."""
    if not stale:
        return []
    rows = Statement.objects.filter(paper=paper, entry_id__in=[statement.entry_id for statement in stale]).order_by(
        "entry_id"
    )
    last = dict(rows.values_list("entry_id").annotate(last=Max("issue")))
    return [statement for statement in stale if last[statement.entry_id] == statement.issue]


def statement_document(paper: Paper, row: EntryRow, statement: Statement, key: Key) -> documents.StatementContent:
    """Build one issue of a statement as it is printed, again and again the same."""
    issues = statements_of(paper, row.entry_id)
    before = issues[statement.issue - 2] if statement.issue > 1 else None
    scale = exams.scale_of(paper)
    lifted = lifted_on(paper)
    issued_on = _day(paper, statement)
    return documents.StatementContent(
        heading=exams.heading_of(paper),
        issue=statement.issue,
        candidate_number=row.candidate_number,
        surname=row.surname,
        usual_name=row.usual_name,
        first_names=row.first_names,
        born_on=row.born_on,
        specialty_code=row.specialty_code,
        specialty_label=exams.specialty_labels(paper.session_id).get(row.specialty_code, ""),
        centre=exams.place_of(row.centre_uai),
        said=said_by([statement], key)[0],
        highest=format_mark(scale.highest, scale),
        issued_on=issued_on,
        seen_until=last_day(lifted or issued_on),
        replaces=documents.Replaced(before.issue, _day(paper, before), statement.reason) if before else None,
    )


def _day(paper: Paper, statement: Statement) -> date:
    return exams.local(paper, statement.issued_at).date()


def _standing(paper: Paper, numbers: Collection[str]) -> dict[str, str]:
    scale = exams.scale_of(paper)
    return {number: format_entered(mark, scale) for number, mark in marks.signed_marks(paper.pk, numbers).items()}


def _last_issues(paper: Paper) -> Iterator[Statement]:
    last = Statement.objects.filter(entry_id=OuterRef("entry_id")).order_by("-issue").values("issue")[:1]
    rows = Statement.objects.filter(paper=paper, issue=Subquery(last)).order_by("entry_id")
    return rows.iterator(chunk_size=_CHUNK)


def _chunks(rows: Iterator[Statement]) -> Iterator[list[Statement]]:
    while chunk := list(islice(rows, _CHUNK)):
        yield chunk
