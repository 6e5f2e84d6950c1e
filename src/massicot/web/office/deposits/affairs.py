"""The affair of a document, in words: the absence, or the register of a day, that it was handed in for."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext

from massicot.absences import queries as absences
from massicot.exams import queries as exams
from massicot.web.shared import instants

ABSENCE, REGISTER = "absence", "presence"
"""The kinds of affairs, as areas name them in front of a colon."""


@dataclass(frozen=True, slots=True)
class ShownAffair:
    """One affair: what it is called, and where it is read."""

    words: str
    address: str


def affairs_of(abouts: Iterable[str]) -> dict[str, ShownAffair]:
    """Name some affairs, a fixed number of statements for any number; one that is gone is left out."""
    kinds: dict[str, list[tuple[str, str]]] = {}
    for about in set(abouts):
        kind, _, named = about.partition(":")
        kinds.setdefault(kind, []).append((about, named))
    return {about: affair for kind, own in kinds.items() if kind in _NAMED for about, affair in _NAMED[kind](own)}


def whose_affair_is(words: str) -> Q:
    """Say whose documents the search box looks for: of somebody absent, by their name, or under a code."""
    ids = absences.ids_of_people_called(words)
    return Q(code__icontains=words) | Q(about__in=[f"{ABSENCE}:{absence_id}" for absence_id in ids])


def _absences(own: list[tuple[str, str]]) -> Iterator[tuple[str, ShownAffair]]:
    rows = absences.absences_by_ids([int(named) for _, named in own])
    for about, named in own:
        if row := rows.get(int(named)):
            person = row.assignment.person
            words = gettext("Absence of {first} {last}").format(first=person.first_name, last=person.surname)
            yield about, ShownAffair(words, reverse("office:absence", args=[row.pk]))


def _registers(own: list[tuple[str, str]]) -> Iterator[tuple[str, ShownAffair]]:
    parts = {about: named.split("/") for about, named in own}
    names = exams.institution_names({uai for _, _, uai in parts.values()})
    for about, (session, day, uai) in parts.items():
        words = gettext("Register of {day}, {place}").format(
            day=instants.day(date.fromisoformat(day)), place=names.get(uai, uai)
        )
        yield about, ShownAffair(words, reverse("office:register", args=[session, uai, day]))


_NAMED: Mapping[str, Callable[[list[tuple[str, str]]], Iterator[tuple[str, ShownAffair]]]] = {
    ABSENCE: _absences,
    REGISTER: _registers,
}
