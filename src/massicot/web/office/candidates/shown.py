"""A candidate looked for by name on a page of the office: who answers to it, and where each leads."""

from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpRequest
from django.urls import reverse

from massicot.candidates import queries as candidates
from massicot.exams import queries as exams

LONGEST = 120
"""Signs of a name that are looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCandidate:
    """One candidate as the office reads them: homonyms are told apart by birth and number."""

    name: str
    usual_name: str
    born_on: date
    candidate_number: str
    specialty: str
    centre: str
    listed_at: str = ""
    """The centre whose list has them, where they sat in another one."""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Search:
    """What was typed, and who answers to it."""

    typed: str
    people: list[ShownCandidate]
    has_more: bool


def search_of(request: HttpRequest, paper: exams.Paper, page: str) -> Search:
    """Look for whom the address asks; each leads to a page of theirs."""
    typed = request.GET.get("nom", "").strip()[:LONGEST]
    entries = candidates.entries_called(paper, typed)
    codes = [paper.session.code, paper.code]
    people = shown_people(paper, entries.rows)
    led = [
        replace(person, address=reverse(page, args=[*codes, row.entry_id]))
        for row, person in zip(entries.rows, people, strict=True)
    ]
    return Search(typed, led, entries.has_more)


def shown_people(paper: exams.Paper, rows: list[candidates.EntryRow]) -> list[ShownCandidate]:
    """Put candidates into words."""
    centres = exams.institution_names({uai for row in rows for uai in (row.centre_uai, row.comes_from) if uai})
    labels = exams.specialty_labels(paper.session_id) if rows else {}
    return [
        ShownCandidate(
            name=f"{row.surname} {row.first_names}",
            usual_name=row.usual_name,
            born_on=row.born_on,
            candidate_number=row.candidate_number,
            specialty=labels.get(row.specialty_code, row.specialty_code),
            centre=centres.get(row.centre_uai, row.centre_uai),
            listed_at="" if row.comes_from == row.centre_uai else centres.get(row.comes_from, row.comes_from),
        )
        for row in rows
    ]
