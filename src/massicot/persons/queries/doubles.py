"""Reads of persons who may be one human: of one name, or of one address."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Length

from massicot.persons.models import Person
from massicot.persons.rules import NameInUse

WRITTEN_OTHERWISE = 3
"""By how many signs a name may be longer that is the same one: œ for oe, a space, a hyphen left out."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Somebody who may be, or was said to be, the same human as another person."""

    person: Person
    has_same_name: bool
    has_same_address: bool
    is_double: bool
    """Whether they were set aside as the double of that person."""


def persons_alike(person: Person) -> list[Alike]:
    """List who bears the name of a person (accents, capitals, hyphens apart) or their address, or is their double."""
    name = NameInUse(person.surname, person.first_name)
    email = person.email.strip().lower()
    called = Q(surname_signs__range=_around(person.surname), first_signs__range=_around(person.first_name))
    asked = called | Q(double_of=person) | (Q(email__iexact=email) if email else Q())
    near = Person.objects.alias(surname_signs=Length("surname"), first_signs=Length("first_name")).filter(asked)
    fields = ("pk", "surname", "first_name", "email", "double_of_id")
    found = {}
    for pk, surname, first_name, address, double_of in near.exclude(pk=person.pk).values_list(*fields):
        told = (name.is_of(surname, first_name), bool(email) and address.lower() == email, double_of == person.pk)
        if any(told):
            found[pk] = told
    rows = Person.objects.filter(pk__in=found).order_by("identifier") if found else ()
    return [Alike(row, *found[row.pk]) for row in rows]


def same_human(person_ids: Collection[int]) -> set[int]:
    """List who is the same human as some persons, by what the office said of doubles: they themselves too."""
    known = set(person_ids)
    found = known
    while found:
        stays = Person.objects.filter(pk__in=found, double_of__isnull=False).values("double_of")
        rows = Person.objects.filter(Q(double_of__in=found) | Q(pk__in=stays))
        found = set(rows.values_list("pk", flat=True)) - known
        known |= found
    return known


def _around(text: str) -> tuple[int, int]:
    return (len(text) - WRITTEN_OTHERWISE, len(text) + WRITTEN_OTHERWISE)
