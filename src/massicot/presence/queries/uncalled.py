"""Whom the desk of a place may add to a list: somebody of the pool, by their identifier or as they are called."""

from datetime import date
from functools import reduce
from operator import and_

from django.db.models import Q

from massicot.exams import queries as exams
from massicot.markers import queries as markers
from massicot.markers.rules import MarkerUnknown
from massicot.persons.queries import Person
from massicot.presence.rules import uncalled

FEW = 5
"""How many are named where several are called so."""


def person_typed(session: exams.Session, typed: str, day: date) -> Person:
    """Find somebody of the pool of a session; raise NobodyCalledSo or SeveralCalledSo."""
    words = " ".join(typed.split())
    try:
        return markers.marker_by_identifier(session.pk, words).person
    except MarkerUnknown:
        fitting = markers.rows_of(session.pk, day).filter(_is_called(words)).select_related("person")
    people = {row.person_id: row.person for row in fitting.order_by("person__surname", "person__first_name")[: FEW + 1]}
    if not people:
        raise uncalled.NobodyCalledSo(typed=words)
    if len(people) > 1:
        raise uncalled.SeveralCalledSo(typed=words, names=uncalled.named(list(people.values())[:FEW]))
    return next(iter(people.values()))


def _is_called(words: str) -> Q:
    """Look for every word, in whichever order they were typed."""
    return reduce(and_, map(markers.has_in_name, words.split()), Q(pk__isnull=not words))
