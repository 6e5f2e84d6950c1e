"""Whom a telephone call may be about, who waits for somebody in their stead, whom an urgent letter did not reach."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from massicot.missions.queries.convocations import Convocation, facts_of
from massicot.replacements.queries import Replacement, name_of
from massicot.replacements.queries.waiting import NotReplaced, ReplacedPerson
from massicot.web.office.convocations.shown import days_of
from massicot.web.office.replacements.shown import halves_words, standing_words


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """One mission of somebody, and where they are replaced."""

    assignment: int
    name: str
    identifier: str
    mission: str
    when: str
    address: str
    instead: str = ""
    """Who comes in their stead, where somebody does."""
    standing: str = ""
    """What is known of the letter of that one."""


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


def shown_replaced(rows: Sequence[ReplacedPerson], letters: Mapping[int, Convocation]) -> list[FoundPerson]:
    """Show who is replaced, by whom, and what is known of the letter; `letters` by the place of whoever comes."""
    return [
        replace(
            _of_list(row.absent, ", ".join(halves_words(row.halves))),
            instead=name_of(row.by.person),
            standing=standing_words(letters.get(row.by.stand_in_id or 0)),
        )
        for row in rows
    ]


def _of_list(assignment: Any, when: str) -> FoundPerson:
    return _found(assignment, name_of(assignment.person), assignment.mission.title, when)


def _found(assignment: Any, name: str, mission: str, when: str) -> FoundPerson:
    address = reverse("office:replacement", args=[assignment.pk])
    return FoundPerson(assignment.pk, name, assignment.person.identifier, mission, when, address)
