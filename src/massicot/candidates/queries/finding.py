"""A candidate found again: by a name as people type it, or by a candidate number."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet

from massicot.candidates.models import Candidate, EarlierIdentity, Entry
from massicot.candidates.queries.expected import expected
from massicot.candidates.queries.register import ENTRY, EntryRow
from massicot.candidates.rules.identity import Identity
from massicot.candidates.rules.naming import number_typed
from massicot.core.folding import folded
from massicot.exams.queries import Paper
from massicot.store.beginning import begins_with

SHOWN = 50
"""Candidates that are found at once; more are told, and wait for more letters."""


class Found(NamedTuple):
    """Who answers to what was typed, by name; `has_more` when not everybody is listed."""

    rows: list[EntryRow]
    has_more: bool


class Earlier(NamedTuple):
    """Who a candidate was until a correction; why, by whom and when it was corrected."""

    person: Identity
    reason: str
    corrected_by: str
    corrected_at: datetime


def entries_called(paper: Paper, typed: str) -> Found:
    """Find who is expected at a paper and is called so: first letters suffice, accents and hyphens do not count."""
    named = _named(paper.session_id, typed)
    if named is None:
        return Found([], has_more=False)
    # Names first, by their index; then the few entries of those who bear them.
    ids = list(named.order_by("called", "candidate_number").values_list("pk", flat=True)[: SHOWN + 1])
    entries = expected(paper.pk).filter(candidate_id__in=ids[:SHOWN], sits_at="")
    rows = [EntryRow(*row) for row in entries.values_list(*ENTRY)]
    rows.sort(key=lambda row: (folded(row.surname), folded(row.first_names), row.candidate_number))
    return Found(rows, has_more=len(ids) > SHOWN)


def entry_row(paper: Paper, entry_id: int) -> EntryRow | None:
    """Fetch one entry expected at a paper; None when it is not one."""
    row = expected(paper.pk).filter(pk=entry_id).values_list(*ENTRY).first()
    return None if row is None else EntryRow(*row)


def earlier_identities(entry_id: int) -> list[Earlier]:
    """List who the candidate of an entry was before each correction, the last one first."""
    rows = EarlierIdentity.objects.filter(candidate__entries__pk=entry_id).order_by("-pk")
    fields = (*Identity._fields, *Earlier._fields[1:])
    return [Earlier(Identity(*row[:-3]), *row[-3:]) for row in rows.values_list(*fields)]


def names_of_entries(entry_ids: Collection[int]) -> dict[int, EntryRow]:
    """Map some entries to who they are, by name."""
    rows = Entry.objects.filter(pk__in=entry_ids).values_list(*ENTRY)
    named = sorted((EntryRow(*row) for row in rows), key=lambda row: (folded(row.surname), row.candidate_number))
    return {row.entry_id: row for row in named}


def _named(session_id: int, typed: str) -> QuerySet[Candidate] | None:
    if number := number_typed(typed):
        return Candidate.objects.filter(session_id=session_id, candidate_number=number)
    start = folded(typed)
    if not start:
        return None
    called = begins_with("called", start) | begins_with("usually_called", start)
    return Candidate.objects.filter(Q(session_id=session_id), called)
