"""What an import compares itself with, and whom `prepare` numbers."""

from collections.abc import Collection, Container, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from massicot.candidates.models import Candidate, CentreDay, Entry
from massicot.candidates.queries.registers import entries_expected
from massicot.candidates.rules import intake as rules
from massicot.candidates.rules.candidate_table import KnownPerson
from massicot.candidates.rules.intake import CivilIdentity, Sitting, StoredCandidate, StoredEntry
from massicot.exams.queries import Paper, Session

_CANDIDATE = ("pk", "candidate_number", *CivilIdentity._fields)
_STORED = (
    *_CANDIDATE,
    *(f"entries__{name}" for name in ("pk", "paper_id", "attendance", "is_mark_kept", *Sitting._fields)),
    *(f"entries__{name}" for name in ("comes_from", "sits_at", "listed__room", "listed__seat")),
)
_ENTRY = len(_CANDIDATE)
_SITTING = _ENTRY + 4
_SEATED = _SITTING + len(Sitting._fields)
"""Where in a stored row the entry begins, where its sitting does, and where they sit in fact."""


def expected_entries(paper: Paper, specialties: Collection[str]) -> Iterator[tuple[int, str, str, str]]:
    """Go through the entries to be numbered: entry, centre, specialty, institution of origin; oldest first."""
    columns = ("pk", "centre_uai", "specialty_code", "candidate__origin_uai")
    return entries_expected(paper.pk, specialties).order_by("pk").values_list(*columns).iterator(chunk_size=10_000)


def specialties_sat(paper: Paper) -> set[str]:
    """List the specialties that somebody is expected in."""
    return set(entries_expected(paper.pk).values_list("specialty_code", flat=True).distinct())


def centres_of_entries(entry_ids: Collection[int], specialties: Collection[str]) -> dict[int, str]:
    """Map those entries that are expected in these specialties to their centres, oldest first."""
    rows = Entry.objects.filter(pk__in=entry_ids, is_mark_kept=False, specialty_code__in=specialties)
    return dict(rows.order_by("pk").values_list("pk", "centre_uai"))


def papers_facts(papers: Collection[Paper]) -> list[rules.ImportPaper]:
    """Tell an import what each paper still allows."""
    closed: dict[int, set[str]] = {}
    days = CentreDay.objects.filter(paper_id__in=[paper.pk for paper in papers], is_closed=True)
    for paper_id, uai in days.values_list("paper_id", "centre_uai"):
        closed.setdefault(paper_id, set()).add(uai)
    return [
        rules.ImportPaper(paper.pk, paper.code, paper.prepared_at is not None, frozenset(closed.get(paper.pk, ())))
        for paper in papers
    ]


def stored_candidates(session: Session, numbers: Container[str]) -> Iterator[StoredCandidate]:
    """Go through those of a session's candidates that bear one of the numbers, each with all their entries."""
    rows = Candidate.objects.filter(session=session).order_by("pk", "entries__pk").values_list(*_STORED)
    for _, lines in groupby(rows.iterator(chunk_size=10_000), key=itemgetter(0)):
        first, *others = lines
        if first[1] in numbers:
            yield _stored_candidate([first, *others])


def people_entered(session: Session) -> Iterator[KnownPerson]:
    """Go through all candidates of a session by who they are."""
    rows = Candidate.objects.filter(session=session).order_by("pk").values_list(*KnownPerson._fields)
    return map(KnownPerson._make, rows.iterator(chunk_size=10_000))


def _stored_candidate(rows: Sequence[Sequence[Any]]) -> StoredCandidate:
    candidate_id, candidate_number, *person = rows[0][:_ENTRY]
    # An entry that a centre made of somebody on another list is none that a table knows of.
    entries = [_stored_entry(row) for row in rows if row[_ENTRY] is not None and not row[_SEATED]]
    return StoredCandidate(candidate_id, candidate_number, CivilIdentity(*person), entries)


def _stored_entry(row: Sequence[Any]) -> StoredEntry:
    sitting = Sitting(*row[_SITTING:_SEATED])
    _, sits_at, room, seat = row[_SEATED:]
    if room is not None:
        sitting = sitting._replace(room=room, seat=seat)
    return StoredEntry._make((*row[_ENTRY:_SITTING], sitting, bool(sits_at) or room is not None))


def count_candidates(session_id: int) -> int:
    """Count the people whom a session knows, whatever they sit."""
    return Candidate.objects.filter(session_id=session_id).count()
