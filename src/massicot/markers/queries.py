"""Reads of markers, each of one session."""

from collections import Counter
from collections.abc import Collection

from django.db.models import Count, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.db.models.lookups import IContains

from massicot.accounts import queries as accounts
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.markers import models, rules
from massicot.store.prepared import Question

Marker = models.Marker
"""The row that other areas are handed and may name; the table itself is imported by this area only."""

_NAMED = Question(
    lambda session_id, identifiers: Marker.objects.filter(session_id=session_id, identifier__in=identifiers)
)
_COUNTED: Question[tuple[int, int]] = Question(
    lambda session_ids: (
        Marker.objects.filter(session_id__in=session_ids)
        .order_by("session_id")
        .values_list("session_id")
        .annotate(Count("pk"))
    )
)


def marker_by_identifier(session_id: int, identifier: str) -> Marker:
    """Fetch a marker by an identifier typed or scanned, in any case when only one fits; raise MarkerUnknown."""
    typed = identifier.strip()
    fitting = {marker.identifier: marker for marker in _of(session_id).filter(identifier__iexact=typed)}
    marker = fitting.get(typed) or (next(iter(fitting.values())) if len(fitting) == 1 else None)
    if marker is None:
        raise rules.MarkerUnknown(identifier=identifier)
    return marker


def hold_marker(session_id: int, identifier: str) -> Marker:
    """Fetch a marker, whose school stays as it is until the end of the transaction; raise MarkerUnknown."""
    marker = marker_by_identifier(session_id, identifier)
    return Marker.objects.select_for_update(of=("self",), no_key=True).get(pk=marker.pk)


def markers_by_identifier(session_id: int, identifiers: Collection[str]) -> dict[str, Marker]:
    """Map identifiers to their markers; those that nobody has are left out."""
    rows = _NAMED.ask(session_id=session_id, identifiers=sorted(identifiers)) if identifiers else []
    return {marker.identifier: marker for marker in rows}


def count_markers(session_ids: Collection[int]) -> Counter[int]:
    """Count the markers of each of some sessions."""
    return Counter(dict(_COUNTED.ask(session_ids=list(session_ids)))) if session_ids else Counter()


def markers_of(session_id: int) -> list[Marker]:
    """List the markers of a session, by identifier."""
    return list(_of(session_id).order_by("identifier"))


def rows_of(session_id: int) -> QuerySet[Marker]:
    """Find the markers of a session, by identifier, for a list that the database cuts."""
    return _of(session_id).order_by("identifier")


def has_in_name(words: str) -> Q:
    """Look for markers whose name, as people call them, holds these words."""
    return Q(IContains(Concat("civility", Value(" "), "first_name", Value(" "), "surname"), words))


def has_in_institution(words: str) -> Q:
    """Look for markers the name of whose institution holds these words; its UAI when nobody named it."""
    return Q(IContains(exams.naming("institution_uai"), words))


def identifiers_called(session_id: int, words: str) -> list[str]:
    """List the identifiers of the markers of a session whose name holds these words."""
    called = Concat("first_name", Value(" "), "surname")
    fitting = _of(session_id).alias(called=called).filter(called__icontains=words)
    return list(fitting.values_list("identifier", flat=True))


def name_of(marker: Marker) -> str:
    """Write a marker's name as people call them: Mme Bob BADIANE."""
    return " ".join(filter(None, (marker.civility, marker.first_name, marker.surname)))


def side_of_names(session_code: str, email: str) -> exams.Conflict | None:
    """Find a role, held or taken away, that lets somebody know names of a session: such a person may not mark it."""
    login = email.strip().lower()
    conflict = exams.conflict_of(Role.MARKER, session_code, accounts.appointments_of(login))
    return conflict or exams.conflict_with_past(Role.MARKER, session_code, exams.left_roles(login))


def check_knows_no_names(marker: Marker) -> None:
    """Refuse that scripts go to a marker who knows, or knew, the names; raise KnowsNames."""
    if conflict := side_of_names(marker.session.code, marker.email):
        raise rules.KnowsNames(marker=marker.identifier, paper=conflict.paper)


def check_outside_pool(email: str, role: Role, scope: str) -> None:
    """Refuse a role with names to somebody who may mark the same papers; raise AmongMarkers."""
    rows = Marker.objects.filter(email__iexact=email.strip()).order_by("session__code")
    pools = [(Role.MARKER, code) for code in rows.values_list("session__code", flat=True).distinct()]
    if conflict := exams.conflict_of(role, scope, pools):
        raise rules.AmongMarkers(email=email.strip().lower(), paper=conflict.paper)


def _of(session_id: int) -> QuerySet[Marker]:
    return Marker.objects.filter(session_id=session_id)
