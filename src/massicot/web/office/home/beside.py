"""What the home page counts beside its papers: letters by state, what the areas of people called say, and rates.

It is one statement, to which each area gives its part: it is written once and asked each time. Written anew for each
page, it took the ORM longer than all the rest of the page takes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Subquery

from massicot.absences.queries.absences import absences_beside
from massicot.accounts.queries import accounts
from massicot.exams.rules.sessions import OCCASION as INVITATION
from massicot.expenses.queries import rates
from massicot.missions.queries import events
from massicot.post import queries as post
from massicot.post.rules import LetterState
from massicot.presence.queries import sending as registers
from massicot.replacements import queries
from massicot.replacements.queries import FirstHalves
from massicot.store.prepared import Question

SOME_TIME = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class CountedBeside:
    """The letters of each state, those of invitations among them, and what is counted beside them, by its name."""

    letters: Mapping[LetterState, tuple[int, int]]
    values: Mapping[str, Any]


def count_beside(login: str, now: datetime, zones: Iterable[ZoneInfo]) -> CountedBeside:
    """Count the letters, and beside them what the areas of people called and of rates count for a person.

    `zones`: of the sessions at work.
    """
    first = queries.first_halves(now, zones)
    statement = _statement(tuple(row.zone for row in first))
    at = _values(login, now, first)
    rows = statement.with_letters.ask(**at)
    letters = {LetterState(state): (count, of_invitations) for state, count, of_invitations, *_ in rows}
    counts = next((counts for _, _, _, *counts in rows), None) or next(iter(statement.alone.ask(**at)), ())
    return CountedBeside(letters, dict(zip(statement.names, counts, strict=False)))


class _Statement:
    """The statement, in two forms: beside the letters, and alone where there are none."""

    def __init__(self, zones: tuple[str, ...]) -> None:
        self._zones = zones
        # Of any day: here it is asked for its names.
        self.names = tuple(
            self._subqueries(**_values("", SOME_TIME, queries.first_halves(SOME_TIME, map(ZoneInfo, zones))))
        )
        self.with_letters: Question[Any] = Question(
            lambda **at: post.counted_with_beside(INVITATION, self._subqueries(**at))
        )
        self.alone: Question[Any] = Question(lambda **at: accounts.alone(self._subqueries(**at)))

    def _subqueries(self, *, login: str, now: datetime, due: datetime, **days: Any) -> dict[str, Subquery]:
        first = [
            FirstHalves(zone, days[f"morning_{rank}"], days[f"afternoon_{rank}"])
            for rank, zone in enumerate(self._zones)
        ]
        of_registers = registers.awaited_beside(due) | registers.remarks_beside()
        of_rates = rates.waiting_beside(login)
        return events.beside(now) | absences_beside() | queries.count_beside(first) | of_registers | of_rates


_statement = lru_cache(maxsize=16)(_Statement)


def _values(login: str, now: datetime, first: Iterable[FirstHalves]) -> dict[str, Any]:
    days: dict[str, date] = {}
    for rank, row in enumerate(first):
        days |= {f"morning_{rank}": row.morning, f"afternoon_{rank}": row.afternoon}
    return {"login": login, "now": now, "due": registers.due_before(now), **days}
