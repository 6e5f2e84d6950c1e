"""Reads of persons of whom nobody told who employs them."""

from django.db.models import Exists, OuterRef, Q

from massicot.persons.models import Situation


def perhaps_untold(person: OuterRef) -> Q:
    """Look for rows whose person has a situation without an employer, or none: few, of whom the day says the rest."""
    told = Situation.objects.filter(person=person)
    silent = told.filter(employer_kind="", is_state_agent__isnull=True)
    return Q(Exists(silent)) | ~Q(Exists(told))
