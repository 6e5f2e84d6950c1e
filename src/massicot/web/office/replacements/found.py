"""Whom a telephone call may be about, who waits for somebody in their stead, whom an urgent letter did not reach."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from massicot.missions.queries.convocations import facts_of
from massicot.replacements.queries import Replacement, name_of
from massicot.replacements.queries.waiting import NotReplaced
from massicot.web.office.convocations.shown import days_of
from massicot.web.office.replacements.shown import halves_words


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """One mission of somebody, and where they are replaced."""

    assignment: int
    name: str
    identifier: str
    mission: str
    when: str
    address: str


def shown_letters(letters: Sequence[Any]) -> list[FoundPerson]:
    """Show the letters of those whose name was typed."""
    rows = []
    for letter in letters:
        facts = facts_of(letter)
        rows.append(_found(letter.assignment, facts.person.name, facts.title, days_of(facts)))
    return rows


def shown_waiting(rows: Sequence[NotReplaced]) -> list[FoundPerson]:
    """Show who is absent while nobody comes in their stead."""
    return [_of_list(row.assignment, ", ".join(halves_words(row.halves))) for row in rows]


def shown_unreached(rows: Sequence[Replacement]) -> list[FoundPerson]:
    """Show who was convened at once and whom their head did not reach; each is replaced in turn."""
    return [_of_list(row.stand_in, "") for row in rows if row.stand_in]


def _of_list(assignment: Any, when: str) -> FoundPerson:
    return _found(assignment, name_of(assignment.person), assignment.mission.title, when)


def _found(assignment: Any, name: str, mission: str, when: str) -> FoundPerson:
    address = reverse("office:replacement", args=[assignment.pk])
    return FoundPerson(assignment.pk, name, assignment.person.identifier, mission, when, address)
