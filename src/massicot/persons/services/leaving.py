"""Persons forgotten with the last session that could call them: lower service of the pool's deletion."""

from collections.abc import Collection

from django.db import transaction

from massicot.persons.models import Person


@transaction.atomic
def delete_persons(*, person_ids: Collection[int]) -> None:
    """Delete persons whom no pool holds any more; the caller knows that, and holds the session."""
    Person.objects.filter(pk__in=list(person_ids)).delete()
