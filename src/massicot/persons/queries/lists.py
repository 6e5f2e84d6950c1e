"""Reads of all persons, for a list that the database searches, sorts and cuts."""

from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.db.models.lookups import IContains

from massicot.persons.models import Person, Situation
from massicot.persons.queries import institution_on


def person_rows(day: date) -> QuerySet[Person]:
    """Find all persons, by name; each has the UAI where they teach on a day, as `institution_uai`."""
    rows = Person.objects.annotate(institution_uai=institution_on(OuterRef("pk"), day))
    return rows.order_by("surname", "first_name", "identifier")


def person_called(words: str) -> Q:
    """Look for persons whose name, as people call them or as lists write it, holds these words."""
    called = Concat("first_name", Value(" "), "surname")
    listed = Concat("surname", Value(" "), "first_name")
    return Q(IContains(called, words)) | Q(IContains(listed, words))


def persons_called(words: str) -> QuerySet[Person]:
    """Find the persons whose name holds some words, or who have them as their identifier."""
    return Person.objects.filter(person_called(words) | Q(identifier__iexact=words))


def standing(answer: str) -> Q:
    """Look for persons who are set aside (`oui`), for those who may be called, or who ask for an `adresse`."""
    if answer == "adresse":
        return ~Q(asked_email="")
    return Q(set_aside_at__isnull=answer != "oui")


def addresses_asked() -> Subquery:
    """Count the persons who ask for another address, as a value of another statement."""
    rows = Person.objects.exclude(asked_email="").order_by().values(one=Value(1))
    return Subquery(rows.annotate(counted=Count("pk")).values("counted"))


def among(person_ids: Any) -> Q:
    """Look for persons of another question."""
    return Q(pk__in=person_ids)


def known_identifiers() -> set[str]:
    """List the identifiers that somebody has."""
    return set(Person.objects.values_list("identifier", flat=True))


def situations_told(person_id: int) -> list[Situation]:
    """List what was told of a person's situations, the newest first."""
    return list(Situation.objects.filter(person_id=person_id).order_by("-since"))
