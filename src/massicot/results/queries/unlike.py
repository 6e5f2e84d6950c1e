"""The numbers of a paper of which two areas say unlike things, compared inside the database."""

from typing import Any

from django.db.models import QuerySet

from massicot.batches import queries as batches
from massicot.consignments import queries as consignments
from massicot.consignments.rules import Tick
from massicot.core.marks import Code
from massicot.marks import queries as marks
from massicot.scripts import queries as scripts
from massicot.scripts.rules import ScriptKind
from massicot.store.difference import numbers_in_both, numbers_only_in
from massicot.store.prepared import Question, ask_all
from massicot.store.wording import Call

_Numbers = Question[tuple[str]]


def absences(paper_id: int) -> tuple[list[str], list[str]]:
    """List the lines coded absent whose item is no placeholder, and the placeholders whose line says otherwise."""
    return _asked(_NOT_AWAY, _AWAY_AND_MARKED, paper_id)


def blanks(paper_id: int) -> tuple[list[str], list[str]]:
    """List the lines coded blank whose script is written, and the blank scripts whose line holds a mark."""
    return _asked(_NOT_BLANK, _BLANK_AND_MARKED, paper_id)


def in_no_batch(paper_id: int) -> list[str]:
    """List the scripts received that are in no batch, ascending."""
    return [number for (number,) in _IN_NO_BATCH.ask(paper_id=paper_id)]


def not_received(paper_id: int) -> list[str]:
    """List the scripts in a batch that were never received, ascending."""
    return [number for (number,) in _NOT_RECEIVED.ask(paper_id=paper_id)]


def _asked(first: _Numbers, second: _Numbers, paper_id: int) -> tuple[list[str], list[str]]:
    calls: list[Call] = [first.of(paper_id=paper_id), second.of(paper_id=paper_id)]
    one, other = ([number for (number,) in rows] for rows in ask_all(*calls))
    return one, other


def _received(paper_id: int) -> QuerySet[Any]:
    return consignments.ticked_rows(paper_id, Tick.RECEIVED)


_NOT_AWAY: _Numbers = Question(
    lambda paper_id: numbers_only_in(
        marks.rows_coded(paper_id, Code.ABSENT), scripts.rows_of_kind(paper_id, ScriptKind.PLACEHOLDER)
    )
)
_AWAY_AND_MARKED: _Numbers = Question(
    lambda paper_id: numbers_in_both(
        scripts.rows_of_kind(paper_id, ScriptKind.PLACEHOLDER), marks.rows_otherwise(paper_id, Code.ABSENT)
    )
)
_NOT_BLANK: _Numbers = Question(
    lambda paper_id: numbers_in_both(
        marks.rows_coded(paper_id, Code.BLANK), scripts.rows_of_kind(paper_id, ScriptKind.WRITTEN)
    )
)
_BLANK_AND_MARKED: _Numbers = Question(
    lambda paper_id: numbers_in_both(scripts.rows_of_kind(paper_id, ScriptKind.BLANK), marks.rows_marked(paper_id))
)
_IN_NO_BATCH: _Numbers = Question(
    lambda paper_id: numbers_only_in(_received(paper_id), batches.contents_rows(paper_id))
)
_NOT_RECEIVED: _Numbers = Question(
    lambda paper_id: numbers_only_in(batches.contents_rows(paper_id), _received(paper_id))
)
